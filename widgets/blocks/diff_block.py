"""A block of one file's part of a diff: line numbers, signs, tint, syntax colours, made for the lines in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content, Span

from playhead.edits.diff_index import DiffIndex, FileSpan
from widgets.blocks.diff_code import DiffCode, rows_of
from widgets.blocks.long_block import Chunks, Line, LongBlock
from widgets.blocks.panning import Panning
from widgets.present.code import Pace
from widgets.present.diff import Gutter, diff_rows
from widgets.present.palette import ADDED_WORD, REMOVED_WORD
from widgets.present.words import changed_stretches

CHUNK_LINES = 128
MOST_PAIRED = 40
"""Longer runs of replaced lines are compared line by line by nobody."""
WIDE = 72
"""From this width on, old and new line numbers have a column each."""

_WORD_STYLES = {"-": REMOVED_WORD, "+": ADDED_WORD}


@dataclass(frozen=True, slots=True)
class DiffRow(Line):
    """Line `at` of the diff's text."""


class DiffBlock(LongBlock[DiffRow]):
    """The hunks of one file, and what stands between them."""

    def __init__(
        self,
        index: DiffIndex,
        file: FileSpan | None = None,
        pace: Pace | None = None,
        panning: Panning | None = None,
        notes: Mapping[int, str] | None = None,
    ) -> None:
        super().__init__(panning)
        self._index = index
        self._code = DiffCode(index, file, pace, notes)
        self.start = self._code.start
        self._stop = self._code.stop

    def stops(self) -> list[int]:
        """Return the lines where its hunks begin."""
        return [hunk.start for hunk in self._code.hunks]

    def _cut(self, width: int) -> Chunks:  # noqa: ARG002 - the same lines at any width
        starts = range(self.start, self._stop, CHUNK_LINES)
        return Chunks(starts, [min(CHUNK_LINES, self._stop - start) for start in starts])

    def _open(self, chunk: int, width: int) -> Sequence[DiffRow]:
        start = self.start + chunk * CHUNK_LINES
        room = self._panning.room(self._gutter(width).room(width))
        numbers = range(start, min(start + CHUNK_LINES, self._stop))
        return [DiffRow(number, self._code.height(number, room)) for number in numbers]

    def _draw(self, line: DiffRow, width: int) -> Sequence[Content]:
        found = self._code.line(line.at)
        text = self._code.drawn(line.at)
        gutter = self._gutter(width)
        room = gutter.room(width)
        colours = self._code.colours(line.at, found.kind) + self._word_spans(line.at, found.kind, text)
        seen = [self._panning.window(text, row, room) for row in rows_of(text, self._panning.room(room))]
        noted = len(self._code.notes.get(line.at, ""))
        return diff_rows(found, text, seen, colours=colours, gutter=gutter, width=width, noted=noted)

    def _gutter(self, width: int) -> Gutter:
        return Gutter(self._code.digits, both=width >= WIDE)

    def _word_spans(self, number: int, kind: str, text: str) -> list[Span]:
        """Return the mark on what changed in a line, where as many lines were removed as stand added below them."""
        partner = self._partner(number, kind) if kind in _WORD_STYLES else None
        if partner is None:
            return []
        other = self._code.drawn(partner)
        found = changed_stretches(*((text, other) if kind == "-" else (other, text)))
        return [Span(start, end, _WORD_STYLES[kind]) for start, end in found[kind == "+"]] if found else []

    def _partner(self, number: int, kind: str) -> int | None:
        """Return the line that a removed line became, or that an added line was."""
        if kind == "-":
            first = self._past(number, -1, "-") + 1
            middle = self._past(number, 1, "-")
        else:
            middle = self._past(number, -1, "+") + 1
            first = self._past(middle - 1, -1, "-") + 1
        count = middle - first
        if not 0 < count == self._past(middle, 1, "+") - middle <= MOST_PAIRED:
            return None
        return number + count if kind == "-" else number - count

    def _past(self, number: int, step: int, sign: str) -> int:
        """Return the first line from `number` in one direction that has another sign, as far as pairs reach."""
        for _ in range(MOST_PAIRED + 1):
            if self._sign(number) != sign:
                break
            number += step
        return number

    def _sign(self, number: int) -> str:
        inside = self.start <= number < self._stop and self._index.hunk_at(number)
        return self._index.source(number)[:1] if inside else ""

    def _keeps(self, line: DiffRow) -> bool:
        return self._code.has_colours(line.at)
