"""The gate alone, as rows: each string through both of its doors, a strip and a frame, and every byte judged."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from playhead.text import clean, terminal_line
from tests.soak.text.judged import Judged
from tests.soak.text.strings import hostile_strings
from tui.terminal_frames import TerminalFrames
from widgets.present.sgr import spans_of
from widgets.strips import padded, strip_of

WIDTH = 160
_AT_ONCE = 200
_PLAIN = Style()

Door = Callable[[str], Content]


def named(text: str, gate: Callable[[str], str] = clean) -> Content:
    """Return a name, a title or another single line as panes show it."""
    return Content(gate(text))


def output(text: str) -> Content:
    """Return a line of output as panes show it, in its colours."""
    line, _ = terminal_line(text)
    return Content(line.text, spans_of(line))


DOORS: dict[str, Door] = {"names": named, "lines of output": output}


def rows(seed: int, first: int, count: int, doors: dict[str, Door] | None = None) -> Judged:
    """Return what is sent for `count` strings through each door; number `first` is the first one's."""
    judged = Judged()
    strings = hostile_strings(seed, first)
    for _ in range(0, count, _AT_ONCE):
        some = list(islice(strings, _AT_ONCE))
        for place, door in (doors or DOORS).items():
            strips = [padded(strip_of(door(one), _PLAIN, _style), WIDTH, _PLAIN) for one in some]
            judged.take(place, _sent(strips), (WIDTH, _AT_ONCE))
    return judged


def _style(style: str | Style) -> Style:
    return style if isinstance(style, Style) else _PLAIN


def _sent(strips: list[Strip]) -> bytes:
    """Return the text of strips, and the frame that shows them on an empty screen."""
    update = LayoutUpdate([[strip] for strip in strips], Region(0, 0, WIDTH, len(strips)))
    text = "\n".join(_text(strip) for strip in strips)
    frame = TerminalFrames().frame(update, ColorSystem.TRUECOLOR)
    return f"{text}\n{frame}".encode("utf-8", "surrogatepass")


def _text(strip: Strip) -> str:
    return "".join(segment.text for segment in strip if isinstance(segment, Segment))
