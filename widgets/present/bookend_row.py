"""The row of a bookend, and what the task's says; pieces of text with the names of their styles, as in `row_pieces`."""

from __future__ import annotations

from rich.cells import cell_len

from playhead.insight.rows import RowText, first_line
from playhead.model import Kind, Tape
from playhead.text import clean
from widgets.present.fit import cut, pad, shorten
from widgets.present.palette import FAILURE_STRONG, KIND_GLYPHS, LABEL, MUTED, PLAIN, SUCCESS
from widgets.present.row_pieces import Piece, RowPlace

_GLYPHS = {"task": "“", "exception": "!", "review": "“"}
TASK_AT_LEAST = 40
"""Below so many cells for the task its repository goes; the commit stays."""
_LOOKED_AT = 1_000


def snapshot_words(tape: Tape) -> str:
    """Return `shop@dfaa33c`, as far as it is known; of a repository's address its last part."""
    repo = (tape.snapshot.repo or "").rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
    return "@".join(one for one in (repo, (tape.snapshot.commit or tape.snapshot.branch or "")[:7]) if one)


def task_row(tape: Tape) -> RowText:
    """Return the row of the task."""
    said = first_line(tape.task) or tape.title
    return RowText(Kind.MESSAGE, f"task: {said}" if said else "task", snapshot_words(tape)[:24])


def bookend_pieces(name: str, row: RowText, width: int, place: RowPlace) -> tuple[Piece, ...]:
    """Return the row in exactly `width` cells; the figures at the right are never cut."""
    result = clean(row.result[:_LOOKED_AT])
    lead = f" {'>' if place.cursor else ' '}{' ' * place.digits} {_GLYPHS.get(name, KIND_GLYPHS[row.kind])} "
    room = width - cell_len(lead) - cell_len(result) - 3
    if name == "task" and room < min(TASK_AT_LEAST, cell_len(row.title[:_LOOKED_AT])) and "@" in result:
        result = result[result.index("@") :]
        room = width - cell_len(lead) - cell_len(result) - 3
    style = FAILURE_STRONG if row.failed else SUCCESS if row.kind is Kind.TEST else MUTED
    if room < 8:
        text = f"{lead}{cut(result or clean(row.title), width - cell_len(lead) - 1)}"
        return ((pad(text, width), style),)
    title = shorten(clean(row.title[:_LOOKED_AT]), room, clean(row.path[:_LOOKED_AT]) if row.path else None)
    named = FAILURE_STRONG if row.failed and not result else PLAIN
    return (
        (lead, LABEL if name == "task" else MUTED),
        (pad(title, room), named),
        (f" {result}" if result else " ", style),
        ("  ", PLAIN),
    )
