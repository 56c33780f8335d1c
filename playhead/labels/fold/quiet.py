"""When a record has come to rest, so that leaving it may fold labels in by itself."""

from __future__ import annotations

import time

from playhead.model import Status, Tape

QUIET_SECONDS = 60
"""A live harness writes its record at least so often (Harbor polls every 2 s, agents' steps take seconds)."""


def is_settled(tape: Tape, now: float | None = None) -> bool:
    """Return whether a run has its final state and its record was not written for 60 seconds.

    `now` is in seconds since the epoch. A record that is gone or in the future is not settled.
    """
    if tape.record is None or (tape.outcome.status is Status.UNKNOWN and tape.outcome.source is None):
        return False
    try:
        written = tape.record.stat().st_mtime
    except OSError:
        return False
    return (time.time() if now is None else now) - written >= QUIET_SECONDS
