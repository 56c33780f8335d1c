"""Proposals as label events: the same run, rule, place, key and value make the same id, whoever works it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from playhead.labels.anchor import Finder, Place, anchor_of, sorted_plain
from playhead.labels.event import SET, Author, Event
from playhead.labels.places import mirror_names
from playhead.labels.plain import compact
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposed import QUIET, RULE, Proposed, formed
from playhead.labels.schema import Schema
from playhead.labels.target import RunTarget, Target, span_target, step_target
from playhead.model import Tape
from playhead.text import for_keeping


def events_of(
    tape: Tape,
    proposals: Iterable[Proposal],
    schema: Schema,
    *,
    going: Callable[[], bool] | None = None,
    within: Tape | None = None,
) -> tuple[Proposed, ...]:
    """Return the event of each proposal. They carry no time: what is worked out twice is the same twice.

    `going` is asked before each, and ends the work by returning False. `within` is the run that `tape` is a sub-agent
    of: its steps have no position in the run's own.
    """
    finder = Finder(within or tape)
    run = run_name(within or tape)
    found = []
    for one in proposals:
        if going is not None and not going():
            break
        made = event_of(tape, one, schema, finder=finder, run=run)
        found.append(made if within is None else Proposed(made.event, Place(fits=True)))
    return tuple(found)


def event_of(
    tape: Tape, one: Proposal, schema: Schema, *, finder: Finder | None = None, run: str | None = None
) -> Proposed:
    """Return one proposal as an event, and its place."""
    finder = finder or Finder(tape)
    target = _target(tape, one.where)
    event = Event(
        id=proposal_id(run or run_name(tape), one, target),
        op=SET,
        on=target,
        by=Author(RULE, one.rule, one.version),
        key=one.key,
        value=one.value,
        evidence=tuple(one.evidence),
        note=for_keeping(one.why) if one.why and one.rule != QUIET else None,
        schema=schema.to_json(),
        anchor=anchor_of(target, finder),
    )
    return Proposed(event, _place(one.where))


def run_name(tape: Tape) -> str:
    """Return what a run is called in the ids of its proposals: its native id and what its first steps hold."""
    return next(iter(mirror_names(tape)))


def proposal_id(run: str, one: Proposal, target: Target) -> str:
    """Return the id of a proposal: the rule's version leads it, so that a newer word of the rule sorts after it."""
    said = (run, one.rule, one.version, target.to_json(), one.key, one.value)
    version = int(one.version) if one.version.isdecimal() and len(one.version) < 6 else 0
    return formed(version, compact(sorted_plain(said)).encode("ascii"))


def rules_of(event: Event) -> tuple[str, ...]:
    """Return the rules that a proposal stands on, without their versions: those its evidence names, else its own."""
    named = [one.get("rule") for one in event.evidence if hasattr(one, "get")]
    found = dict.fromkeys(rule.split("@")[0] for rule in named if isinstance(rule, str) and rule)
    return tuple(found) or (event.by.id,)


def _target(tape: Tape, where: Where) -> Target:
    if where.first is None:
        return RunTarget(tape.key)
    first = tape.steps[where.first]
    if where.last is None:
        return step_target(first, run=tape.key)
    return span_target(first, tape.steps[where.last], run=tape.key)


def _place(where: Where) -> Place:
    span = None if where.first is None or where.last is None else (where.first, where.last)
    return Place(fits=True, position=where.first, span=span)
