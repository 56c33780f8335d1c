"""How long a judgement took: the time at the screen since the last one, or since the step came into view."""

from __future__ import annotations

import time
from collections.abc import Callable

IDLE_AFTER = 60.0
"""Seconds without a key that still count as work; of a longer pause only these do (reference: labels 4.3)."""


class Pace:
    """A stopwatch that stops by itself while nobody is there. `clock` gives seconds and never falls."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._spent = 0.0

    def start(self) -> None:
        """Begin anew: another step is in view."""
        self._last = self._clock()
        self._spent = 0.0

    def touch(self) -> None:
        """Note that somebody is there: a key was pressed."""
        now = self._clock()
        self._spent += min(max(0.0, now - self._last), IDLE_AFTER)
        self._last = now

    def lap(self) -> int:
        """Return the milliseconds of work since the start or the last lap, and begin anew."""
        self.touch()
        spent, self._spent = self._spent, 0.0
        return round(spent * 1000)
