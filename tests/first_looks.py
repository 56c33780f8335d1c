"""Writes `tui/first_looks.json`: how the first picture says each style in each theme, as the screen itself says it.

`python -m tests.first_looks`; a test holds the file to what is computed here.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

from rich.color import ColorSystem
from rich.console import Console
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from playhead.labels.schema import load_schema
from playhead.opening import open_tape
from tui.app import PlayheadApp
from tui.session import Session
from tui.theme_names import NAMES
from widgets.label_shelf import LabelShelf
from widgets.line_view import LineView
from widgets.present import palette
from widgets.run_header import RunHeader
from widgets.strips import strip_of
from widgets.timeline import Timeline

ROOT = Path(__file__).parents[1]
LOOKS = ROOT / "tui" / "first_looks.json"
DEPTHS = {"many": ColorSystem.TRUECOLOR, "256": ColorSystem.EIGHT_BIT}
STYLES = tuple(
    dict.fromkeys(
        (
            palette.PLAIN,
            palette.MUTED,
            palette.FAINT,
            palette.EMPHASIS,
            palette.FAILURE,
            palette.FAILURE_STRONG,
            palette.SUCCESS,
            palette.WARNING,
            palette.CHANGE,
            palette.LABEL,
        )
    )
)
_SGR = re.compile(r"\x1b\[([0-9;]*)mx\x1b\[0m")


def computed() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """Return by theme, depth of colour and place: the parameters of SGR that stand for each style."""
    return {theme: asyncio.run(_of_theme(theme)) for theme in NAMES.values()}


async def _of_theme(theme: str) -> dict[str, dict[str, dict[str, str]]]:
    tape = open_tape(ROOT / "sample_runs" / "careful-diagnosis.tape.jsonl")
    app = PlayheadApp(Session(schema=load_schema(None), theme=theme, read_only=True), tape=tape)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen
        header, timeline, shelf = (screen.query_one(one) for one in (RunHeader, Timeline, LabelShelf))
        return {name: _of_depth(header, timeline, shelf, depth) for name, depth in DEPTHS.items()}


def _of_depth(header: RunHeader, timeline: LineView, shelf: Widget, depth: ColorSystem) -> dict[str, dict[str, str]]:
    painter = timeline._painter
    row = timeline.visual_style
    cursor = row + painter._cursor_look()
    on_cursor = painter._on_cursor if cursor.reverse else painter.style_named
    rule = Style(background=row.background, foreground=shelf.styles.border_left[1])
    return {
        "header": _looks(header, header.visual_style, header._style_named, depth),
        "row": _looks(timeline, row, painter.style_named, depth),
        "cursor": _looks(timeline, cursor, on_cursor, depth),
        "rule": {"": _look(shelf, Content("x"), rule, painter.style_named, depth)},
    }


def _looks(widget: Widget, base: Style, named: Callable[[str | Style], Style], depth: ColorSystem) -> dict[str, str]:
    return {style: _look(widget, Content.assemble(("x", style)), base, named, depth) for style in STYLES}


def _look(
    widget: Widget, content: Content, base: Style, named: Callable[[str | Style], Style], depth: ColorSystem
) -> str:
    strip = strip_of(content, base, named)
    for one in widget.app.get_line_filters():
        strip = strip.apply_filter(one, widget.background_colors[1])
    for _, style, _ in strip:
        if style is not None:
            style._ansi = None  # it keeps what it was for the colours it was first asked in
    console = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
    console._color_system = depth
    found = _SGR.fullmatch(strip.render(console))
    return found[1] if found else ""


if __name__ == "__main__":
    LOOKS.write_text(json.dumps(computed(), indent=1) + "\n", encoding="utf-8")
