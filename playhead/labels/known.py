"""All events a store has heard of, from wherever they came, each once; found by run and by register."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence

from playhead.labels.anchor import Finder
from playhead.labels.event import Event
from playhead.labels.registers import Slot, slot_of


class Known:
    """Events by id. Of two with one id the one heard first stays while the store is open."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._finder: Finder | None = None
        self._revision = 0
        self._sorted: list[Event] = []
        self._listed: tuple[Event, ...] | None = None
        self._slots: dict[Slot, list[Event]] = {}

    def add(self, events: Iterable[Event]) -> bool:
        """Take events in and return whether any is new; those that are known stay as they are."""
        before = len(self._events)
        for event in events:
            if event.id not in self._events:
                self._events[event.id] = event
                if self._finder is not None:
                    self._place(event, self._finder)
        return len(self._events) > before

    def of(self, finder: Finder) -> tuple[Event, ...]:
        """Return the events of the finder's run, sorted by id."""
        self._look_with(finder)
        if self._listed is None:
            self._listed = tuple(self._sorted)
        return self._listed

    def in_slot(self, slot: Slot | None, finder: Finder) -> Sequence[Event]:
        """Return what was written to a register of the finder's run."""
        self._look_with(finder)
        return () if slot is None else self._slots.get(slot, ())

    def _look_with(self, finder: Finder) -> None:
        if self._finder is finder and self._revision == finder.revision:
            return
        self._finder, self._revision = finder, finder.revision
        self._sorted, self._slots, self._listed = [], {}, None
        for event in self._events.values():
            self._place(event, finder)

    def _place(self, event: Event, finder: Finder) -> None:
        if not finder.belongs(event):
            return
        self._listed = None
        insort(self._sorted, event, key=lambda one: one.id)
        slot = slot_of(event, finder.place(event))
        if slot is not None:
            self._slots.setdefault(slot, []).append(event)
