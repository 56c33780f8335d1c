"""A block of one file's part of a diff with the old file on the left and the new one on the right.

Removed lines stand beside the added lines that follow them. Which line stands beside which is told by runs of signs,
found in one pass of a regular expression; a line is read, wrapped and coloured only when its row is in sight.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from textual.content import Content, Span

from playhead.edits.diff_index import DiffIndex, FileSpan, HunkSpan
from widgets.blocks.diff_code import DiffCode, rows_of
from widgets.blocks.long_block import Chunks, Line, LongBlock
from widgets.blocks.panning import Panning
from widgets.present.code import Pace
from widgets.present.palette import ADDED_WORD, REMOVED_WORD
from widgets.present.split_diff import Half, Split, across, beside
from widgets.present.words import changed_stretches

CHUNK_ROWS = 128
_RUN = re.compile(r"(?P<both> +)|(?P<old>-+)(?P<note>\\?)(?P<new>\+*)|(?P<added>\++)|(?P<alone>.)")


@dataclass(frozen=True, slots=True)
class SplitRow(Line):
    """What stands beside what: lines of the diff's text; the same on both sides where nothing changed.

    `alone`: a line over the whole width, such as the head of a hunk.
    """

    old: int | None = None
    new: int | None = None
    alone: bool = False


_Run = tuple[int, int, int, int, bool]
"""Old line and how many, new line and how many, whether they stand alone. A plain tuple: there may be 100,000."""


class SplitBlock(LongBlock[SplitRow]):
    """The hunks of one file, two lines beside one another."""

    def __init__(
        self,
        index: DiffIndex,
        file: FileSpan | None = None,
        pace: Pace | None = None,
        panning: Panning | None = None,
        notes: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__(panning)
        self._code = DiffCode(index, file, pace, notes)
        self.start = self._code.start
        self._runs: list[_Run] = []
        self._ends: array[int] = array("q")

    def stops(self) -> list[int]:
        """Return the lines where its hunks begin."""
        return [hunk.start for hunk in self._code.hunks]

    def _cut(self, width: int) -> Chunks:  # noqa: ARG002 - the same rows at any width
        if not self._runs:
            self._runs = self._found()
            self._ends = array("q", accumulate(max(run[1], run[3]) for run in self._runs))
        total = self._ends[-1] if self._ends else 0
        starts = [_at(*self._pair(row)) for row in range(0, total, CHUNK_ROWS)]
        return Chunks(starts, [min(CHUNK_ROWS, total - row) for row in range(0, total, CHUNK_ROWS)])

    def _open(self, chunk: int, width: int) -> Sequence[SplitRow]:
        room = self._panning.room(self._split(width).room)
        first = chunk * CHUNK_ROWS
        return [self._row(row, room, width) for row in range(first, min(first + CHUNK_ROWS, self._ends[-1]))]

    def _row(self, row: int, room: int, width: int) -> SplitRow:
        old, new = self._pair(row)
        at = _at(old, new)
        if self._runs[bisect_right(self._ends, row)][4]:
            return SplitRow(at, self._code.height(at, max(1, width - 2)), old, new, alone=True)
        sides = {side for side in (old, new) if side is not None}
        return SplitRow(at, max(self._code.height(side, room) for side in sides), old, new)

    def _draw(self, line: SplitRow, width: int) -> Sequence[Content]:
        if line.alone:
            found = self._code.line(line.at)
            text = self._code.drawn(line.at)
            noted = len(self._code.notes.get(line.at, ""))
            return across(found.kind, text, rows_of(text, max(1, width - 2)), noted)
        split = self._split(width)
        old, new = self._half(line.old, split), self._half(line.new, split)
        if old is not None and new is not None and line.old != line.new:
            old, new = _marked(old, new)
        return beside(old, new, split, line.rows)

    def _bounds(self, line: SplitRow) -> tuple[int, int]:
        return line.at, max(line.at, -1 if line.new is None else line.new) + 1

    def _half(self, number: int | None, split: Split) -> Half | None:
        if number is None:
            return None
        found = self._code.line(number)
        text = self._code.drawn(number)
        rows = rows_of(text, self._panning.room(split.room))
        seen = [self._panning.window(text, row, split.room) for row in rows]
        colours = self._code.colours(number, found.kind)
        return Half(found.kind, found.old_number, found.new_number, text, seen, colours)

    def _split(self, width: int) -> Split:
        return Split(width, self._code.digits)

    def _pair(self, row: int) -> tuple[int | None, int | None]:
        place = bisect_right(self._ends, row)
        number = row - (self._ends[place - 1] if place else 0)
        old, olds, new, news, _ = self._runs[place]
        return old + number if number < olds else None, new + number if number < news else None

    def _found(self) -> list[_Run]:
        runs: list[_Run] = []
        at = self.start
        for hunk in self._code.hunks:
            if hunk.start > at:
                runs.append(_alone(at, hunk.start - at))
            runs.append(_alone(hunk.start, 1))
            self._add_hunk(hunk, runs)
            at = hunk.stop
        if self._code.stop > at:
            runs.append(_alone(at, self._code.stop - at))
        return runs

    def _add_hunk(self, hunk: HunkSpan, runs: list[_Run]) -> None:
        start = hunk.start + 1
        for found in _RUN.finditer(self._code.index.signs(start, hunk.stop)):
            first, end = found.span()
            at, count = start + first, end - first
            kind = found.lastgroup
            if kind == "both":
                runs.append((at, count, at, count, False))
            elif kind == "added":
                runs.append((at, 0, at, count, False))
            elif kind == "new":
                middle, after = found.start("note") - first, found.start("new") - first
                runs += _replaced(at, middle, after - middle, count - after)
            else:
                runs.append(_alone(at, count))

    def _keeps(self, line: SplitRow) -> bool:
        return all(self._code.has_colours(side) for side in (line.old, line.new) if side is not None)


def _replaced(at: int, old: int, note: int, new: int) -> list[_Run]:
    """Return removed lines beside added ones; a note that stands between them (no newline at the end) has its place."""
    if not note:
        return [(at, old, at + old, new, False)]
    after = at + old + note
    paired = min(old, new)
    runs = [(at, old, after, paired, False), _alone(at + old, 1)]
    return [*runs, (after, 0, after + paired, new - paired, False)] if new > paired else runs


def _alone(at: int, count: int) -> _Run:
    return at, count, at, count, True


def _at(old: int | None, new: int | None) -> int:
    """Return the coordinate of a row: that of its old line, else of its new one. It ascends."""
    at = new if old is None else old
    assert at is not None
    return at


def _marked(old: Half, new: Half) -> tuple[Half, Half]:
    """Return two lines with what changed between them marked."""
    found = changed_stretches(old.text, new.text)
    if found is None:
        return old, new
    for stretch in found[0]:
        old = old.with_span(Span(*stretch, REMOVED_WORD))
    for stretch in found[1]:
        new = new.with_span(Span(*stretch, ADDED_WORD))
    return old, new
