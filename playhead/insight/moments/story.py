"""A moment told in order: what was seen, what was tried, how the same check came out, which edits lie between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from playhead.edits.history import completed_edit
from playhead.insight.best_line import best_quote
from playhead.insight.moments.features import LOOKED_AT, features_of
from playhead.insight.moments.values import Attempt, Moment
from playhead.insight.moments.weight import Weight, weight_of
from playhead.insight.same_check import check_of
from playhead.model import Action, Edit, Step
from playhead.storage.source import StepSource

MOST_TRIED = 80
"""So many attempts and changes are told: the first ones, and the last."""
Role = Literal["trigger", "again", "change", "end"]


@dataclass(frozen=True, slots=True)
class Tried:
    """One action of a moment: the failure that began it, the problem met again, a change, or what ended it.

    `edits` are a change's edits, whole-file writes completed as far as the run tells what they replaced.
    """

    role: Role
    position: int
    step: Step
    action: Action
    attempt: Attempt | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class MomentStory:
    """What a moment's page tells. `left_out` counts attempts and changes that are not among `tried`.

    `last` is what is held against the trigger: the same check as it came out in the end, None where none ran again.
    `quote` is the line that tells best what went wrong.
    """

    moment: Moment
    weight: Weight
    features: dict[str, Any]
    tried: tuple[Tried, ...]
    last: Tried | None
    left_out: int = 0
    quote: str = ""

    @property
    def trigger(self) -> Tried | None:
        """What began it; None where the record does not hold that action any more."""
        return next((one for one in self.tried if one.role == "trigger"), None)

    @property
    def changes(self) -> tuple[Tried, ...]:
        """What changed something in between."""
        return tuple(one for one in self.tried if one.role == "change")


def story_of(moment: Moment, steps: StepSource) -> MomentStory:
    """Return what there is to tell; of a very long moment its first steps and its last are looked at."""
    attempts = {one.number: one for one in moment.attempts}
    wanted = {moment.trigger_action, moment.end_action, *attempts, *moment.changes}
    found = [_tried(moment, attempts, *place) for place in _actions(moment, attempts, steps, wanted)]
    found = [
        replace(one, edits=tuple(completed_edit(steps, one.position, edit) for edit in one.action.edits))
        if one.role == "change"
        else one
        for one in found
    ]
    told = found if len(found) <= MOST_TRIED else [*found[: MOST_TRIED - 1], found[-1]]
    return MomentStory(
        moment,
        weight_of(moment, steps),
        features_of(moment, steps),
        tuple(told),
        _last(found),
        len(wanted) - len(told),
        best_quote(steps, moment),
    )


def _actions(
    moment: Moment, attempts: dict[int, Attempt], steps: StepSource, wanted: set[int]
) -> Iterator[tuple[int, Step, Action]]:
    last = min(moment.end_position, len(steps) - 1)
    near = range(moment.trigger_position, min(last, moment.trigger_position + LOOKED_AT) + 1)
    far = sorted({last, *(one.position for one in attempts.values())} - set(near))
    for position in (*near, *(one for one in far if one < len(steps))):
        step = steps[position]
        for action in step.actions:
            if action.n in wanted:
                yield position, step, action


def _tried(moment: Moment, attempts: dict[int, Attempt], position: int, step: Step, action: Action) -> Tried:
    number = action.n or 0
    attempt = attempts.get(number)
    if number == moment.trigger_action:
        role: Role = "trigger"
    elif attempt is not None:
        role = "again"
    else:
        role = "change" if number in moment.changes and number != moment.end_action else "end"
    return Tried(role, position, step, action, attempt)


def _last(found: list[Tried]) -> Tried | None:
    """Return what came of the same check in the end, else the last action that met the problem or ended it."""
    if not found or found[0].role != "trigger":
        return None
    check = check_of(found[0].action)
    others = [one for one in found[1:] if one.action.output and one.role != "change"]
    same = [one for one in others if check is not None and check_of(one.action) == check]
    ended = [one for one in others if one.role == "end" and (check is None or check_of(one.action) is not None)]
    return next(reversed(ended or same or [one for one in others if one.role == "again"]), None)
