r"""A block of text of any size: an output, a message, a command, raw bytes. Only rows in sight are read.

The text is cut into chunks of whole lines of about 8 KiB; a longer line is cut into slices that fill whole rows, so
that row k of a 10 MB line is found by arithmetic. What `\r` overdraws in such a line is left out, as a terminal does.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content, Span

from playhead.text import PLAIN, TAB_STOP, StyledLine, TextStyle, clean, terminal_line
from widgets.blocks.long_block import Chunks, Line, LongBlock
from widgets.blocks.wrapping import Slice, hard_rows, row_count, shorter_rule, word_rows
from widgets.present.code import CodeWindow, Pace
from widgets.present.palette import EVIDENCE, FAINT
from widgets.present.sgr import spans_of, without_ends

CHUNK = 8192
LOOK_BACK = 65_536
_SGR = re.compile(r"\x1b\[[0-9;:]{0,200}m")
_ESCAPE_TAIL = re.compile(r"\x1b[^\x1b]{0,60}\Z")


@dataclass(frozen=True, slots=True)
class Look:
    r"""How a text is set: what stands before its first row and before the others, its style, how it wraps.

    `terminal`: it was printed to one, so SGR is colour and `\r` draws over. `words`: prose, broken between words.
    `language`: a name pygments knows; None for no colours but the text's own.
    `marked`: the evidence, in offsets of the text. `dim`: stretches of wrapping within lines, ascending.
    """

    first: str = " "
    prefix: str = " "
    prefix_style: str = FAINT
    style: str = ""
    terminal: bool = False
    words: bool = False
    language: str | None = None
    marked: tuple[int, int] | None = None
    dim: tuple[tuple[int, int], ...] = ()
    dim_style: str = FAINT

    @property
    def margin(self) -> int:
        """How many cells of a row are not the text's: the prefix, and one free at the right."""
        return len(self.prefix) + 1


@dataclass(frozen=True, slots=True)
class TextLine(Line):
    """A line of a text to before `end`, where its text is read from, and the style it begins in."""

    end: int = 0
    state: TextStyle = PLAIN
    chunk: int = 0


