"""What a pane of text shows, as blocks one below the other: a source of rows for `LineView`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content

from widgets.blocks.block import Block
from widgets.blocks.fold import Fold
from widgets.blocks.heights import Heights
from widgets.present.code import Pace

GUESSED_WIDTH = 80


class Position(NamedTuple):
    """A place in a document that holds when rows come and go above it: the block, its line, the row of the line."""

    block: int
    line: int
    part: int


@dataclass(frozen=True, slots=True)
class Part:
    """A block and what it is called: `output 2`, `thought`, empty where nobody asks for it."""

    key: str
    block: Block


class Document:
    """Blocks with their rows counted where somebody looks and guessed elsewhere.

    `settle` corrects the guesses around what is on the screen without moving it. `revision` grows with every change.
    """

    def __init__(self, parts: Sequence[Part] = (), pace: Pace | None = None) -> None:
        self.revision = 0
        self.marker: Callable[[int, int, Content], Content] | None = None
        """Draws marks on a row, given the number of its block and of the row."""
        self._parts = tuple(parts)
        self._pace = pace or Pace()
        self._width = -1
        self._heights = Heights()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The blocks in order, with their names."""
        return self._parts

    @property
    def width(self) -> int:
        """The width it is laid out for."""
        return self._width if self._width > 0 else GUESSED_WIDTH

    @property
    def count(self) -> int:
        """How many rows it takes, as far as known."""
        return self._at(self.width).total

    @property
    def exact(self) -> bool:
        """Whether every row is counted."""
        self._at(self.width)
        return all(part.block.exact(self.width) for part in self._parts)

    @property
    def behind(self) -> bool:
        """Whether colours are still owed to rows that were drawn."""
        return self._pace.behind

    def catch_up(self) -> None:
        """Let the rows that are owed colours be drawn again, with the time of another frame."""
        self._pace.catch_up()
        self.revision += 1

    def redraw(self) -> None:
        """Let every row be drawn again: what shows it otherwise, such as a shift sideways, has changed."""
        self.revision += 1

    def line(self, index: int, width: int) -> Content:
        """Return row `index`; `width` matters only before the first `settle`.

        Before that a block may turn out lower than it was guessed, when its first rows are drawn: what it lacks is
        blank until rows are settled.
        """
        heights = self._at(self._width if self._width > 0 else width)
        number, row = heights.find(index)
        block = self._parts[number].block
        if row >= block.rows(self._width):
            return Content("")
        content = block.row(row, self._width)
        return self.marker(number, index, content) if self.marker else content

    def settle(self, first: int, rows: int, width: int) -> int:
        """Count the rows from a page above `first` to two pages below; return where row `first` has gone.

        A change of width counts as such: the line that was at the top stays there.
        """
        self._pace.start_frame()
        place = self._reflowed(first, max(1, width))
        if place is None:
            return 0
        while self._count_around(self.row_of(place), rows):
            self.revision += 1
        return self.row_of(place)

    def position(self, row: int) -> Position | None:
        """Return what stands on `row`, None where nothing does."""
        heights = self._at(self.width)
        if not heights.total:
            return None
        block, inside = heights.find(max(0, min(row, heights.total - 1)))
        return Position(block, *self._parts[block].block.place(inside, self._width))

    def row_of(self, position: Position) -> int:
        """Return the row that shows `position`, or the nearest one."""
        heights = self._at(self.width)
        block = self._parts[position.block].block
        inside = block.row_of(position.line, position.part, self._width)
        self._measure(position.block)
        row = heights.before(position.block) + max(0, min(inside, heights[position.block] - 1))
        return max(0, min(row, heights.total - 1))

    def place_of(self, key: str, line: int) -> Position | None:
        """Return the place of a line of the blocks called `key`: the one block of them that holds it."""
        found = None
        for number, part in enumerate(self._parts):
            block = part.block.inner if isinstance(part.block, Fold) else part.block
            if part.key == key and (found is None or getattr(block, "start", 0) <= line):
                found = number
        return None if found is None else Position(found, line, 0)

    def folds(self) -> Iterator[tuple[int, Fold]]:
        """Yield the folds that hide something, each with the number of its block."""
        for number, part in enumerate(self._parts):
            if isinstance(part.block, Fold) and part.block.foldable(self.width):
                yield number, part.block

    def first_row_of(self, block: int) -> int:
        """Return the row where a block begins."""
        return self._at(self.width).before(block)

    def set_fold(self, block: int, is_open: bool) -> None:
        """Open or close a fold."""
        fold = self._parts[block].block
        if isinstance(fold, Fold) and fold.is_open != is_open:
            fold.is_open = is_open
            self._measure(block)
            self.revision += 1

    def _at(self, width: int) -> Heights:
        if width != self._width:
            self._width = width
            self._heights = Heights(part.block.rows(width) for part in self._parts)
            self.revision += 1
        return self._heights

    def _reflowed(self, first: int, width: int) -> Position | None:
        old = self._width
        if old in (-1, width):
            self._at(width)
            return self.position(first)
        place = self.position(first)
        self._at(width)
        return place._replace(part=place.part * old // width) if place else None

    def _count_around(self, first: int, rows: int) -> bool:
        changed = False
        row, last = max(0, first - rows), first + 2 * rows
        block, _ = self._heights.find(min(row, self._heights.total - 1))
        begin = self._heights.before(block)
        while block < len(self._parts) and begin < last:
            counted = self._parts[block].block.settle(row - begin, last - begin, self._width)
            changed = self._measure(block) or counted or changed  # drawing may have counted before
            begin += self._heights[block]
            block += 1
        return changed

    def _measure(self, block: int) -> bool:
        rows = self._parts[block].block.rows(self._width)
        if rows == self._heights[block]:
            return False
        self._heights[block] = rows
        self.revision += 1
        return True
