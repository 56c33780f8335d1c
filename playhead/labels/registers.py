"""One register for each author, target and key: which of the events written to it is the last one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from playhead.labels.anchor import Place
from playhead.labels.event import ACCEPT, ATTACH, DONE, REJECT, RETRACT, SET, Author, Event
from playhead.labels.target import RunTarget, SpanTarget, StepTarget, Target

_OPS = frozenset((SET, RETRACT, ACCEPT, REJECT, DONE))


class Slot(NamedTuple):
    """A register: whose, about what, which label. Being done with a run is a register of its own, with key ""."""

    author: tuple[str, str]
    place: Any
    key: str


class Written:
    """What was written to one register, as it comes: what stands open in it costs the same however much that is."""

    __slots__ = ("_ends", "_events", "_gone")

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._gone: set[str] = set()
        self._ends: dict[str, Event] = {}

    def add(self, event: Event) -> None:
        """Take an event in, each id once."""
        self._events.append(event)
        for name in event.supersedes:
            if name != event.id:
                self._gone.add(name)
                self._ends.pop(name, None)
        if event.id not in self._gone:
            self._ends[event.id] = event

    @property
    def open_ends(self) -> Iterable[Event]:
        """What `open_ends` returns of all these events."""
        return self._ends.values() or self._events

    @property
    def in_force(self) -> Event | None:
        """What `in_force` returns of all these events."""
        return max(self.open_ends, key=_by_id, default=None)

    @property
    def first_id(self) -> str:
        """The least id of these events."""
        return min(one.id for one in self._events)


def unique(events: Iterable[Event]) -> list[Event]:
    """Return the events by id, each once; of two that claim one id the same is kept whichever came first."""
    found: dict[str, Event] = {}
    for event in events:
        other = found.get(event.id)
        if other is None or goes_before(event, other):
            found[event.id] = event
    return [found[name] for name in sorted(found)]


def goes_before(event: Event, other: Event) -> bool:
    """Return whether, of two events that claim one id, this is the one that counts: for any order in which they come.

    Values that Python takes for equal (1 and true) are two.
    """
    same = event is other or (event == other and _exactly(event) == _exactly(other))
    return not same and event.to_line() < other.to_line()


def _exactly(event: Event) -> str:
    return repr((event.value, event.evidence, event.schema, event.anchor, event.written or event.unknown))


def slot_of(event: Event, place: Place) -> Slot | None:
    """Return the register an event writes to; None for one of a later version, or a label without a key."""
    if not event.understood:
        return None
    return slot_for(event.op, event.by, event.on, key=event.key, value=event.value, place=place)


def slot_for(op: str, by: Author, on: Target, *, key: str | None, value: Any, place: Place) -> Slot | None:
    """Return what `slot_of` returns, for an event that says this."""
    if op == ATTACH and key is not None:
        return _attached(by, on, key, value)
    if op not in _OPS or (key is None and op != DONE):
        return None
    return Slot((by.kind, by.id), place_of(on, place), "" if op == DONE else key or "")


def attached_slot(event: Event) -> Slot:
    """Return the register of attached evidence: one for each author, layer and file it came from."""
    return _attached(event.by, event.on, event.key or "", event.value)


def _attached(by: Author, on: Target, key: str, value: Any) -> Slot:
    source = value.get("source") if isinstance(value, Mapping) else None
    return Slot((by.kind, by.id), ("attached", on.run, source if isinstance(source, str) else ""), key)


def place_key(event: Event, place: Place) -> Any:
    """Return what makes the targets of two events the same thing."""
    return place_of(event.on, place)


def place_of(on: Target, place: Place) -> Any:
    """Return what makes two targets the same thing: where they are found now, else how they were written."""
    if isinstance(on, RunTarget):
        return ("run", on.run)
    if isinstance(on, SpanTarget):
        return ("span", place.span) if place.fits and place.span else ("span", on.first, on.last, on.run)
    assert isinstance(on, StepTarget)
    if place.fits and place.position is not None:
        return ("step", place.position, place.action)
    return ("step", on.step, on.action, on.run)


def heads(events: Iterable[Event], places: Mapping[str, Place]) -> dict[Slot, Event]:
    """Return the event in force of every register, in the order of the registers' first ids.

    An event is in force unless another of the same register supersedes it; of several the greatest id is, whatever
    the clocks said. Where events supersede each other in a ring, all of them are asked.
    """
    written: dict[Slot, list[Event]] = defaultdict(list)
    for event in events:
        slot = slot_of(event, places[event.id])
        if slot is not None:
            written[slot].append(event)
    return {slot: last for slot, ones in written.items() if (last := in_force(ones)) is not None}


def open_ends(events: Sequence[Event]) -> list[Event]:
    """Return the events of one register that no other supersedes; all of them where they form a ring."""
    if len(events) == 1:
        return list(events)
    gone = {name for one in events for name in one.supersedes if name != one.id}
    return [one for one in events if one.id not in gone] or list(events)


def in_force(events: Sequence[Event]) -> Event | None:
    """Return the event in force of one register, None when nothing was written to it."""
    return max(open_ends(events), key=_by_id, default=None)


def _by_id(event: Event) -> str:
    return event.id