class TextBlock(LongBlock[TextLine]):
    """The characters `start` to `end` of a text."""

    def __init__(self, text: str, look: Look, start: int = 0, end: int | None = None, pace: Pace | None = None) -> None:
        super().__init__()
        self.text = text
        self.look = look
        self._pace = pace or Pace()
        self.start = start
        self.end = len(text) if end is None else end
        self._ends: array[int] = array("q")
        self._room = 1
        self._windows: dict[int, CodeWindow] = {}

    def _cut(self, width: int) -> Chunks:
        room = self._room = max(1, width - self.look.margin)
        starts, ends, guesses = array("q"), array("q"), array("q")
        at = self.start
        while at < self.end:
            end = self._chunk_end(at, room)
            starts.append(at)
            ends.append(end)
            lines = self.text.count("\n", at, end) + (self.text[end - 1] != "\n")
            guesses.append(max(1, lines, -(-(end - at) // room) if end - at > lines * room else 0))
            at = end
        self._ends = ends
        self._windows.clear()
        return Chunks(starts, guesses)

    def _chunk_end(self, at: int, room: int) -> int:
        if self.end - at <= CHUNK:
            return self.end
        newline = self.text.rfind("\n", at, at + CHUNK)
        if newline >= 0:
            return newline + 1
        newline = self.text.find("\n", at, self.end)
        line_end = self.end if newline < 0 else newline + 1
        if self._overdrawn(at, line_end) > at:
            return line_end
        end = at + max(1, CHUNK // room) * room
        cut_escape = _ESCAPE_TAIL.search(self.text, max(at + 1, end - 60), end)
        return min(line_end, cut_escape.start() if cut_escape else end)

    def _overdrawn(self, at: int, end: int) -> int:
        """Return where the last drawing of a long progress line begins, `at` if nothing is overdrawn."""
        if end - at <= CHUNK or not self.look.terminal:
            return at
        last = self.text.rfind("\r", at, end - 2)
        if last < at or end - last > CHUNK:
            return at
        earlier = self.text.find("\r", max(at, end - CHUNK), last)
        return (earlier if earlier >= 0 else last) + 1

    def _open(self, chunk: int, width: int) -> Sequence[TextLine]:  # noqa: ARG002 - cut for this width already
        at, end = self._starts[chunk], self._ends[chunk]
        state = self._state_at(at)
        lines: list[TextLine] = []
        while at < end:
            newline = self.text.find("\n", at, end)
            stop = end if newline < 0 else newline + 1
            rows, after = self._measure(at, stop, state)
            lines.append(TextLine(at, rows, stop, state, chunk))
            at, state = stop, after
        return lines

    def _measure(self, at: int, end: int, state: TextStyle) -> tuple[int, TextStyle]:
        shown, after = self._shown(at, end, state)
        room = self._room
        if len(shown.text) <= room and shown.text.isascii():
            return 1, after
        return len(self._rows_of(shown.text, room)) if self.look.words else row_count(shown.text, room), after

    def _rows_of(self, text: str, room: int) -> list[Slice]:
        return word_rows(text, room) if self.look.words else hard_rows(text, room)

    def _shown(self, at: int, end: int, state: TextStyle) -> tuple[StyledLine, TextStyle]:
        if self.look.terminal:
            line, after = terminal_line(self.text[self._overdrawn(at, end) : end].removesuffix("\n"), state)
            return without_ends(line, *shorter_rule(line.text, self._room)), after
        raw = self.text[at:end].removesuffix("\n").removesuffix("\r")
        return StyledLine(clean(raw.expandtabs(TAB_STOP))), PLAIN

    def _state_at(self, at: int) -> TextStyle:
        """Return the style that what stands before `at` leaves behind; a reset is looked for 64 KiB back."""
        back = max(0, at - LOOK_BACK)
        if not self.look.terminal or self.text.find("\x1b[", back, at) < 0:
            return PLAIN
        return terminal_line("".join(_SGR.findall(self.text, back, at)), PLAIN, LOOK_BACK)[1]

    def _draw(self, line: TextLine, width: int) -> Sequence[Content]:  # noqa: ARG002 - the same
        shown, _ = self._shown(line.at, line.end, line.state)
        rows = self._rows_of(shown.text, self._room)
        spans = [Span(0, len(shown.text), self.look.style)] if self.look.style else []
        spans += spans_of(shown) or self._code_spans(line)
        spans += self._dim_spans(line, shown.text)
        return [self._row(line, shown.text, spans, row, number) for number, row in enumerate(rows)]

    def _row(self, line: TextLine, text: str, spans: list[Span], row: Slice, number: int) -> Content:
        start, end = row
        prefix = self.look.first if line.at == self.start and not number else self.look.prefix
        shift = len(prefix) - start
        kept = [
            Span(max(span.start, start) + shift, min(span.end, end) + shift, span.style)
            for span in spans
            if span.start < end and span.end > start
        ]
        marked = self.look.marked
        if marked and line.at < marked[1] and line.end > marked[0]:
            prefix = "▌" + prefix[1:]
            kept.insert(0, Span(0, 1, EVIDENCE))
        elif prefix.strip():
            kept.insert(0, Span(0, len(prefix), self.look.prefix_style))
        return Content(prefix + text[start:end], kept)

    def _code_spans(self, line: TextLine) -> list[Span]:
        if self.look.language is None:
            return []
        window = self._window(line.chunk)
        number = window.numbers.get(line.at)
        return [] if number is None else window.spans(number)

    def _window(self, chunk: int) -> CodeWindow:
        window = self._windows.get(chunk)
        if window is None:
            lines, _ = self._lines(chunk)
            skips = [self._prefix_end(line) for line in lines]
            texts = [self._shown(line.at, line.end, PLAIN)[0].text for line in lines]
            numbers = {line.at: number for number, line in enumerate(lines)}
            window = CodeWindow(self.look.language or "", texts, skips, numbers, self._pace)
            self._windows[chunk] = window
        return window

    def _keeps(self, line: TextLine) -> bool:
        window = self._windows.get(line.chunk)
        return window is None or window.has(window.numbers.get(line.at, 0))

    def _prefix_end(self, line: TextLine) -> int:
        """Return how many characters of the line are a line number that the harness put before it."""
        for start, end in self._dims(line):
            if start == line.at and end < line.end:
                shown, _ = self._shown(line.at, end, PLAIN)
                return len(shown.text)
        return 0

    def _dims(self, line: TextLine) -> list[tuple[int, int]]:
        dims = self.look.dim
        low, high = 0, len(dims)
        while low < high:
            middle = (low + high) // 2
            if dims[middle][1] <= line.at:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(dims) and dims[low][0] < line.end:
            found.append(dims[low])
            low += 1
        return found

    def _dim_spans(self, line: TextLine, shown: str) -> list[Span]:
        spans = []
        for start, end in self._dims(line):
            if start <= line.at and end >= line.end - 1:
                spans.append(Span(0, len(shown), self.look.dim_style))
            elif start <= line.at:
                spans.append(Span(0, self._prefix_end(line) or end - line.at, self.look.dim_style))
            elif len(shown) >= line.end - line.at - 1:
                spans.append(Span(start - line.at, min(end - line.at, len(shown)), self.look.dim_style))
        return spans
