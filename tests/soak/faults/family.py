"""Faults of the system: the family of the soak (`python -m tests.soak --only faults`)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.soak.faults import folding, processes, reading, saving, screens
from tests.soak.promise import Promise

_COMMAND = "python -m tests.soak --only faults"
_SAVED = "what was acknowledged is saved; the rest is told in a sentence, kept, and saved later"
_FOLDED = "a record is the old one or the new one, and what is said of it is true"
_EVERY = "ten errors and short writes at every call of {}, once, lasting, on a descriptor; in one process"


def faults(scale: float = 1.0) -> Sequence[Promise]:
    """Return what became of labels and records under every fault; real processes two at a time."""
    with tempfile.TemporaryDirectory() as name:
        lines = [
            _promise(_SAVED, _EVERY.format("a save"), *saving.saving(Path(name), scale)),
            _promise(_FOLDED, _EVERY.format("a fold"), *folding.folding(Path(name), scale)),
        ]
    reasons = [why for why in (processes.why_no_strace(), processes.why_no_small_disk()) if why is not None]
    if processes.why_no_strace() is None:
        how = "`label` and `fold`, one call made to fail by strace"
        lines.append(_real(tuple(processes.traced_cases()), how, "", scale))
        lines.append(_read(scale))
    how = "`label` and `fold` on a disk of 4 KiB, full, read-only; with small limits, without a home"
    lines.append(
        _real(tuple(processes.placed_cases()), how, "not tried: " + ", ".join(reasons) if reasons else "", scale)
    )
    lines.append(_screens(scale))
    return lines


def _screens(scale: float) -> Promise:
    some = tuple(screens.screens())[:: max(1, round(1 / scale))]
    with ThreadPoolExecutor(2) as pool:
        failures = [one for found in pool.map(screens.tried, some) for one in found]
    how = "a label on the screen, in a terminal: syncs that fail, no file may grow, 20 descriptors"
    return _promise(_SAVED, how, len(some), failures)


def _real(cases: Sequence[processes.Case], how: str, note: str, scale: float) -> Promise:
    some = cases[:: max(1, round(1 / scale))]
    with ThreadPoolExecutor(2) as pool:
        failures = [one for found in pool.map(processes.tried, some) for one in found]
    return Promise(_SAVED, how, len(some), tuple(failures), _COMMAND, note)


def _read(scale: float) -> Promise:
    some = tuple(reading.readings())[:: max(1, round(1 / scale))]
    with ThreadPoolExecutor(2) as pool:
        failures = [one for found in pool.map(reading.tried, some) for one in found]
    how = "commands on records of four formats, of which a read and all behind it fail, by strace"
    return _promise("what a disk does not give is told, and a part is never taken for all", how, len(some), failures)


def _promise(promise: str, how: str, cases: int, failures: Sequence[str]) -> Promise:
    return Promise(promise, how, cases, tuple(failures), _COMMAND)
