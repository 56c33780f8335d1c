"""A step as one row of the timeline: number, kind, what was done, what came of it, its label.

Pieces of text with the names of their styles: nothing here imports the screen library, so that a first picture can
be drawn before it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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
_TITLE_BESIDE_WEIGHT = 26


class GutterMark(NamedTuple):
    """A piece of a moment's bracket: the sign of its outcome where it begins and ends, what it weighs on its first."""

    glyph: str
    sign: str
    style: str
    weight: str = ""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """What a row shows beside its step: a label's dot, a span's bracket, the cursor; `digits` its number may take.

    `mark` is a moment's bracket: a span's bracket stands over it. `quiet`: that it failed counts for nothing.
    """

    digits: int = 2
    dot: str = ""
    bracket: str = ""
    cursor: bool = False
    mark: GutterMark | None = None
    quiet: bool = False


def row_pieces(step: Step, width: int, place: RowPlace) -> tuple[Piece, ...]:
    """Return the row in exactly `width` cells. The title gives way; number, result and dot are never cut."""
    row = row_of(step)
    result = clean(row.result[:_LOOKED_AT])
    lead = lead_pieces(place)
    number = pad_left("" if step.n is None else str(step.n), place.digits)
    tail = cell_len(result) + (1 if result else 0) + 2
    room = width - 2 - place.digits - 3 - tail
    if room < _TITLE_AT_LEAST:
        body = f"{''.join(text for text, _ in lead)}{number} {_glyph(step, row)}"
        return _cramped(step, row, body, place.dot, width)
    weight = f"  {place.mark.weight}" if place.mark and place.mark.weight and not place.bracket else ""
    if room - cell_len(weight) < _TITLE_BESIDE_WEIGHT:
        weight = ""
    room -= cell_len(weight)
    title = shorten(clean(row.title[:_LOOKED_AT]), room, clean(row.path[:_LOOKED_AT]) if row.path else None)
    return (
        *lead,
        (f"{number} ", MUTED),
        (f"{_glyph(step, row)} {pad(title, room)}", _title_style(step)),
        (weight, MUTED),
        (f" {result}" if result else "", MUTED if place.quiet else _result_style(step, row)),
        (" ", PLAIN),
        (place.dot or " ", LABEL if place.dot else PLAIN),
    )


def lead_pieces(place: RowPlace) -> tuple[Piece, ...]:
    """Return the first two cells of a row: the bracket of the open span, else of a moment, and the cursor."""
    cursor = ">" if place.cursor else " "
    if place.bracket or place.mark is None:
        return ((f"{place.bracket or ' '}{cursor}", LABEL if place.bracket else MUTED),)
    if place.cursor:
        return (place.mark.glyph, place.mark.style), (cursor, MUTED)
    return ((f"{place.mark.glyph}{place.mark.sign or ' '}", place.mark.style),)


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
