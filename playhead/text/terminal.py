r"""One line of terminal output as styled text: what it would look like, with nothing of it obeyed but colour.

Honoured are SGR, tabs, and what leaves a progress line as it was last seen: `\r` and EL (`CSI K`). Every other
sequence shows as it was written, its controls as glyphs. Text in the colour of its background is shown all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from playhead.text.glyphs import cell_width, clean
from playhead.text.sgr import PLAIN, TextStyle, sgr

LINE_LIMIT = 20_000
TAB_STOP = 8


@dataclass(frozen=True, slots=True)
class StyleRun:
    """A style that is not PLAIN, over characters `start` to `end` of a line's text."""

    start: int
    end: int
    style: TextStyle


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A line as it is shown. `more` characters of it were not looked at; `overwritten`: some were drawn over."""

    text: str
    styles: tuple[StyleRun, ...] = ()
    more: int = 0
    overwritten: bool = False


_SGR = r"\x1b\[(?P<sgr>[0-9;:]{0,200})m"
_TOKEN = re.compile(_SGR + r"|\x1b\[(?P<erase>[012]?)K|(?P<control>[\r\t])")
_ONLY_SGR = re.compile(_SGR)


def split_lines(text: str) -> list[str]:
    """Return the lines of an output as a terminal has them: only LF and CRLF end one, and a last LF opens none."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def terminal_line(raw: str, style: TextStyle = PLAIN, limit: int = LINE_LIMIT) -> tuple[StyledLine, TextStyle]:
    """Return one raw output line as it is shown, and the style that the next line starts with.

    At most `limit` characters are drawn, `StyledLine.more` counts the others; their SGR still reaches the next
    line. Of a line that was drawn over and over the last drawings are taken. Time is linear in the length.
    """
    raw = raw.rstrip("\r")
    overwritten = "\r" in raw
    if style == PLAIN and raw.isascii() and raw.isprintable() and len(raw) <= limit:
        return StyledLine(raw), style
    if len(raw) > limit and overwritten:
        start = max(raw.rfind("\r") + 1 - limit // 2, 0)
        start = raw.find("\r", start) + 1 if start else 0
        style = style_after(raw, 0, start, style)
        raw = raw[start:]
        limit += raw.rfind("\r") + 1
    more = max(0, len(raw) - limit)
    shown = raw[:limit] if more else raw
    overwritten = overwritten or "\x1b[2K" in shown or "\x1b[1K" in shown
    pieces = list(_pieces(shown, style))
    text, runs = (_overdrawn if overwritten else _drawn)(pieces)
    after = style_after(raw, 0, len(raw), style) if more else pieces[-1][1]
    return StyledLine(text, runs, more, overwritten), after


Piece = tuple[str, TextStyle]
"""A stretch of clean text, or one of CR, TAB, ERASE_*, with the style it is written in."""

_ERASE = {"": "\x00", "0": "\x00", "1": "\x01", "2": "\x02"}
_NOTHING = {"", *_ERASE.values()}


def _pieces(raw: str, style: TextStyle) -> Iterator[Piece]:
    done = 0
    for found in _TOKEN.finditer(raw):
        if found.start() > done:
            yield clean(raw[done : found.start()]), style
        done = found.end()
        if found["sgr"] is not None:
            style = sgr(style, found["sgr"])
        elif found["control"] is not None:
            yield found["control"], style
        else:
            yield _ERASE[found["erase"]], style
    yield clean(raw[done:]), style


def style_after(raw: str, start: int, end: int, style: TextStyle = PLAIN) -> TextStyle:
    """Return the style that characters `start` to `end` leave behind; what stands before a reset is not looked at."""
    start = max(start, raw.rfind("\x1b[0m", start, end), raw.rfind("\x1b[m", start, end))
    for found in _ONLY_SGR.finditer(raw, start, end):
        style = sgr(style, found["sgr"])
    return style


def _drawn(pieces: list[Piece]) -> tuple[str, tuple[StyleRun, ...]]:
    """Return text and styles of a line that is written once, from left to right."""
    texts: list[str] = []
    runs: list[StyleRun] = []
    length = column = 0
    for piece, style in pieces:
        text = " " * (TAB_STOP - column % TAB_STOP) if piece == "\t" else piece
        if text in _NOTHING:
            continue
        texts.append(text)
        _extend(runs, length, length + len(text), style)
        length += len(text)
        column += cell_width(text)
    return "".join(texts), tuple(runs)


def _extend(runs: list[StyleRun], start: int, end: int, style: TextStyle) -> None:
    if style == PLAIN:
        return
    if style.foreground is not None and style.foreground == style.background:
        style = replace(style, background=None)
    if runs and runs[-1].end == start and runs[-1].style == style:
        start = runs.pop().start
    runs.append(StyleRun(start, end, style))


def _overdrawn(pieces: list[Piece]) -> tuple[str, tuple[StyleRun, ...]]:
    """Return text and styles of what is left of a line whose cells were written more than once."""
    cells: list[Piece] = []  # one a column; the second column of a wide character holds no text
    column = 0
    for text, style in pieces:
        if text == "\r":
            column = 0
        elif text == "\x00":
            _cut(cells, column)
        elif text == "\x02":
            cells.clear()
        elif text == "\x01":
            _cut_left(cells, column)
        elif text == "\t":
            column += TAB_STOP - column % TAB_STOP
            cells.extend([(" ", style)] * (column - len(cells)))
        else:
            column = _write(cells, column, text, style)
    runs: list[StyleRun] = []
    length = 0
    for text, style in cells:
        _extend(runs, length, length + len(text), style)
        length += len(text)
    return "".join(text for text, _ in cells), tuple(run for run in runs if run.end > run.start)


def _cut(cells: list[Piece], column: int) -> None:
    if column < len(cells) and column and not cells[column][0]:
        cells[column - 1] = (" ", cells[column - 1][1])
    del cells[column:]


def _cut_left(cells: list[Piece], column: int) -> None:
    column = min(column, len(cells))
    if column < len(cells) and not cells[column][0]:
        column += 1
    cells[:column] = [(" ", PLAIN)] * column


def _write(cells: list[Piece], column: int, text: str, style: TextStyle) -> int:
    """Write over the cells from `column`, never leaving half a wide character; return the column after."""
    cells.extend([(" ", PLAIN)] * (column - len(cells) if text else 0))
    for character in text:
        width = cell_width(character)
        if not width and column and cells[column - 1 : column]:
            place = column - 1 if cells[column - 1][0] or column == 1 else column - 2
            cells[place] = (cells[place][0] + character, cells[place][1])
            continue
        for place in range(column, column + max(width, 1)):
            if place == len(cells):
                cells.append((" ", style))
            elif not cells[place][0]:
                cells[place - 1] = (" ", cells[place - 1][1])
                cells[place] = (" ", cells[place][1])
            elif place + 1 < len(cells) and not cells[place + 1][0]:
                cells[place + 1] = (" ", cells[place + 1][1])
        cells[column] = (character, style)
        if width == 2:
            cells[column + 1] = ("", style)
        column += max(width, 1)
    return column
