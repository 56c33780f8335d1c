"""Two ways to show one thing, by the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.content import Content

from widgets.blocks.block import Block


class Stopping(Block, Protocol):
    """A block with lines to stop at: the hunks of a diff."""

    def stops(self) -> Sequence[int]:
        """Return these lines, ascending."""
        ...

    def stretch(self, row: int, width: int) -> tuple[int, int]:
        """Return the coordinates of the line on `row`."""
        ...


class Either:
    """One block below `width` cells, another from there on; both have the same lines and stops."""

    def __init__(self, narrow: Stopping, wide: Stopping, width: int) -> None:
        self._narrow = narrow
        self._wide = wide
        self._from = width

    def stops(self) -> Sequence[int]:
        """Return the lines to stop at."""
        return self._narrow.stops()

    def rows(self, width: int) -> int:
        """Return how many rows it takes, as far as known."""
        return self._at(width).rows(width)

    def exact(self, width: int) -> bool:
        """Return whether `rows` is counted."""
        return self._at(width).exact(width)

    def small(self, width: int) -> bool:
        """Return whether counting all of it takes no time."""
        return self._at(width).small(width)

    def settle(self, first: int, last: int, width: int) -> bool:
        """Count the rows from `first` to before `last`."""
        return self._at(width).settle(first, last, width)

    def row(self, index: int, width: int) -> Content:
        """Return row `index`."""
        return self._at(width).row(index, width)

    def place(self, row: int, width: int) -> tuple[int, int]:
        """Return the (line, part) that stands on `row`."""
        return self._at(width).place(row, width)

    def stretch(self, row: int, width: int) -> tuple[int, int]:
        """Return the coordinates of the line on `row`."""
        return self._at(width).stretch(row, width)

    def row_of(self, line: int, part: int, width: int) -> int:
        """Return the row that shows (line, part)."""
        return self._at(width).row_of(line, part, width)

    def _at(self, width: int) -> Stopping:
        return self._wide if width >= self._from else self._narrow
