"""Rows as segments, with as few changes of style as look the same: each costs bytes on the wire."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style


def strip_of(content: Content, base: Style, style_named: Callable[[str | Style], Style]) -> Strip:
    """Return one row's segments, as few as look the same: every change of style costs bytes on the wire."""
    segments: list[Segment] = []
    for text, style in content.render(base, end="", parse_style=style_named):
        if text:
            _add(segments, text, (base + style).rich_style)
    return Strip(segments, content.cell_length)


def padded(strip: Strip, width: int, row: Style) -> Strip:
    """Return a strip of `width` cells."""
    missing = width - strip.cell_length
    if missing <= 0:
        return strip.crop(0, width)
    segments = list(strip)
    _add(segments, " " * missing, row.rich_style)
    return Strip(segments, width)


def _add(segments: list[Segment], text: str, look: RichStyle) -> None:
    """Add a stretch to a row; blanks join the stretch before them where nothing of its look shows on a blank."""
    if segments:
        before, last, _ = segments[-1]
        if last is not None and (last == look or (text.isspace() and _blanks_alike(last, look))):
            segments[-1] = Segment(before + text, last)
            return
    segments.append(Segment(text, look))


def _blanks_alike(one: RichStyle, other: RichStyle) -> bool:
    lined = one.underline or one.reverse or one.strike or other.underline or other.reverse or other.strike
    return not lined and one.bgcolor == other.bgcolor
