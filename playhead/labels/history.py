"""What can be undone and redone: this session's own events in units, and the last event from before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playhead.labels.event import Event

Entry = tuple[Event, Event | None]
"""An event, and the one that was in force in its register before."""


class History:
    """Two stacks of units. A unit is what one key press wrote: mostly one event, many for a batch."""

    def __init__(self) -> None:
        self._done: list[list[Entry]] = []
        self._undone: list[list[Event]] = []
        self._open: list[Entry] | None = None
        self._session: set[str] = set()
        self._reached_back = False

    @property
    def in_unit(self) -> bool:
        """Whether a unit is open: more is about to come."""
        return self._open is not None

    @contextmanager
    def unit(self) -> Iterator[None]:
        """Take all events that are written inside for one unit; a unit inside a unit belongs to it."""
        if self._open is not None:
            yield
            return
        self._open = []
        try:
            yield
        finally:
            if self._open:
                self._done.append(self._open)
            self._open = None

    def did(self, event: Event, before: Event | None) -> None:
        """Remember an event of this session that can be undone."""
        self._session.add(event.id)
        if self._open is not None:
            self._open.append((event, before))
        else:
            self._done.append([(event, before)])

    def undone(self, events: Sequence[Event]) -> None:
        """Remember a unit that was undone, so that it can be said again."""
        self._undone.append(list(events))

    def to_undo(self) -> list[Entry]:
        """Take the last unit of this session that is not undone yet; empty for none."""
        return self._done.pop() if self._done else []

    def to_redo(self) -> list[Event]:
        """Take the unit that was undone last; empty for none."""
        return self._undone.pop() if self._undone else []

    def forget_redo(self) -> None:
        """Something new was said: what was undone before it is not said again."""
        self._undone.clear()

    def from_before(self, own: Sequence[Event]) -> list[Entry]:
        """Take the author's last event from before this session, once, only while this session has said nothing."""
        if self._reached_back or self._session or not own:
            return []
        self._reached_back = True
        last = max(own, key=lambda one: one.id)
        replaced = [one for one in own if one.id in last.supersedes]
        return [(last, max(replaced, key=lambda one: one.id, default=None))]
