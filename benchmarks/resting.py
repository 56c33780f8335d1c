"""When a program has come to rest: neither bytes nor processor time any more."""

from __future__ import annotations

import time

from benchmarks.terminal import Terminal

_QUIET_S = 0.3
_MOST_CPU = 0.03  # of the quiet time: a program that looks at the clock now and then is at rest


def rest(terminal: Terminal, limit: float = 90.0) -> None:
    """Read until the program does nothing any more, or until the limit: what goes on then is a part of it."""
    until = time.perf_counter() + limit
    while time.perf_counter() < until and not terminal.ended:
        used, waited, silent = _used(terminal), time.perf_counter(), True
        while (left := waited + _QUIET_S - time.perf_counter()) > 0:
            silent = not terminal.read(left) and silent
        if _used(terminal) - used < _QUIET_S * _MOST_CPU and (silent or _used(terminal)):
            return


def _used(terminal: Terminal) -> float:
    """Return the seconds of CPU so far, nothing where the system does not tell of other processes."""
    try:
        return terminal.cpu()
    except OSError:
        return 0.0
