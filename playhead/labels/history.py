"""What can be undone and redone: this session's own events, and the last one from before it."""

from __future__ import annotations

from collections.abc import Sequence

from playhead.labels.event import Event

Entry = tuple[Event, Event | None]
"""An event, and the one that was in force in its register before."""


class History:
    """Two stacks. An entry is an event and what stood in its place before, None for nothing."""

    def __init__(self) -> None:
        self._done: list[Entry] = []
        self._undone: list[Event] = []
        self._session: set[str] = set()
        self._reached_back = False

    def did(self, event: Event, before: Event | None) -> None:
        """Remember an event of this session that can be undone."""
        self._done.append((event, before))
        self._session.add(event.id)

    def undone(self, event: Event) -> None:
        """Remember an event that was undone, so that it can be said again."""
        self._undone.append(event)

    def to_undo(self) -> Entry | None:
        """Take the last event of this session that is not undone yet."""
        return self._done.pop() if self._done else None

    def to_redo(self) -> Event | None:
        """Take the event that was undone last."""
        return self._undone.pop() if self._undone else None

    def forget_redo(self) -> None:
        """Something new was said: what was undone before it is not said again."""
        self._undone.clear()

    def from_before(self, own: Sequence[Event]) -> Entry | None:
        """Take the author's last event from before this session, once, only while this session has said nothing."""
        if self._reached_back or self._session or not own:
            return None
        self._reached_back = True
        last = max(own, key=lambda one: one.id)
        replaced = [one for one in own if one.id in last.supersedes]
        return last, max(replaced, key=lambda one: one.id, default=None)
