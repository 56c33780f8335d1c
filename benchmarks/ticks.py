"""How late a screen's clock comes while a record is being indexed behind it."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import Data
from benchmarks.family import LIMITS
from benchmarks.line import Line, percentile
from benchmarks.sizes import REPEATS, Sizes, megabytes
from playhead import open_tape

_FRAME_S = 1 / 60
_WORK = 20_000  # turns of a loop: some two milliseconds of Python, as a frame has
_LEAST = 60


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of the 99th percentile of a tick, with and without an index being made."""
    path = data.tape(sizes.tape)
    idle: list[float] = []
    busy: list[float] = []
    for _ in range(REPEATS):
        idle += asyncio.run(_ticks(threading.Event(), _LEAST))
        busy += _while_indexing(path)
    title = f"p99 of a tick while {megabytes(sizes.tape)} is being indexed : idle"
    return [Line(LIMITS, title, 2.5, percentile(busy, 99), percentile(idle, 99))]


def _while_indexing(path: Path) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        done = threading.Event()

        def index() -> None:
            open_tape(path).steps.wait()
            done.set()

        thread = threading.Thread(target=index)
        thread.start()
        ticks = asyncio.run(_ticks(done))
        thread.join()
        return ticks


async def _ticks(done: threading.Event, count: int | None = None) -> list[float]:
    """Return the milliseconds from when each tick was due to when its work was done."""
    late: list[float] = []
    while not done.is_set() and (count is None or len(late) < count):
        due = time.perf_counter() + _FRAME_S
        await asyncio.sleep(_FRAME_S)
        sum(range(_WORK))
        for _ in range(_WORK // 4):
            pass
        late.append((time.perf_counter() - due) * 1_000)
    return late
