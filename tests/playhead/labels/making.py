"""Runs and events by hand, for tests of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from playhead.labels.event import Author, Event, RunTarget, StepTarget, Target
from playhead.labels.ids import new_id
from playhead.model import Action, Kind, Outcome, Phase, Status, Step, Tape
from playhead.storage.joined_steps import JoinedSteps

ANA = Author("human", "ana")
BEN = Author("human", "ben")
MODEL = Author("model", "judge-1", "3")
RULE = Author("rule", "C1", "1")


def a_step(index: int, text: str = "", *, id: str | None = None, output: str | None = "ok") -> Step:  # noqa: A002 - the field's word
    """Return a step with one command whose words depend on `text`."""
    name = text or f"turn {index}"
    action = Action(n=index + 1, id=None, tool="bash", kind=Kind.RUN, command=f"run {name}", output=output)
    own = id or f"s{index}"
    return Step(index, index + 1, own, "agent", Kind.RUN, Phase.NONE, (own,), text=name, actions=(action,))


def a_tape(
    steps: Sequence[Step] | int = 5,
    *,
    path: Path = Path("/nowhere/run.json"),
    format: str = "ATIF",  # noqa: A002 - the field's word
    key: str | None = None,
    record: Path | None = None,
    events: Sequence[Any] = (),
    ended: bool = True,
    run_id: str = "run-1",
) -> Tape:
    """Return a tape of these steps, or of so many."""
    made = [a_step(index) for index in range(steps)] if isinstance(steps, int) else list(steps)
    renumbered = [replace(one, index=index, n=index + 1) for index, one in enumerate(made)]
    source = JoinedSteps(
        renumbered,
        lambda _index, _n, _first, step: step,
        action_counts=[len(one.actions) for one in renumbered],
    )
    outcome = Outcome(Status.FAILED, "by hand") if ended else Outcome()
    return Tape(
        path,
        format,
        source,
        key=key,
        id=run_id,
        outcome=outcome,
        record=record,
        events=tuple(events),
    )


def an_event(
    key: str | None = "flag",
    value: Any = "x",
    *,
    on: Target | int | None = None,
    by: Author = ANA,
    op: str = "set",
    **fields: Any,
) -> Event:
    """Return a new event; an integer for `on` is the step at that position of `a_tape()`."""
    target: Target = RunTarget() if on is None else on if not isinstance(on, int) else StepTarget(f"s{on}", on + 1)
    return Event(id=fields.pop("id", None) or new_id(), op=op, on=target, by=by, key=key, value=value, **fields)
