"""Signals that end what writes in order: what was heard so far is written, and nothing half is left behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_SIGNALS = (signal.SIGHUP, signal.SIGTERM)


class SignalledError(Exception):
    """A signal asked us to end; `number` is which."""

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {signal.Signals(number).name}")
        self.number = number


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let the signals that would kill us raise SignalledError once; a second one kills. What is ignored stays so."""
    taken = [one for one in _SIGNALS if signal.getsignal(one) is signal.SIG_DFL]

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        give_back()
        raise SignalledError(number)

    def give_back() -> None:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)

    for one in taken:
        signal.signal(one, end)
    try:
        yield
    finally:
        give_back()
