"""A block of one file's part of a diff: line numbers, signs, tint, syntax colours, made for the lines in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content, Span

from playhead.edits.diff_index import DiffIndex, FileSpan, HunkSpan
from playhead.edits.hunk_lines import HunkLines
from playhead.edits.languages import language_of
from playhead.text import clean
from widgets.blocks.long_block import Chunks, Line, LongBlock
from widgets.blocks.wrapping import Slice, hard_rows, soft_rows
from widgets.present.code import CodeWindow, Pace
from widgets.present.diff import Gutter, diff_rows
from widgets.present.palette import ADDED_WORD, REMOVED_WORD
from widgets.present.words import changed_stretches

CODE_TAB = 4
CHUNK_LINES = 128
WINDOW_LINES = 200
"""A lexer starts afresh at a hunk and, in a long one, every so many lines."""
SOFT_LIMIT = 4_096
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

    def __init__(self, index: DiffIndex, file: FileSpan | None = None, pace: Pace | None = None) -> None:
        super().__init__()
        self._index = index
        self._hunk_lines = HunkLines(index)
        self._file = file
        hunks = file.hunks if file else index.hunks
        self.start = hunks[0].start if hunks else (file.start if file else 0)
        self._stop = file.stop if file else index.line_count
        self._language = language_of(file.path) if file else None
        last = hunks[-1] if hunks else None
        largest = max(last.old_start, last.new_start) + last.stop - last.start if last else 1
        self._digits = max(3, len(str(largest)))
        self._windows: dict[tuple[int, str], CodeWindow] = {}
        self._pace = pace or Pace()

    def _cut(self, width: int) -> Chunks:  # noqa: ARG002 - the same lines at any width
        starts = range(self.start, self._stop, CHUNK_LINES)
        return Chunks(starts, [min(CHUNK_LINES, self._stop - start) for start in starts])

    def _open(self, chunk: int, width: int) -> Sequence[DiffRow]:
        start = self.start + chunk * CHUNK_LINES
        room = self._gutter(width).room(width)
        rows = []
        for number in range(start, min(start + CHUNK_LINES, self._stop)):
            source = self._index.source(number)
            if len(source) <= room and source.isascii() and source.isprintable():
                rows.append(DiffRow(number, 1))
            else:
                rows.append(DiffRow(number, len(_rows(_shown(self._hunk_lines.line(number).text), room))))
        return rows

    def _draw(self, line: DiffRow, width: int) -> Sequence[Content]:
        found = self._hunk_lines.line(line.at)
        text = _shown(found.text)
        gutter = self._gutter(width)
        colours = self._colours(line.at, found.kind) + self._word_spans(line.at, found.kind, text)
        rows = _rows(text, gutter.room(width))
        return diff_rows(found, text, rows, colours=colours, gutter=gutter, width=width)

    def _gutter(self, width: int) -> Gutter:
        return Gutter(self._digits, both=width >= WIDE)

    def _colours(self, number: int, kind: str) -> list[Span]:
        window = self._window_of(number, kind)
        return window.spans(window.numbers[number]) if window and number in window.numbers else []

    def _word_spans(self, number: int, kind: str, text: str) -> list[Span]:
        """Return the mark on what changed in a line, where as many lines were removed as stand added below them."""
        partner = self._partner(number, kind) if kind in _WORD_STYLES else None
        if partner is None:
            return []
        other = _shown(self._index.source(partner)[1:])
        found = changed_stretches(*((text, other) if kind == "-" else (other, text)))
        start, end = found[kind == "+"] if found else (0, 0)
        return [Span(start, end, _WORD_STYLES[kind])] if end > start else []

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
        window = self._window_of(line.at, self._hunk_lines.line(line.at).kind)
        return window is None or line.at not in window.numbers or window.has(window.numbers[line.at])

    def _window_of(self, number: int, kind: str) -> CodeWindow | None:
        hunk = self._index.hunk_at(number) if self._language and kind in " +-" else None
        if hunk is None or number == hunk.start:
            return None
        side = "-" if kind == "-" else "+"
        start = hunk.start + 1 + (number - hunk.start - 1) // WINDOW_LINES * WINDOW_LINES
        window = self._windows.get((start, side))
        if window is None:
            window = self._windows[start, side] = self._read(hunk, start, side)
        return window

    def _read(self, hunk: HunkSpan, start: int, side: str) -> CodeWindow:
        numbers: dict[int, int] = {}
        lines: list[str] = []
        for number in range(start, min(start + WINDOW_LINES, hunk.stop)):
            source = self._index.source(number)
            if source[:1] in ("", " ", side):
                numbers[number] = len(lines)
                lines.append(_shown(source[1:]))
        return CodeWindow(self._language or "", lines, [0] * len(lines), numbers, self._pace)


def _shown(text: str) -> str:
    return clean(text.removesuffix("\r").expandtabs(CODE_TAB))


def _rows(text: str, room: int) -> list[Slice]:
    return soft_rows(text, room) if len(text) <= SOFT_LIMIT else hard_rows(text, room)
