"""Lines that a person selects in a document, held while rows come and go around them."""

from __future__ import annotations

from widgets.document import Document, Position


class LineSelection:
    """From the line where it began to the line under the cursor."""

    def __init__(self, document: Document, row: int) -> None:
        self._document = document
        self._anchor = self._here = document.position(row) or Position(0, 0, 0)

    @property
    def cursor(self) -> int:
        """The row that moves."""
        return self._document.row_of(self._here)

    @property
    def rows(self) -> tuple[int, int]:
        """The first and the last row."""
        ends = sorted((self._document.row_of(self._anchor), self.cursor))
        return ends[0], ends[1]

    def move(self, delta: int) -> None:
        """Move the cursor by rows, as far as there are any."""
        row = max(0, min(self.cursor + delta, self._document.count - 1))
        self._here = self._document.position(row) or self._here

    def begin_here(self) -> None:
        """Begin anew, at the row of the cursor."""
        self._anchor = self._here
