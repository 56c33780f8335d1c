"""The state of a run's labels, kept while one labels: an event redoes what stands on its thing and nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from playhead.labels.anchor import Finder, Place
from playhead.labels.event import ACCEPT, DONE, REJECT, SET, SKIPPED, Event
from playhead.labels.registers import Slot, Written, goes_before, slot_of
from playhead.labels.standing import (
    Standing,
    by_step,
    combined,
    decision_key,
    is_proposal,
    reading_order,
    standing_of,
)
from playhead.labels.state import LabelState, spans_in

_Thing = tuple[Any, str]
"""What labels of several authors are on together: a place and a key."""


class KeptState:
    """What `state_of` returns of the events that were added so far, in any order and with any copies.

    Events are kept for one finder. Once it is `outdated`, targets may be found elsewhere: begin anew.
    """

    def __init__(self, finder: Finder | None = None) -> None:
        self.finder = finder
        self._revision = 0 if finder is None else finder.revision
        self._begin()

    def _begin(self) -> None:
        self._heard: dict[str, Event] = {}
        self._known: dict[str, Event] = {}
        self._places: dict[str, Place] = {}
        self._lost = False
        self._written: dict[Slot, Written] = defaultdict(Written)
        self._heads: dict[Slot, Event] = {}
        self._slots_of: dict[_Thing, set[Slot]] = defaultdict(set)
        self._deciding: dict[str, set[Slot]] = defaultdict(set)
        self._proposals: dict[Any, set[str]] = defaultdict(set)
        self._turned_down: dict[Any, int] = defaultdict(int)
        self._groups: dict[_Thing, tuple[Standing, ...]] = {}
        self._orders: list[tuple[Any, ...]] = []
        self._stand: list[Standing] = []
        self._steps: dict[int, tuple[Standing, ...]] = {}
        self._done: set[Slot] = set()
        self._touched: set[_Thing] = set()
        self._state: LabelState | None = None

    @property
    def outdated(self) -> bool:
        """Whether steps became known since, and a target was not found among those before."""
        return self.finder is not None and self._lost and self._revision != self.finder.revision

    @property
    def state(self) -> LabelState:
        """What stands now."""
        for thing in self._touched:
            self._combine(thing)
        if self._state is None or self._touched:
            self._state = self._made()
        self._touched.clear()
        return self._state

    def add(self, events: Iterable[Event]) -> None:
        """Take events in; those that are known cost next to nothing."""
        for event in events:
            other = self._heard.get(event.id)
            if other is None:
                self._take(event)
            elif goes_before(event, other):
                everything = {**self._heard, event.id: event}  # of two that claim one id, whichever came first
                self._begin()
                self.add(everything.values())

    def _take(self, event: Event) -> None:
        self._heard[event.id] = event
        if self.finder is not None and not self.finder.belongs(event):
            return
        self._state = None
        self._known[event.id] = event
        place = self._places[event.id] = Place(fits=True) if self.finder is None else self.finder.place(event)
        self._lost = self._lost or not place.fits
        if is_proposal(event):
            self._proposals[decision_key(event, self._places)].add(event.id)
        for decided in self._deciding.get(event.id, ()):
            self._touched.add((decided.place, decided.key))
            head = self._heads.get(decided)
            if head is not None and head.proposal == event.id:
                self._count(head, 1)
        slot = slot_of(event, place)
        if slot is not None:
            self._write(slot, event)

    def _write(self, slot: Slot, event: Event) -> None:
        written = self._written[slot]
        written.add(event)
        if event.proposal is not None:
            self._deciding[event.proposal].add(slot)
        if event.op == DONE:
            self._done.add(slot)
        self._slots_of[slot.place, slot.key].add(slot)
        self._touched.add((slot.place, slot.key))
        before, head = self._heads.get(slot), written.in_force
        if head is None or head is before:
            return
        if before is not None:
            self._count(before, -1)
        self._heads[slot] = head
        self._count(head, 1)

    def _count(self, head: Event, change: int) -> None:
        """Count who turns a proposal down: while anybody does, nothing that says the same stands."""
        proposal = self._known.get(head.proposal or "") if head.op == REJECT else None
        if proposal is not None and is_proposal(proposal):
            decision = decision_key(proposal, self._places)
            self._turned_down[decision] += change
            if not self._turned_down[decision]:
                del self._turned_down[decision]
            self._touched.add((decision[2], proposal.key or ""))

    def _combine(self, thing: _Thing) -> None:
        """Work out anew what stands on one thing, and put it in its place among all that stands."""
        group = [one for slot in self._slots_of.get(thing, ()) if (one := self._standing(slot)) is not None]
        new = tuple(combined(group)) if group else ()
        old = self._groups.get(thing, ())
        if new == old:
            return
        self._groups[thing] = new
        for one in old:
            place = bisect_left(self._orders, reading_order(one))
            del self._orders[place], self._stand[place]
        for one in new:
            order = reading_order(one)
            place = bisect_left(self._orders, order)
            self._orders.insert(place, order)
            self._stand.insert(place, one)
        for position in {one.position for one in (*old, *new) if one.position is not None}:
            self._place_at(position)

    def _place_at(self, position: int) -> None:
        first, last = (bisect_left(self._orders, (1, one)) for one in (position, position + 1))
        here = by_step(self._stand[first:last])
        if position in here:
            self._steps[position] = here[position]
        else:
            self._steps.pop(position, None)

    def _standing(self, slot: Slot) -> Standing | None:
        head = self._heads.get(slot)
        if head is None or head.op not in (SET, ACCEPT):
            return None
        one = standing_of(head, slot, self._known, self._places[head.id])
        turned_down = self._turned_down and one is not None and decision_key(head, self._places) in self._turned_down
        return None if turned_down else one

    def _made(self) -> LabelState:
        done: dict[str, Event] = {}
        for slot in sorted(self._done, key=lambda one: self._written[one].first_id):
            head = self._heads[slot]
            done |= {head.by.id: head} if head.op == DONE and head.value is not False else {}
        rejected = sorted(name for decision in self._turned_down for name in self._proposals[decision])
        return LabelState(
            tuple(self._stand),
            tuple(sorted(done)),
            tuple(self._known[name] for name in rejected),
            dict(self._steps),
            tuple(sorted(name for name, event in done.items() if event.value == SKIPPED)),
            tuple(done[name] for name in sorted(done)),
            spans_in(self._stand),
        )
