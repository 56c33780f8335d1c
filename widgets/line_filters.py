"""The last stop before the terminal: rows without colour, rows in ASCII."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from playhead.text import drawn_in_ascii

_NO_COLOURS = Style.from_color(RichColor.default(), RichColor.default())


@lru_cache(1024)
def _without_colour(style: Style) -> Style:
    return style + _NO_COLOURS


class NoColours(LineFilter):
    """Keeps bold, dim, reverse and underline, and takes every colour away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's call
        """Return the row in the terminal's own two colours."""
        return [
            Segment(text, None if style is None else _without_colour(style), control)
            for text, style, control in segments
        ]


class OnlyAscii(LineFilter):
    """Puts ASCII for every glyph, cell for cell, so that nothing moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's call
        """Return the row in ASCII."""
        return [Segment(drawn_in_ascii(text), style, control) for text, style, control in segments]
