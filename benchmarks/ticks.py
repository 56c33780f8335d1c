"""How late a screen's clock comes while a record is being indexed behind it."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.data import Data
from benchmarks.family import LIMITS
from benchmarks.line import Line, percentile
from benchmarks.sizes import REPEATS, Sizes, megabytes
from playhead import open_tape

_FRAME_S = 1 / 60
_WORK = 20_000  # turns of a loop: some two milliseconds of Python, as a frame has
_LEAST, _MOST = 200, 600


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of the 99th percentile of a tick, with and without an index being made."""
    path = data.tape(sizes.tape)
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(REPEATS):
        idle += asyncio.run(_ticks(lambda: False, _LEAST))
        busy += _while_indexing(path)
    title = f"p99 of a tick while {megabytes(sizes.tape)} is being indexed : idle"
    return [Line(LIMITS, title, 2.5, percentile(busy, 99), percentile(idle, 99))]


def _while_indexing(path: Path) -> list[float]:
    """Return the ticks of a program that waits for nothing, as a screen does not."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        steps = open_tape(path).steps
        return asyncio.run(_ticks(lambda: steps.complete, _MOST))


async def _ticks(done: Callable[[], bool], count: int) -> list[float]:
    """Return the milliseconds from when each tick was due to when its work was done."""
    late: list[float] = []
    while not done() and len(late) < count:
        due = time.perf_counter() + _FRAME_S
        await asyncio.sleep(_FRAME_S)
        sum(range(_WORK))
        for _ in range(_WORK // 4):
            pass
        late.append((time.perf_counter() - due) * 1_000)
    return late
