"""A line that is being typed, as it is shown: every character visible, the cursor always in sight."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from playhead.text import clean, visible
from widgets.line_editing import EditedLine
from widgets.present.fit import cut
from widgets.present.palette import EMPHASIS, MUTED, PLAIN

CURSOR = "reverse"
_TITLE_AT_MOST = 0.4


def prompt_content(title: str, line: EditedLine, width: int) -> Content:
    """Return title and line in at most `width` cells. Line feeds are shown as ⏎, other controls as their signs."""
    head = cut(f" {clean(title)} ", int(width * _TITLE_AT_MOST))
    room = max(1, width - cell_len(head) - 2)
    at = _shown(line.text[line.cursor]) if line.cursor < len(line.text) else " "
    before, left_out = _end_of(line.text[: line.cursor], room - cell_len(at))
    after = cut(_shown(line.text[line.cursor + 1 : line.cursor + 1 + width]), room - cell_len(at) - cell_len(before))
    return Content.assemble(
        (head, EMPHASIS), ("…" if left_out else " ", MUTED), (before, PLAIN), (at, CURSOR), (after, PLAIN)
    ).truncate(max(0, width))


def _end_of(text: str, cells: int) -> tuple[str, bool]:
    """Return as much of the end of a text as fits, shown, and whether something is left out."""
    near = text[-(4 * max(0, cells) + 8) :]
    taken, start = "", len(near)
    while start:
        longer = _shown(near[start - 1 :])
        if cell_len(longer) > cells:
            return taken, True
        taken, start = longer, start - 1
    return taken, len(near) < len(text)


def _shown(text: str) -> str:
    return visible(text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "⏎"))
