"""All events a store has heard of, from wherever they came, each once."""

from __future__ import annotations

from collections.abc import Iterable

from playhead.labels.anchor import Finder
from playhead.labels.event import Event
from playhead.labels.registers import unique


class Known:
    """Events by id. Of two with one id the one heard first stays while the store is open."""

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}
        self._listed: tuple[Event, ...] | None = None
        self._finder: Finder | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Take events in; those that are known stay as they are."""
        for event in events:
            self._events.setdefault(event.id, event)
        self._listed = None

    def of(self, finder: Finder) -> tuple[Event, ...]:
        """Return the events of the finder's run, sorted by id."""
        if self._listed is None or self._finder is not finder:
            self._finder = finder
            self._listed = tuple(one for one in unique(self._events.values()) if finder.belongs(one))
        return self._listed
