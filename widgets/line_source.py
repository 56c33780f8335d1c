"""The seam between a pane of rows and what it shows."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.content import Content


class LineSource(Protocol):
    """Rows by number.

    A `revision`, where a source has one, grows when rows changed or came; `LineView.sync` then asks again. Where rows
    change one by one a source has `mark(index)` instead: something hashable that is another one when row `index` is.
    """

    @property
    def count(self) -> int:
        """How many rows are known by now."""
        ...

    @property
    def exact(self) -> bool:
        """Whether that is all of them, counted and not guessed."""
        ...

    def line(self, index: int, width: int) -> Content:
        """Return row `index`, whose text is safe to print; it is cut at `width` cells, and padded."""
        ...


@runtime_checkable
class SettlingSource(Protocol):
    """A source that guesses how many rows stand where nobody looked yet."""

    def settle(self, first: int, rows: int, width: int) -> int:
        """Make rows `first - rows` to `first + 2 * rows` exact; return where the row that was `first` is now."""
        ...


class NoLines:
    """A source without rows."""

    count = 0
    exact = True

    def line(self, index: int, width: int) -> Content:  # noqa: ARG002 - the seam's arguments
        """Return an empty row."""
        return Content("")
