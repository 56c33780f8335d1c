"""Ids of events: UUID version 7 (RFC 9562), rising within a process even when the clock stands still or falls."""

from __future__ import annotations

import os
import threading
import time

_TAIL_BITS = 74  # what a version 7 UUID leaves free behind its 48 bits of milliseconds
_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Return a UUID that sorts, as text, after every other one this process made."""
    global _last  # noqa: PLW0603 - one sequence a process is the point
    with _lock:
        fresh = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << _TAIL_BITS | _random(_TAIL_BITS)
        # A random stride, so that two processes forked from one do not count up the same numbers.
        _last = fresh if fresh > _last else _last + 1 + _random(32)
        return _formatted(_last)


def _random(bits: int) -> int:
    return int.from_bytes(os.urandom((bits + 7) // 8), "big") >> (-bits % 8)


def _formatted(number: int) -> str:
    milliseconds = number >> _TAIL_BITS
    high, low = number >> 62 & 0xFFF, number & (1 << 62) - 1
    whole = milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low
    digits = f"{whole:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
