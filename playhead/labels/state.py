"""What stands: the labels in force, computed from all events, whatever order and however often they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from playhead.labels.anchor import Finder, Place
from playhead.labels.event import ACCEPT, DONE, REJECT, SET, SKIPPED, Event
from playhead.labels.registers import Slot, heads, unique
from playhead.labels.standing import (
    Standing,
    by_step,
    combined,
    decision_key,
    is_proposal,
    reading_order,
    standing_of,
)
from playhead.labels.target import RunTarget
from playhead.model import Tape

__all__ = ["LabelState", "Standing", "state_of", "state_with"]


@dataclass(frozen=True, slots=True)
class LabelState:
    """Everything in force, in reading order: the run, then steps and spans by position, then what is not found.

    `done_by` are the people who are done with the run, `skipped_by` those among them who put it aside; `finished` are
    the events that say so, with their reasons as notes.
    """

    in_force: tuple[Standing, ...] = ()
    done_by: tuple[str, ...] = ()
    rejected: tuple[Event, ...] = ()
    _steps: Mapping[int, tuple[Standing, ...]] = field(default_factory=dict)
    skipped_by: tuple[str, ...] = ()
    finished: tuple[Event, ...] = ()
    _spans: tuple[Standing, ...] | None = field(default=None, compare=False, repr=False)

    def at(self, position: int) -> tuple[Standing, ...]:
        """Return what stands on a step: labels of it, of its actions, and of the spans that cover it."""
        spans = [one for one in self.spans if one.span and one.span[0] <= position <= one.span[1]]
        return (*self.on_step(position), *spans)

    def on_step(self, position: int) -> tuple[Standing, ...]:
        """Return what stands on a step itself and on its actions."""
        return self._steps.get(position, ())

    def changed_since(self, before: LabelState) -> frozenset[int]:
        """Return the positions of the steps on which other labels stand than before, spans over them included."""
        changed = {
            position
            for position in self._steps.keys() | before._steps.keys()
            if self.on_step(position) is not before.on_step(position)
            and self.on_step(position) != before.on_step(position)
        }
        for mine, others in ((self.spans, before.spans), (before.spans, self.spans)):
            for one in mine:
                if one.span is not None and one not in others:
                    changed.update(range(one.span[0], one.span[1] + 1))
        return frozenset(changed)

    def in_state(self, state: str) -> tuple[Standing, ...]:
        """Return what stands in this state: `set`, `conflict`, `stale` or `proposed`."""
        return tuple(one for one in self.in_force if one.state == state)

    @property
    def of_run(self) -> tuple[Standing, ...]:
        """Return what stands on the whole run."""
        return tuple(takewhile(lambda one: isinstance(one.target, RunTarget), self.in_force))

    @property
    def spans(self) -> tuple[Standing, ...]:
        """Return what stands on spans that were found."""
        return spans_in(self.in_force) if self._spans is None else self._spans

    def marks(self, waiting: frozenset[str] = frozenset()) -> Mapping[int, str]:
        """Return the positions with labels, each with a dot: `●`, or `○` where an event of `waiting` is not durable.

        A span is marked at both ends. Proposals are no labels yet.
        """
        marks = dict.fromkeys(self._steps, "●")
        for position in {one.position for one in self.in_force if one.state == "proposed"}:
            if position in marks and all(one.state == "proposed" for one in self.on_step(position)):
                del marks[position]
        for one in self.spans:
            marks |= {} if one.state == "proposed" else dict.fromkeys(one.span or (), "●")
        if waiting:
            unsafe = [one for one in self.in_force if one.event.id in waiting and one.state != "proposed"]
            for one in unsafe:
                marks |= {} if one.position is None else dict.fromkeys(one.span or (one.position,), "○")
        return marks


def state_of(events: Iterable[Event], run: Tape | Finder | None = None) -> LabelState:
    """Return the state that events make of a run: the same for any order and for any number of copies of them.

    Without a run nothing is looked up: no position, nothing stale, events of all runs.
    """
    finder = Finder(run) if isinstance(run, Tape) else run
    known = {one.id: one for one in unique(events) if finder is None or finder.belongs(one)}
    places = {name: finder.place(one) if finder else Place(fits=True) for name, one in known.items()}
    slots = heads(known.values(), places)
    rejected = _rejected(slots, known, places)
    groups: dict[tuple[Any, str], list[Standing]] = defaultdict(list)
    done: dict[str, Event] = {}
    for slot, event in slots.items():
        if event.op == DONE:
            done |= {event.by.id: event} if event.value is not False else {}
        elif event.op in (SET, ACCEPT):
            standing = standing_of(event, slot, known, places[event.id])
            if standing is not None and not (rejected and decision_key(standing.event, places) in rejected):
                groups[slot.place, slot.key].append(standing)
    turned_down = [one for one in known.values() if rejected and is_proposal(one)]
    stand = [one for group in groups.values() for one in combined(group)]
    stand.sort(key=reading_order)
    return LabelState(
        tuple(stand),
        tuple(sorted(done)),
        tuple(one for one in turned_down if decision_key(one, places) in rejected),
        by_step(stand),
        tuple(sorted(name for name, event in done.items() if event.value == SKIPPED)),
        tuple(done[name] for name in sorted(done)),
        spans_in(stand),
    )


def spans_in(stand: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return what stands on spans that were found."""
    return tuple(one for one in stand if one.span is not None)


def state_with(state: LabelState, stand: Iterable[Standing]) -> LabelState:
    """Return the same state with these labels in force, and no others."""
    kept = tuple(sorted(stand, key=reading_order))
    return replace(state, in_force=kept, _steps=by_step(kept), _spans=spans_in(kept))


def _rejected(slots: Mapping[Slot, Event], known: Mapping[str, Event], places: Mapping[str, Place]) -> set[Any]:
    """Return what people turned down: a rule that runs again and says the same is not asked about again."""
    turned_down = (known.get(one.proposal or "") for one in slots.values() if one.op == REJECT)
    return {decision_key(one, places) for one in turned_down if one is not None and is_proposal(one)}
