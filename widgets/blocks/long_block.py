"""A block of any number of lines, counted and drawn only where somebody looks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from textual.cache import LRUCache
from textual.content import Content

from playhead.text import credential_changes
from widgets.blocks.heights import Heights
from widgets.blocks.panning import Panning

KEPT_CHUNKS, KEPT_MEASURED = 256, 100_000
"""Opened chunks, and lines in them: three screens of chunks that are one row each stay, and 10 MB at most."""
FEW_CHUNKS = 24
"""Up to here all are counted where that says something exactly: some 2,000 rows."""
KEPT_LINES = 512


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a slice of a very long one: its coordinate in the block and the rows it takes at the width."""

    at: int
    rows: int


LineT = TypeVar("LineT", bound=Line)


@dataclass(frozen=True, slots=True)
class Chunks:
    """How a block is cut at a width: the coordinate each chunk begins at, and how many rows it seems to take."""

    starts: Sequence[int]
    guesses: Sequence[int]


class LongBlock(ABC, Generic[LineT]):
    """Lines in chunks. A chunk's rows are guessed until a row of it is wanted; then its lines are counted, once.

    The text of a line is drawn when it is seen: `_cut`, `_open` and `_draw` are what a kind of block has to say.
    """

    def __init__(self, panning: Panning | None = None) -> None:
        self._panning = panning or Panning()
        self._column = self._panning.column
        self._changes = credential_changes()
        self._width = -1
        self._starts: Sequence[int] = ()
        self._heights = Heights()
        self._counted = bytearray()
        self._opened: OrderedDict[int, tuple[Sequence[LineT], list[int]]] = OrderedDict()
        self._measured = 0
        self._drawn: LRUCache[int, Sequence[Content]] = LRUCache(KEPT_LINES)

    @abstractmethod
    def _cut(self, width: int) -> Chunks:
        """Return the chunks at `width`, without looking at single lines."""

    @abstractmethod
    def _open(self, chunk: int, width: int) -> Sequence[LineT]:
        """Return the lines of a chunk, in order; every one takes at least one row."""

    @abstractmethod
    def _draw(self, line: LineT, width: int) -> Sequence[Content]:
        """Return the rows of a line, `line.rows` of them."""

    def rows(self, width: int) -> int:
        """Return how many rows it takes, as far as known."""
        return self._at(width).total

    def exact(self, width: int) -> bool:
        """Return whether every chunk is counted."""
        self._at(width)
        return 0 not in self._counted

    def small(self, width: int) -> bool:
        """Return whether it has few chunks."""
        return len(self._at(width)) <= FEW_CHUNKS

    def settle(self, first: int, last: int, width: int) -> bool:
        """Count the chunks that stand on rows `first` to before `last`."""
        heights = self._at(width)
        first = max(0, first)
        if first >= min(last, heights.total):
            return False
        changed = False
        chunk, _ = heights.find(first)
        row = heights.before(chunk)
        while chunk < len(heights) and row < last:
            changed = self._count(chunk) or changed
            row += heights[chunk]
            chunk += 1
        return changed

    def row(self, index: int, width: int) -> Content:
        """Return row `index`, drawing its line if that was not seen lately."""
        line, part = self._line_on(index, width)
        if (self._column, self._changes) != (self._panning.column, credential_changes()):
            self._column, self._changes = self._panning.column, credential_changes()
            self._drawn.clear()
        drawn = self._drawn.get(line.at)
        if drawn is None:
            drawn = self._draw(line, width)
            if self._keeps(line):
                self._drawn[line.at] = drawn
        return drawn[part] if part < len(drawn) else Content("")

    def place(self, row: int, width: int) -> tuple[int, int]:
        """Return the line's coordinate and the row within it."""
        line, part = self._line_on(row, width)
        return line.at, part

    def stretch(self, row: int, width: int) -> tuple[int, int]:
        """Return the coordinates of the line on `row`, from its own to before the next one's."""
        return self._bounds(self._line_on(row, width)[0])

    def row_of(self, line: int, part: int, width: int) -> int:
        """Return the row of a place, counting its chunk."""
        heights = self._at(width)
        if not heights:
            return 0
        chunk = max(0, bisect_right(self._starts, line) - 1)
        lines, ends = self._lines(chunk)
        index = max(0, bisect_right(lines, line, key=lambda one: one.at) - 1)
        before = ends[index - 1] if index else 0
        return heights.before(chunk) + before + max(0, min(part, lines[index].rows - 1))

    def _bounds(self, line: LineT) -> tuple[int, int]:
        """Return where a line begins and ends, in coordinates of the block."""
        return line.at, line.at + 1

    def _keeps(self, line: LineT) -> bool:  # noqa: ARG002 - for blocks that draw a line better later
        """Return whether the rows just drawn are final."""
        return True

    def _at(self, width: int) -> Heights:
        if width != self._width:
            self._width = width
            chunks = self._cut(width)
            self._starts = chunks.starts
            self._heights = Heights(chunks.guesses)
            self._counted = bytearray(len(chunks.starts))
            self._opened.clear()
            self._measured = 0
            self._drawn.clear()
        return self._heights

    def _line_on(self, row: int, width: int) -> tuple[LineT, int]:
        chunk, inside = self._at(width).find(row)
        if self._count(chunk):
            inside = min(inside, self._heights[chunk] - 1)
        lines, ends = self._lines(chunk)
        index = bisect_right(ends, inside)
        return lines[index], inside - (ends[index - 1] if index else 0)

    def _count(self, chunk: int) -> bool:
        if self._counted[chunk]:
            return False
        self._lines(chunk)
        return True

    def _lines(self, chunk: int) -> tuple[Sequence[LineT], list[int]]:
        opened = self._opened.get(chunk)
        if opened is None:
            lines = self._open(chunk, self._width)
            opened = self._opened[chunk] = (lines, list(accumulate(line.rows for line in lines)))
            self._measured += len(lines)
            while len(self._opened) > 1 and (len(self._opened) > KEPT_CHUNKS or self._measured > KEPT_MEASURED):
                self._measured -= len(self._opened.popitem(last=False)[1][0])
        else:
            self._opened.move_to_end(chunk)
        if not self._counted[chunk]:
            self._counted[chunk] = 1
            self._heights[chunk] = opened[1][-1] if opened[1] else 0
        return opened
