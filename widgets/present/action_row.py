"""One action of an unfolded step as a row of the timeline, set in below its step."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from playhead.insight.rows import row_of_action
from playhead.model import Step
from playhead.text import clean
from widgets.present.fit import cut, pad, shorten
from widgets.present.palette import FAILURE_STRONG, FAINT, KIND_GLYPHS, MUTED, PLAIN, SUCCESS
from widgets.present.row import RowPlace, lead_pieces

_LOOKED_AT = 1_000


def action_content(step: Step, number: int, width: int, place: RowPlace) -> Content:
    """Return the row of action `number` of a step in exactly `width` cells; its result is never cut."""
    action = step.actions[number]
    row = row_of_action(action)
    result = clean(row.result[:_LOOKED_AT])
    twig = "└" if number == len(step.actions) - 1 else "├"
    gutter = lead_pieces(place) if place.bracket or place.mark else ((f" {'>' if place.cursor else ' '}", FAINT),)
    lead = f"{' ' * place.digits} {twig} "
    body = f"{KIND_GLYPHS[row.kind]} "
    room = width - 2 - cell_len(lead) - 2 - cell_len(result) - 3
    style = MUTED if place.quiet else FAILURE_STRONG if row.failed else SUCCESS if row.result.endswith("✓") else MUTED
    if room < 6:
        lead = f"{''.join(text for text, _ in gutter)}{lead}"
        return Content.styled(pad(f"{lead}{body}{cut(result or clean(row.title), room + 8)}", width), style)
    title = shorten(clean(row.title[:_LOOKED_AT]), room, clean(row.path[:_LOOKED_AT]) if row.path else None)
    return Content.assemble(
        *gutter,
        (lead, FAINT),
        (body + pad(title, room), FAINT if step.copied else PLAIN),
        (f" {result}" if result else " ", style),
        ("  ", PLAIN),
    )
