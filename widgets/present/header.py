"""The head of a run in one line, as styled text."""

from __future__ import annotations

from textual.content import Content

from playhead.model import Tape
from widgets.present.header_pieces import SaveState, cells_of, header_pieces

__all__ = ["SaveState", "header_content"]


def header_content(
    tape: Tape | None,
    width: int,
    *,
    labels: int,
    saving: SaveState,
    place: tuple[int, int] | None,
    note: str = "",
    blind: bool = False,
    life: str = "",
) -> Content:
    """Return the header in exactly `width` cells: what matters least goes first, outcome and saved state stay."""
    pieces = header_pieces(tape, width, labels=labels, saving=saving, place=place, note=note, blind=blind, life=life)
    if cells_of(pieces[:-1]) >= width:
        return Content.assemble(*pieces[:-1]).truncate(width, ellipsis=True)
    return Content.assemble(*pieces)
