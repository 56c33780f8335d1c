"""The detail follows the timeline: a moment after a key, and of a burst of keys only where it ends."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from playhead.text import something_is_masked

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

AFTER_A_KEY = 0.01
AFTER_A_BURST = 0.036
"""Seconds; a key that is held comes thirty times a second, and the details it passes are not drawn."""
BURST_S = 0.1
"""Two moves nearer than this belong to a burst."""


class DetailAfter:
    """Shows the detail of a run screen when no move has come for a while."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._timer: Timer | None = None
        self.moved_at = 0.0
        """When the last move came, by the monotonic clock."""

    def moved(self) -> None:
        """Begin to wait, anew where that was begun before."""
        self.stop()
        before, self.moved_at = self.moved_at, monotonic()
        wait = AFTER_A_BURST if self.moved_at - before < BURST_S else AFTER_A_KEY
        self._timer = self._run.set_timer(wait, self._run.show_detail_now)

    def stop(self) -> None:
        """Wait no more: the detail is shown, or is not wanted."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not something_is_masked():
            self._run.call_after_refresh(self._tell_of_masks)

    def _tell_of_masks(self) -> None:
        """Name the key that shows credentials once the first one was masked."""
        if something_is_masked() and self._run.is_mounted:
            self._run.show_hints()
