"""The colours a program gave its output, as styles of the screen."""

from __future__ import annotations

from functools import lru_cache

from textual.content import Span

from playhead.text import StyledLine, StyleRun, TextStyle
from widgets.present.palette import MUTED

_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_CUBE = (0, 95, 135, 175, 215, 255)
_ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


def spans_of(line: StyledLine) -> list[Span]:
    """Return the spans of a line that passed the gate."""
    return [Span(run.start, run.end, look) for run in line.styles if (look := style_of(run.style))]


def without_ends(line: StyledLine, start: int, end: int) -> StyledLine:
    """Return a line without its first `start` and last `end` characters."""
    if not start and not end:
        return line
    text = line.text[start : len(line.text) - end]
    styles = tuple(
        StyleRun(max(run.start - start, 0), min(run.end - start, len(text)), run.style)
        for run in line.styles
        if run.end > start and run.start - start < len(text)
    )
    return StyledLine(text, styles, line.more, line.overwritten)


@lru_cache(1024)
def style_of(style: TextStyle) -> str:
    """Return a style string; black, grey and white letters on no ground follow the theme, to be read on any."""
    words = [name for name in _ATTRIBUTES if getattr(style, name)]
    if style.background is not None:
        words.append(f"on {_colour(style.background)}")
    if style.foreground is not None:
        if style.background is None and style.foreground in (0, 8):
            words.append(MUTED)
        elif style.background is not None or style.foreground not in (7, 15):
            words.append(_colour(style.foreground))
    return " ".join(words)


def _colour(colour: int | tuple[int, int, int]) -> str:
    if isinstance(colour, tuple):
        return "rgb({},{},{})".format(*colour)
    if colour < 8:
        return f"ansi_{_NAMES[colour]}"
    if colour < 16:
        return f"ansi_bright_{_NAMES[colour - 8]}"
    if colour >= 232:
        grey = 8 + 10 * (colour - 232)
        return f"rgb({grey},{grey},{grey})"
    colour -= 16
    return f"rgb({_CUBE[colour // 36]},{_CUBE[colour // 6 % 6]},{_CUBE[colour % 6]})"
