"""How many of a label one author may set in a run (`most_per_run` of the schema)."""

from __future__ import annotations

from playhead.labels.definition import LabelDefinition
from playhead.labels.event import Author
from playhead.labels.state import LabelState, Standing
from playhead.labels.target import RunTarget, StepTarget, Target


def over_limit(definition: LabelDefinition, state: LabelState, target: Target, author: Author) -> str | None:
    """Return why the author may not set one more label of this kind, None where he may.

    Changing a label that is already on the target is always allowed; a no counts as none.
    """
    most = definition.most_per_run
    if most is None:
        return None
    on = target.to_json()
    mine = [one for one in state.in_force if _counts(one, definition, author)]
    if len(mine) < most or any(one.target.to_json() == on for one in mine):
        return None
    places = ", ".join(_named(one.target) for one in mine)
    return f"{definition.id}: at most {most} in a run; yours are on {places}. Take one back first."


def _counts(one: Standing, definition: LabelDefinition, author: Author) -> bool:
    by = one.event.by
    return one.key == definition.id and (by.kind, by.id) == (author.kind, author.id) and one.value is not False


def _named(target: Target) -> str:
    if isinstance(target, RunTarget):
        return "the run"
    if isinstance(target, StepTarget):
        return f"step {target.n if target.n is not None else target.step}"
    return f"steps {target.first} to {target.last}"
