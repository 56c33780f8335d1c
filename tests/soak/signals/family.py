"""Signals at random moments, storms of sizes and input, stops: a family (`python -m tests.soak --only signals`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from signal import SIGHUP, SIGTERM

from tests.soak.promise import Promise
from tests.soak.signals import moments, storms

_COMMAND = "python -m tests.soak --only signals"
_MOMENTS, _DROPS, _RESIZES, _STOPS, _TYPED = 100, 20, 1000, 40, 3000
_LONGEST_S = 2.5


def signals(scale: float = 1.0) -> Sequence[Promise]:
    """Return what signals, sizes and stops did to a screen; two at a time."""
    chance = random.Random(7)
    moments_ = [
        (moments.SIGNALS[number % len(moments.SIGNALS)], chance.uniform(0.05, _LONGEST_S))
        for number in range(max(1, round(_MOMENTS * scale)))
    ]
    resizes, stops = max(20, round(_RESIZES * scale)), max(2, round(_STOPS * scale))
    with ThreadPoolExecutor(2) as pool:
        resized = pool.submit(storms.resizes, resizes)
        typed = pool.submit(storms.typed, max(20, round(_TYPED * scale)))
        stopped = pool.submit(storms.stops, stops)
        ended = [pool.submit(storms.ended_while_stopped, one) for one in (SIGHUP, SIGTERM)] if scale >= 1 else []
        tried = [(one, pool.submit(moments.trial, *one)) for one in moments_]
        drops = [chance.uniform(0.05, _LONGEST_S) for _ in range(round(_DROPS * scale))]
        gone = [(after, pool.submit(moments.dropped, after)) for after in drops]
        told = [f"{one.name} after {after:.2f} s: {why}" for (one, after), found in tried for why in found.result()]
        told += [f"dropped after {after:.2f} s: {why}" for after, found in gone for why in found.result()]
        told += [f"ended while stopped: {why}" for found in ended for why in found.result()]
    return (
        _promise(
            "a signal gives the terminal back, and no label that was shown as safe is lost",
            "SIGHUP, SIGTERM, SIGINT, SIGQUIT, a closed terminal at random moments of a start, labels typed ahead",
            len(moments_) + len(gone) + len(ended),
            told,
        ),
        _promise("any size is survived", "a screen is resized from 1 x 1 to 500 x 200", *resized.result()),
        _promise(
            "nothing that is typed or pasted ends it or does what no key was pressed for",
            "bytes that are no text, sequences of absurd numbers, pastes with escape sequences in them",
            *typed.result(),
        ),
        _promise(
            "stopped and continued it goes on", "ctrl+z and SIGSTOP in turn, modes are looked at", *stopped.result()
        ),
    )


def _promise(promise: str, how: str, cases: int, failures: Sequence[str]) -> Promise:
    return Promise(promise, how, cases, tuple(failures), _COMMAND)
