"""What every block of a document can do, and the block of a few rows that are simply there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from textual.content import Content

from playhead.text import credential_changes


class Block(Protocol):
    """Rows at a width, guessed where nobody looked yet.

    A place in a block is (line, part): the line's own coordinate, which holds at any width (the offset of its first
    character in a text, its number in a diff), and the row within the line.
    """

    def rows(self, width: int) -> int:
        """Return how many rows it takes at `width`, as far as known."""
        ...

    def exact(self, width: int) -> bool:
        """Return whether `rows` is counted, not guessed."""
        ...

    def small(self, width: int) -> bool:
        """Return whether counting all of it takes no time."""
        ...

    def settle(self, first: int, last: int, width: int) -> bool:
        """Count the rows from `first` to before `last`; return whether `rows` or what stands on them changed."""
        ...

    def row(self, index: int, width: int) -> Content:
        """Return row `index`, safe to print."""
        ...

    def place(self, row: int, width: int) -> tuple[int, int]:
        """Return the (line, part) that stands on `row`."""
        ...

    def row_of(self, line: int, part: int, width: int) -> int:
        """Return the row that shows (line, part), or the nearest to it."""
        ...


class Rows:
    """A block of a few rows, each made for the width it is asked for."""

    def __init__(self, make: Callable[[int], Sequence[Content]]) -> None:
        self._make = make
        self._made_for = (-1, 0)
        self._made: Sequence[Content] = ()

    def rows(self, width: int) -> int:
        """Return how many rows there are."""
        return len(self._at(width))

    def exact(self, width: int) -> bool:  # noqa: ARG002 - the seam's arguments
        """Return true: they are made."""
        return True

    def small(self, width: int) -> bool:  # noqa: ARG002 - the seam's arguments
        """Return true: they are made."""
        return True

    def settle(self, first: int, last: int, width: int) -> bool:  # noqa: ARG002 - the seam's arguments
        """Change nothing."""
        return False

    def row(self, index: int, width: int) -> Content:
        """Return row `index`."""
        return self._at(width)[index]

    def place(self, row: int, width: int) -> tuple[int, int]:  # noqa: ARG002 - the seam's arguments
        """Return the row as a line of its own."""
        return row, 0

    def row_of(self, line: int, part: int, width: int) -> int:  # noqa: ARG002 - the seam's arguments
        """Return the line's row, or the last."""
        return max(0, min(line, self.rows(width) - 1))

    def _at(self, width: int) -> Sequence[Content]:
        if (width, credential_changes()) != self._made_for:
            self._made_for = (width, credential_changes())
            self._made = self._make(width)
        return self._made


def fixed(*rows: Content) -> Rows:
    """Return a block of rows that look the same at any width."""
    return Rows(lambda _width: rows)
