"""One decision of a list of them in one row: when, in which run, on what, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from playhead.labels.decisions import Decision
from playhead.labels.definition import Schema
from playhead.labels.event import ACCEPT, DONE, REJECT, RETRACT, SKIPPED, Event
from playhead.labels.target import RunTarget, SpanTarget, StepTarget, Target
from playhead.text import clean
from widgets.present.fit import cut, cut_middle, pad
from widgets.present.palette import FAINT, LABEL, MUTED, PLAIN
from widgets.present.values import value_names, words

_WHERE_AT_MOST = 14
_RUN_AT_LEAST = 10
_LOOKED_AT = 200


class Columns(NamedTuple):
    """How many cells the times and the targets of a list take."""

    times: int
    where: int


def decision_row(decision: Decision, schema: Schema, width: int, *, today: str, columns: Columns) -> Content:
    """Return the row in exactly `width` cells; `today` is the local date, whose days are told by the hour.

    What the `columns` do not need is there for the names.
    """
    event = decision.event
    when = pad(_when(event.at, today), columns.times)
    where = pad(cut(where_of(event.on), columns.where - 1), columns.where)
    room = max(_RUN_AT_LEAST, min(40, (width - columns.times - columns.where - 4) // 2))
    name = decision.path.name + (f"#{decision.key}" if decision.key else "")
    run = pad(cut_middle(clean(name[-_LOOKED_AT:]), room - 2), room)
    said, live = said_of(event, schema), decision.in_force
    note = f"  “{clean(event.note.strip()[:_LOOKED_AT])}”" if event.note and event.note.strip() else ""
    line = Content.assemble(
        (f" {when}", MUTED),
        (run, PLAIN if live else FAINT),
        (where, MUTED),
        (said, LABEL if live else FAINT),
        (note, MUTED),
    )
    line = line.truncate(max(0, width), ellipsis=True)
    return line.pad_right(max(0, width - line.cell_length))


def columns_of(decisions: Sequence[Decision], today: str) -> Columns:
    """Return how wide the columns of a list of decisions are, with the blanks behind them."""
    times = max((len(_when(one.event.at, today)) for one in decisions), default=0)
    where = max((cell_len(where_of(one.event.on)) for one in decisions), default=0)
    return Columns(times + 1, min(where + 2, _WHERE_AT_MOST))


def where_of(target: Target) -> str:
    """Return what a target is called: `step 17`, `steps 3 to 9`, `run`."""
    if isinstance(target, RunTarget):
        return "run"
    if isinstance(target, SpanTarget):
        return clean(f"{target.first[:20]} to {target.last[:20]}")
    assert isinstance(target, StepTarget)
    return clean(f"step {target.n if target.n is not None else target.step[:40]}")


def said_of(event: Event, schema: Schema) -> str:
    """Return what an event says: `flag: test edited`, `outcome taken back`, `done`."""
    if event.op == DONE:
        return "not done after all" if event.value is False else "skipped" if event.value == SKIPPED else "done"
    name = words(event.key or "")
    if event.op == RETRACT:
        return f"{name} taken back"
    if event.op == REJECT:
        return f"{name}: proposal rejected"
    value = ", ".join(value_names(schema.definition(event.key or ""), event.value))
    return f"{name}: {value}{' (agreed)' if event.op == ACCEPT else ''}"


def _when(at: str | None, today: str) -> str:
    try:
        local = datetime.fromisoformat(at or "").astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{local:%H:%M}" if f"{local:%Y-%m-%d}" == today else f"{local:%m-%d %H:%M}"
