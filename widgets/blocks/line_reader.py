r"""Single lines of a text as they are shown: through the gate, numbers set apart, overdrawn progress left out."""

from __future__ import annotations

import re
from bisect import bisect_right

from textual.content import Span

from playhead.text import PLAIN, TAB_STOP, StyledLine, TextStyle, style_after, terminal_line, visible
from widgets.blocks.look import Look
from widgets.blocks.wrapping import Slice, hard_rows, shorter_rule, soft_rows, word_rows
from widgets.present.markdown import MarkedLine, marked_line
from widgets.present.sgr import without_ends

LONG = 8192
"""A line that is longer is cut into slices, or left out as far as it was drawn over."""
LOOK_BACK = 65_536
CODE_TAB = 4
OUTPUT_HANG = 2
_NUMBERED = re.compile(r"[ ]{0,8}(\d{1,9})(?:→|\t|: )")


class LineReader:
    """The lines of a text, each by the offsets it lies between, for rows of `room` cells."""

    def __init__(self, text: str, look: Look, room: int) -> None:
        self._text = text
        self._look = look
        self._room = room
        self._dim_ends = [end for _, end in look.dim]

    def shown(self, at: int, end: int, state: TextStyle) -> tuple[StyledLine, TextStyle]:
        """Return a line as it is shown, and the style the next one starts with."""
        number, length = self._number(at, end)
        if number:
            code = self._text[at + length : end].removesuffix("\n").removesuffix("\r")
            return StyledLine(number + visible(code.expandtabs(CODE_TAB))), state
        if self._look.terminal:
            raw = self._text[self.overdrawn(at, end) : end].removesuffix("\n")
            line, after = terminal_line(raw, state)
            return without_ends(line, *shorter_rule(line.text, self._room)), after
        if self._look.markdown:
            return StyledLine(self._marked(at, end).text), PLAIN
        return StyledLine(self._plain(at, end)), PLAIN

    def measure(self, at: int, end: int, state: TextStyle) -> tuple[int, TextStyle]:
        """Return how many rows a line takes, and the style the next one starts with."""
        line, after = self.shown(at, end, state)
        if len(line.text) <= self._room and line.text.isascii():
            return 1, after
        return len(self.rows(at, end, line.text)), after

    def rows(self, at: int, end: int, shown: str) -> list[Slice]:
        """Return where a line as shown breaks into rows; a slice of a long line does so by arithmetic."""
        if self._look.words:
            if self._look.markdown and not self._marked(at, end).flows:
                return hard_rows(shown, self._room)
            return word_rows(shown, self._room, self.hang(at, end))
        if end - at > LONG // 2:
            return hard_rows(shown, self._room)
        return soft_rows(shown, self._room, self.hang(at, end))

    def hang(self, at: int, end: int) -> int:
        """Return how far the later rows of a line are indented: to where its code begins, in output a little."""
        if end - at > LONG // 2:
            return 0
        if self._look.words:
            gap = self._marked(at, end).hang if self._look.markdown else 0
            return gap if gap < self._room // 2 else 0
        gap = len(self._number(at, end)[0]) or (OUTPUT_HANG if self._look.terminal else 0)
        return gap if gap < self._room // 2 else 0

    def lead(self, at: int, end: int) -> int:
        """Return how many characters of a line as shown are a number that the harness put before it."""
        number = self._number(at, end)[0]
        if number:
            return len(number)
        for start, stop in self._dims(at, end):
            if start == at and stop < end:
                return len(self.shown(at, stop, PLAIN)[0].text)
        return 0

    def marked_spans(self, at: int, end: int) -> list[Span]:
        """Return what Markdown says of a line."""
        return list(self._marked(at, end).spans) if self._look.markdown else []

    def dim_spans(self, at: int, end: int, shown: str) -> list[Span]:
        """Return the spans of what the harness put into a line."""
        style = self._look.dim_style
        lead = self.lead(at, end)
        spans = [Span(0, lead, style)] if lead else []
        for start, stop in self._dims(at, end):
            if start <= at and stop >= end - 1:
                return [Span(0, len(shown), style)]
            if start > at and len(shown) >= end - at - 1:
                spans.append(Span(start - at, min(stop - at, len(shown)), style))
        return spans

    def overdrawn(self, at: int, end: int) -> int:
        """Return where the last drawing of a long progress line begins, `at` if nothing is overdrawn."""
        if end - at <= LONG or not self._look.terminal:
            return at
        last = self._text.rfind("\r", at, end - 2)
        if last < at or end - last > LONG:
            return at
        earlier = self._text.find("\r", max(at, end - LONG), last)
        return (earlier if earlier >= 0 else last) + 1

    def state_at(self, at: int) -> TextStyle:
        """Return the style that what stands before `at` leaves behind, as far as 64 KiB back tell."""
        back = max(0, at - LOOK_BACK)
        if not self._look.terminal or self._text.find("\x1b[", back, at) < 0:
            return PLAIN
        return style_after(self._text, back, at)

    def _plain(self, at: int, end: int) -> str:
        return visible(self._text[at:end].removesuffix("\n").removesuffix("\r").expandtabs(TAB_STOP))

    def _marked(self, at: int, end: int) -> MarkedLine:
        return marked_line(self._plain(at, end))

    def _number(self, at: int, end: int) -> tuple[str, int]:
        """Return a line's number as it is shown, and how many characters of the text it takes there."""
        found = _NUMBERED.match(self._text, at, end) if self._look.numbered else None
        return (f"{found[1]:>4}  ", found.end() - at) if found else ("", 0)

    def _dims(self, at: int, end: int) -> list[tuple[int, int]]:
        place = bisect_right(self._dim_ends, at)
        found = []
        while place < len(self._dim_ends) and self._look.dim[place][0] < end:
            found.append(self._look.dim[place])
            place += 1
        return found
