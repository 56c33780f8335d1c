"""The lines of one file's diff as they are shown: through the gate, with the colours of their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.content import Span

from playhead.edits.diff_index import DiffIndex, DiffLine, FileSpan, HunkSpan
from playhead.edits.hunk_lines import HunkLines
from playhead.edits.languages import language_of
from playhead.text import credentials_are_shown, line_without_credentials, visible
from widgets.blocks.wrapping import Slice, hard_rows, soft_rows
from widgets.present.code import CodeWindow, Pace

CODE_TAB = 4
WINDOW_LINES = 200
"""A lexer starts afresh at a hunk and, in a long one, every so many lines."""
SOFT_LIMIT = 4_096
_AROUND = 200
"""Lines above and below one that are looked at for a private key."""


class DiffCode:
    """Lines by their number in the diff's text; `start` and `stop` are those of the file's hunks.

    `notes` are sentences of ours about hunks, by the lines of their heads: they stand at the end of these.
    """

    def __init__(
        self, index: DiffIndex, file: FileSpan | None, pace: Pace | None, notes: Mapping[int, str] | None = None
    ) -> None:
        self.index = index
        self.notes = notes or {}
        self.hunks = file.hunks if file else index.hunks
        self.start = self.hunks[0].start if self.hunks else (file.start if file else 0)
        self.stop = file.stop if file else index.line_count
        last = self.hunks[-1] if self.hunks else None
        self.digits = max(3, len(str(max(last.old_start, last.new_start) + last.stop - last.start if last else 1)))
        self._hunk_lines = HunkLines(index)
        self._language = language_of(file.path) if file else None
        self._windows: dict[tuple[int, str], CodeWindow] = {}
        self._pace = pace or Pace()

    def line(self, number: int) -> DiffLine:
        """Return a line with what it is."""
        line = self._hunk_lines.line(number)
        note = self.notes.get(number)
        return line if note is None else replace(line, text=f"{line.text.rstrip()}  {note}")

    def text(self, number: int) -> str:
        """Return a line without its sign, safe to print."""
        return shown(self.line(number).text)

    def drawn(self, number: int) -> str:
        """Return a line as `text` does, without credentials: also of those that are spread over lines around it."""
        line = self.text(number)
        if credentials_are_shown():
            return line
        above = self.index.text_of(max(0, number - _AROUND), number)
        source, below = (
            self.index.source(number),
            self.index.text_of(number + 1, min(self.index.line_count, number + _AROUND)),
        )
        return line_without_credentials(f"{above}{source}\n{below}", len(above), len(above) + len(source), line)

    def height(self, number: int, room: int) -> int:
        """Return how many rows of `room` cells a line takes."""
        source = self.index.source(number)
        if len(source) <= room and number not in self.notes and source.isascii() and source.isprintable():
            return 1
        return len(rows_of(self.text(number), room))

    def colours(self, number: int, kind: str) -> list[Span]:
        """Return the colours of a line; none yet where the frame's time is over."""
        window = self._window_of(number, kind)
        return window.spans(window.numbers[number]) if window and number in window.numbers else []

    def has_colours(self, number: int) -> bool:
        """Return whether a line has the colours it will have."""
        window = self._window_of(number, self.line(number).kind)
        return window is None or number not in window.numbers or window.has(window.numbers[number])

    def _window_of(self, number: int, kind: str) -> CodeWindow | None:
        hunk = self.index.hunk_at(number) if self._language and kind in " +-" else None
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
            source = self.index.source(number)
            if source[:1] in ("", " ", side):
                numbers[number] = len(lines)
                lines.append(shown(source[1:]))
        return CodeWindow(self._language or "", lines, [0] * len(lines), numbers, self._pace)


def shown(text: str) -> str:
    """Return a line of a diff, without its sign, as it is shown."""
    return visible(text.removesuffix("\r").expandtabs(CODE_TAB))


def rows_of(text: str, room: int) -> list[Slice]:
    """Return where a shown line breaks into rows of `room` cells."""
    return soft_rows(text, room) if len(text) <= SOFT_LIMIT else hard_rows(text, room)
