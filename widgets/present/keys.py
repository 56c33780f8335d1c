"""The footer: the keys that matter now, or what there is to say."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from playhead.text import clean
from widgets.present.fit import cut
from widgets.present.palette import FAILURE_STRONG, KEY, MUTED, PLAIN


def hints_content(hints: Sequence[tuple[str, str]], width: int) -> Content:
    """Return `l h step  space read on ...` in at most `width` cells: whole hints only, the first ones."""
    pieces: list[tuple[str, str]] = [(" ", PLAIN)]
    used = 1
    for keys, title in hints:
        lead = "  " if used > 1 else ""
        wanted = cell_len(lead) + cell_len(keys) + 1 + cell_len(title)
        if used + wanted > width - 1:
            break
        pieces += [(lead + keys, KEY), (f" {title}", MUTED)]
        used += wanted
    return Content.assemble(*pieces).truncate(max(0, width))


def message_content(message: str, width: int, *, problem: bool) -> Content:
    """Return a message in one line of at most `width` cells; a problem stands out without colour too."""
    text = f"! {clean(message)}" if problem else clean(message)
    return Content.styled(cut(f" {text}", width), FAILURE_STRONG if problem else PLAIN)
