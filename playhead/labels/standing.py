"""A label in force, and the rules by which it stands: beside those of others, after what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from playhead.labels.anchor import Place
from playhead.labels.event import ACCEPT, NOTE, SET, Event
from playhead.labels.plain import compact
from playhead.labels.registers import Slot, place_key
from playhead.labels.target import RunTarget, Target

# People over models over rules (design 3.3); a kind we do not know says least.
_PLACE = ("step", "action", "field", "start", "end")
_RANK = {"human": 0, "model": 1, "rule": 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """A label in force.

    `state` is `set`, `conflict` (people disagree, both stay), `stale` (the step is no longer the one labelled) or
    `proposed` (a model or rule said so, no person has decided). `value` is that of the event or of the proposal it
    accepts. `position` is the step's, or that of the span's first step; None for the run and for what is not found.
    `others` are the events of other authors on the same thing. `action` is the action's run-wide number now.
    """

    event: Event
    target: Target
    key: str
    value: Any
    state: str
    position: int | None = None
    span: tuple[int, int] | None = None
    others: tuple[Event, ...] = ()
    action: int | None = None


def standing_of(event: Event, slot: Slot, known: Mapping[str, Event], place: Place) -> Standing | None:
    """Return what an event in force says; None for an accepted proposal that is not known."""
    value = event.value
    if event.op == ACCEPT and value is None:
        accepted = known.get(event.proposal or "")
        if accepted is None:
            return None
        value = accepted.value
    state = "set" if place.fits else "stale"
    return Standing(event, event.on, slot.key, value, state, place.position, place.span, (), place.action)


def combined(group: Sequence[Standing]) -> Iterable[Standing]:
    """Yield what stands of several authors' labels on one thing: the best rank; disagreeing people are a conflict.

    What a person has decided between (`adjudicates`) no longer stands, until its author says something new.
    """
    if len(group) == 1:
        only = group[0]
        proposed = only.state == "set" and _rank(only.event) > 0
        yield replace(only, state="proposed") if proposed else only
        return
    best = min(_rank(one.event) for one in group)
    ordered = sorted(group, key=lambda one: one.event.id)
    top = [one for one in ordered if _rank(one.event) == best]
    if best == 0:
        decided = {name for one in top for name in one.event.adjudicates if name != one.event.id}
        top = [one for one in top if one.event.id not in decided] or top
    disagree = best == 0 and top[0].key != NOTE and len({compact(one.value) for one in top}) > 1
    for one in top:
        state = one.state
        if state == "set" and best > 0:
            state = "proposed"
        elif state == "set" and disagree:
            state = "conflict"
        others = tuple(other.event for other in ordered if other is not one)
        yield replace(one, state=state, others=others)


def decision_key(event: Event, places: Mapping[str, Place]) -> Any:
    """Return whose word on what this is, and which: what a person turned down is that, however often it is said.

    A rule that says the same for other reasons says something else.
    """
    place = place_key(event, places[event.id])
    return (event.by.kind, event.by.id, place, event.key, compact(event.value), _cited(event))


def _cited(event: Event) -> str:
    """Return the places that a rule cites, as one text; "" for everybody else."""
    if event.by.kind != "rule" or not event.evidence:
        return ""
    cited = (one for one in event.evidence if isinstance(one, Mapping))
    return compact([[one.get(name) for name in _PLACE] for one in cited])


def is_proposal(event: Event) -> bool:
    """Return whether a rule or a model says so, for people to decide."""
    return _rank(event) > 0 and event.op == SET and event.understood


def _rank(event: Event) -> int:
    return _RANK.get(event.by.kind, 3)


def reading_order(one: Standing) -> tuple[Any, ...]:
    """Return what to sort by: the run, then steps and spans by position, then what is not found."""
    if isinstance(one.target, RunTarget):
        return (0, 0, 0, 0, one.key, one.event.id)
    if one.position is None:
        return (2, 0, 0, 0, one.key, one.event.id)
    return (1, one.position, one.span is not None, one.action or 0, one.key, one.event.id)


def by_step(stand: Iterable[Standing]) -> dict[int, tuple[Standing, ...]]:
    """Return what stands on steps and on their actions, by position."""
    steps: dict[int, list[Standing]] = defaultdict(list)
    for one in stand:
        if one.position is not None and one.span is None and not isinstance(one.target, RunTarget):
            steps[one.position].append(one)
    return {position: tuple(ones) for position, ones in steps.items()}
