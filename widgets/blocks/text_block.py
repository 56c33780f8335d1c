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

from playhead.text import PLAIN, TextStyle, line_without_credentials, value_without_credentials
from widgets.blocks.line_reader import LONG, LineReader
from widgets.blocks.long_block import Chunks, Line, LongBlock
from widgets.blocks.look import Look
from widgets.blocks.panning import Panning, Window
from widgets.present.code import CodeWindow, Pace
from widgets.present.palette import AFTER_GLYPH, BEFORE_GLYPH, CONTINUED_GLYPH, EVIDENCE, FAINT, FOLD
from widgets.present.sgr import spans_of

_ESCAPE_TAIL = re.compile(r"\x1b[^\x1b]{0,60}\Z")


@dataclass(frozen=True, slots=True)
class TextLine(Line):
    """A line of a text to before `end`, the style it begins in, and the chunk it is of."""

    end: int = 0
    state: TextStyle = PLAIN
    chunk: int = 0


class TextBlock(LongBlock[TextLine]):
    """The characters `start` to `end` of a text."""

    def __init__(  # noqa: PLR0917 - where a text begins and ends, and what the document shares
        self,
        text: str,
        look: Look,
        start: int = 0,
        end: int | None = None,
        pace: Pace | None = None,
        panning: Panning | None = None,
    ) -> None:
        super().__init__(None if look.words else panning)
        self.start = start
        self.end = len(text) if end is None else end
        self._text = text
        self._look = look
        self._pace = pace or Pace()
        self._ends: array[int] = array("q")
        self._reader = LineReader(text, look, 1)
        self._windows: dict[int, CodeWindow] = {}

    def _cut(self, width: int) -> Chunks:
        room = self._panning.room(max(1, width - self._look.margin))
        self._reader = LineReader(self._text, self._look, room)
        self._windows.clear()
        starts, ends, guesses = array("q"), array("q"), array("q")
        at, line_end = self.start, 0
        while at < self.end:
            end, line_end = self._chunk_end(at, room, line_end)
            starts.append(at)
            ends.append(end)
            lines = self._text.count("\n", at, end) + (self._text[end - 1] != "\n")
            guesses.append(max(1, lines, -(-(end - at) // room) if end - at > lines * room else 0))
            at = end
        self._ends = ends
        return Chunks(starts, guesses)

    def _chunk_end(self, at: int, room: int, line_end: int) -> tuple[int, int]:
        """Return where the chunk from `at` ends; `line_end` is, and stays, the end of a long line while within one."""
        if at >= line_end:
            if self.end - at <= LONG:
                return self.end, line_end
            newline = self._text.rfind("\n", at, at + LONG)
            if newline >= 0:
                return newline + 1, line_end
            newline = self._text.find("\n", at, self.end)
            line_end = self.end if newline < 0 else newline + 1
            if self._reader.overdrawn(at, line_end) > at:
                return line_end, line_end
        end = at + max(1, LONG // room) * room
        cut_escape = _ESCAPE_TAIL.search(self._text, max(at + 1, end - 60), end)
        return min(line_end, cut_escape.start() if cut_escape else end), line_end

    def _open(self, chunk: int, width: int) -> Sequence[TextLine]:  # noqa: ARG002 - cut for this width already
        at, end = self._starts[chunk], self._ends[chunk]
        state = self._reader.state_at(at)
        lines: list[TextLine] = []
        while at < end:
            newline = self._text.find("\n", at, end)
            stop = end if newline < 0 else newline + 1
            rows, after = self._reader.measure(at, stop, state)
            lines.append(TextLine(at, rows, stop, state, chunk))
            at, state = stop, after
        return lines

    def _draw(self, line: TextLine, width: int) -> Sequence[Content]:
        shown, _ = self._reader.shown(line.at, line.end, line.state)
        text = line_without_credentials(self._text, line.at, line.end, shown.text)
        if self._look.named and line.at == self.start:
            text = value_without_credentials(self._look.named, text)
        spans = [Span(0, len(text), self._look.style)] if self._look.style else []
        spans += spans_of(shown) or self._code_spans(line)
        spans += self._reader.marked_spans(line.at, line.end)
        spans += self._reader.dim_spans(line.at, line.end, text)
        rows = self._reader.rows(line.at, line.end, text)
        room = max(1, width - self._look.margin)
        seen = [self._panning.window(text, row, room) for row in rows]
        return [self._row(line, text, spans, window, number) for number, window in enumerate(seen)]

    def _bounds(self, line: TextLine) -> tuple[int, int]:
        return line.at, line.end

    def _row(self, line: TextLine, text: str, spans: list[Span], window: Window, number: int) -> Content:
        start, end = window.start, window.end
        prefix, lead = self._prefix(line, number)
        if window.before:
            prefix, lead = prefix[:-1] + BEFORE_GLYPH, [*lead, Span(len(prefix) - 1, len(prefix), FOLD)]
        shift = len(prefix) - start
        kept = [
            Span(max(span.start, start) + shift, min(span.end, end) + shift, span.style)
            for span in spans
            if span.start < end and span.end > start
        ]
        if not window.after:
            return Content(prefix + text[start:end], [*lead, *kept])
        whole = len(prefix) + end - start
        return Content(f"{prefix}{text[start:end]}{AFTER_GLYPH}", [*lead, *kept, Span(whole, whole + 1, FOLD)])

    def _prefix(self, line: TextLine, number: int) -> tuple[str, list[Span]]:
        """Return what stands before row `number` of a line: the margin, a prompt, the mark of the evidence."""
        look = self._look
        prefix = look.first if line.at == self.start and not number else look.prefix
        spans = [Span(0, len(prefix), look.prefix_style)] if prefix.strip() else []
        prefix += " " * self._reader.hang(line.at, line.end) if number else ""
        if look.marked and line.at < look.marked[1] and line.end > look.marked[0]:
            return "▌" + prefix[1:], [Span(0, 1, EVIDENCE)]
        if look.terminal and not look.numbered and (number or self._text[line.at - 1 : line.at] not in ("", "\n")):
            return CONTINUED_GLYPH + prefix[1:], [Span(0, 1, FAINT)]
        return prefix, spans

    def _code_spans(self, line: TextLine) -> list[Span]:
        if self._look.language is None:
            return []
        window = self._window(line.chunk)
        number = window.numbers.get(line.at)
        return [] if number is None else window.spans(number)

    def _window(self, chunk: int) -> CodeWindow:
        window = self._windows.get(chunk)
        if window is None:
            lines, _ = self._lines(chunk)
            skips = [self._reader.lead(line.at, line.end) for line in lines]
            texts = [self._reader.shown(line.at, line.end, PLAIN)[0].text for line in lines]
            numbers = {line.at: number for number, line in enumerate(lines)}
            window = CodeWindow(self._look.language or "", texts, skips, numbers, self._pace)
            self._windows[chunk] = window
        return window

    def _keeps(self, line: TextLine) -> bool:
        window = self._windows.get(line.chunk)
        return window is None or window.has(window.numbers.get(line.at, 0))
