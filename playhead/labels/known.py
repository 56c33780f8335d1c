"""All events a store has heard of, from wherever they came, each once; found by run and by register."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence

from playhead.labels.anchor import Finder, Place
from playhead.labels.event import Event
from playhead.labels.registers import Slot, Written, goes_before, slot_of


class Known:
    """Events by id. Of two with one id the same counts whichever was heard first; `replaced` tells how many did not."""

    def __init__(self) -> None:
        self.replaced = 0
        self._events: dict[str, Event] = {}
        self._heard: list[Event] = []
        self._finder: Finder | None = None
        self._revision = 0
        self._lost = False
        self._sorted: list[Event] = []
        self._listed: tuple[Event, ...] | None = None
        self._slots: dict[Slot, Written] | None = None

    def __len__(self) -> int:
        """Return how many events were heard, of whatever run."""
        return len(self._heard)

    def __contains__(self, name: str) -> bool:
        """Return whether an event of this id was heard."""
        return name in self._events

    def add(self, events: Iterable[Event]) -> bool:
        """Take events in and return whether any is new; those that are known cost next to nothing."""
        before = len(self._heard)
        for event in events:
            other = self._events.get(event.id)
            if other is not None and not goes_before(event, other):
                continue
            self._events[event.id] = event
            self._heard.append(event)
            if other is not None:
                self.replaced += 1
                self._finder = None  # whatever was made with the other is made anew
            elif self._finder is not None and self._finder.belongs(event):
                self._take(event, self._finder)
        return len(self._heard) > before

    def since(self, count: int) -> Sequence[Event]:
        """Return the events heard after the first `count`, of whatever run, in the order they were heard."""
        heard = self._heard[count:]
        return heard if not self.replaced else [one for one in heard if self._events[one.id] is one]

    def of(self, finder: Finder) -> tuple[Event, ...]:
        """Return the events of the finder's run, sorted by id."""
        self._look_with(finder)
        if self._listed is None:
            self._listed = tuple(self._sorted)
        return self._listed

    def in_slot(self, slot: Slot | None, finder: Finder) -> Written | None:
        """Return what was written to a register of the finder's run, None for nothing."""
        self._look_with(finder)
        if self._slots is None or (self._lost and self._revision != finder.revision):
            self._place_all(finder)
        assert self._slots is not None
        return None if slot is None else self._slots.get(slot)

    def _look_with(self, finder: Finder) -> None:
        if self._finder is finder:
            return
        self._finder, self._slots, self._listed = finder, None, None
        self._sorted = sorted((one for one in self._events.values() if finder.belongs(one)), key=_by_id)

    def _take(self, event: Event, finder: Finder) -> None:
        self._listed = None
        insort(self._sorted, event, key=_by_id)
        if self._slots is not None:
            self._place(event, finder.place(event))

    def _place_all(self, finder: Finder) -> None:
        """Look for every event's register, also for those that were not found when fewer steps were known."""
        self._revision, self._lost, self._slots = finder.revision, False, {}
        for event in self._sorted:
            self._place(event, finder.place(event))

    def _place(self, event: Event, place: Place) -> None:
        assert self._slots is not None
        self._lost = self._lost or not place.fits
        slot = slot_of(event, place)
        if slot is not None:
            written = self._slots.get(slot)
            if written is None:
                written = self._slots[slot] = Written()
            written.add(event)


def _by_id(event: Event) -> str:
    return event.id
