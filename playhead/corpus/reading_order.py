"""Which run of a list is read next: those in sight first, then the rest as they were found."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable


class ReadingOrder:
    """Places of runs that are still to be read. Any thread may ask; each place is given out once."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[int, None] = {}
        self._first: deque[int] = deque()
        self._taken: set[int] = set()
        self._closed = False
        self._held = False

    def add(self, *places: int) -> None:
        """Put runs at the end, or again if they were read before."""
        with self._changed:
            self._waiting.update(dict.fromkeys(places))
            self._changed.notify_all()

    def prefer(self, places: Iterable[int]) -> None:
        """Read these before all others, in this order: they are in sight."""
        with self._changed:
            self._first = deque(places)

    def hold(self, held: bool = True) -> None:
        """Give nothing out for a while: something else needs the machine."""
        with self._changed:
            self._held = held
            self._changed.notify_all()

    def close(self) -> None:
        """Give nothing out any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def done(self, place: int) -> None:
        """Say that a place that was taken is read."""
        with self._changed:
            self._taken.discard(place)

    @property
    def left(self) -> int:
        """How many are still to be read, those being read now among them."""
        with self._changed:
            return len(self._waiting) + len(self._taken)

    def take(self) -> int | None:
        """Return the next place as soon as there is one, to be followed by `done`; None when it was closed."""
        with self._changed:
            while not self._closed and (self._held or not self._waiting):
                self._changed.wait()
            if self._closed:
                return None
            while self._first:
                place = self._first.popleft()
                if place in self._waiting:
                    break
            else:
                place = next(iter(self._waiting))
            del self._waiting[place]
            self._taken.add(place)
            return place
