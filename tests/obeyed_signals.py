"""Signals as they are by default, whatever the program that runs the tests (nohup, a script) had ignored."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def obeyed(number: signal.Signals) -> Iterator[None]:
    """Let a signal do what it does by default, here and in programs that are started meanwhile."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)
