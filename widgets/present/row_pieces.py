"""A step as one row of the timeline: number, kind, what was done, what came of it, its label.

Pieces of text with the names of their styles: nothing here imports the screen library, so that a first picture can
be drawn before it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from playhead.insight.rows import RowText, row_of
from playhead.model import Step
from playhead.text import clean
from widgets.present.fit import cut, pad, pad_left, shorten
from widgets.present.palette import (
    CHANGE,
    FAILURE_STRONG,
    FAINT,
    KIND_GLYPHS,
    LABEL,
    MUTED,
    PLAIN,
    SUCCESS,
    WARNING,
)

Piece = tuple[str, str]
"""A stretch of a row and the name of its style."""

SAYS = "“"
_LOOKED_AT = 1_000
_TITLE_AT_LEAST = 8


@dataclass(frozen=True, slots=True)
class RowPlace:
    """What a row shows beside its step: a label's dot, a span's bracket, the cursor; `digits` its number may take."""

    digits: int = 2
    dot: str = ""
    bracket: str = ""
    cursor: bool = False


def row_pieces(step: Step, width: int, place: RowPlace) -> tuple[Piece, ...]:
    """Return the row in exactly `width` cells. The title gives way; number, result and dot are never cut."""
    row = row_of(step)
    result = clean(row.result[:_LOOKED_AT])
    lead = f"{place.bracket or ' '}{'>' if place.cursor else ' '}"
    number = pad_left("" if step.n is None else str(step.n), place.digits)
    tail = cell_len(result) + (1 if result else 0) + 2
    room = width - cell_len(lead) - place.digits - 3 - tail
    if room < _TITLE_AT_LEAST:
        return _cramped(step, row, f"{lead}{number} {_glyph(step, row)}", place.dot, width)
    title = shorten(clean(row.title[:_LOOKED_AT]), room, clean(row.path[:_LOOKED_AT]) if row.path else None)
    return (
        (lead, LABEL if place.bracket else MUTED),
        (f"{number} ", MUTED),
        (f"{_glyph(step, row)} {pad(title, room)}", _title_style(step)),
        (f" {result}" if result else "", _result_style(step, row)),
        (" ", PLAIN),
        (place.dot or " ", LABEL if place.dot else PLAIN),
    )


def bracket(position: int, span: tuple[int, int] | None) -> str:
    """Return the piece of a span's bracket that stands in the row of `position`, "" outside of it."""
    if span is None or not min(span) <= position <= max(span):
        return ""
    if span[0] == span[1]:
        return "["
    return {min(span): "╭", max(span): "╰"}.get(position, "│")


def _cramped(step: Step, row: RowText, body: str, dot: str, width: int) -> tuple[Piece, ...]:
    """Return the row of a pane that has no room for a title beside its result."""
    said = clean((row.result or row.title)[:_LOOKED_AT])
    room = width - cell_len(body) - 3
    if room >= cell_len(said) or not row.result:
        body = f"{body} {cut(said, room)}"
    text = f"{pad(body, max(0, width - 2))} {dot or ' '}"
    return ((pad(text, width), _result_style(step, row) if row.result else _title_style(step)),)


def _glyph(step: Step, row: RowText) -> str:
    if step.damaged:
        return "!"
    if step.source != "agent" and not step.actions:
        return SAYS
    return KIND_GLYPHS[row.kind]


def _title_style(step: Step) -> str:
    if step.damaged:
        return WARNING
    if step.copied:
        return FAINT
    if step.source == "user":
        return CHANGE
    return PLAIN if step.actions else MUTED


def _result_style(step: Step, row: RowText) -> str:
    if row.failed:
        return FAILURE_STRONG
    return FAINT if step.copied else SUCCESS if row.result.endswith("✓") else MUTED
