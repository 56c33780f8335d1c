"""How lines that are longer than a pane are shown: wrapped, or cut at its edges and moved sideways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from widgets.blocks.wrapping import Slice, fitting

UNWRAPPED = 8_192
"""Cells of a row that is not wrapped: what is longer goes on in the next row, so that 10 MB in one line stay cheap."""


class Window(NamedTuple):
    """The characters `start` to `end` of a line that are in sight, and whether more stands before or after them."""

    start: int
    end: int
    before: bool = False
    after: bool = False


@dataclass(slots=True)
class Panning:
    """Whether lines wrap, and how many cells are scrolled out on the left where they do not.

    One is shared by all blocks of a document; prose always wraps.
    """

    wrap: bool = True
    column: int = 0

    def room(self, room: int) -> int:
        """Return how many cells a row is laid out for in a pane that has `room`."""
        return room if self.wrap else UNWRAPPED

    def window(self, text: str, row: Slice, room: int) -> Window:
        """Return what is in sight of a row of `text` in a pane that has `room` cells."""
        start, end = row
        if self.wrap:
            return Window(start, end)
        line = text if text.isascii() else text[:end]
        first = min(end, fitting(line, start, self.column)) if self.column else start
        last = min(end, fitting(line, first, room)) if first < end else end
        return Window(first, last, first > start, last < end)
