"""Work in the background makes way for keys: they wait for the interpreter, not for the work."""

from __future__ import annotations

from threading import Event
from time import monotonic

PAUSE_S = 0.012
"""Seconds that work rests between two pieces while somebody presses keys; a piece takes one or two milliseconds."""


class MakingWay:
    """For threads in the background: `pause` between two pieces of work, which costs nothing while nobody asked."""

    def __init__(self) -> None:
        self._until = 0.0
        self._never = Event()
        self.pauses = 0

    def ask(self, seconds: float) -> None:
        """Ask all work in the background to make way for so long from now."""
        self._until = monotonic() + seconds

    def pause(self) -> None:
        """Rest for a moment, if that was asked for."""
        if self._until and monotonic() < self._until:
            self.pauses += 1
            self._never.wait(PAUSE_S)


WAY = MakingWay()
"""The one of this process."""
