"""Work that goes on in a thread of its own in short slices, so that keys are answered meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from time import monotonic

from playhead.storage.line_steps import Progress

SLICE_S = 0.004
REST_S = 0.001
"""Seconds of work, and of rest after it. Where somebody waits for the end there is no rest."""


def begin(work: Iterator[int], progress: Progress, at_once: int) -> None:
    """Do the work until it has come as far as `at_once` (it yields how far it is), and the rest in the background.

    What it raises at once is raised here; later it is for the work itself to tell. `progress` is finished at the end.
    """
    for done in work:
        if done >= at_once:
            progress.publish()
            threading.Thread(target=_go_on, args=(work, progress), name="playhead-reading", daemon=True).start()
            return
    progress.finish()


def _go_on(work: Iterator[int], progress: Progress) -> None:
    try:
        began = monotonic()
        for _ in work:
            if monotonic() - began > SLICE_S:
                progress.publish()
                progress.let_others_begin(REST_S)
                began = monotonic()
    finally:
        progress.finish()
