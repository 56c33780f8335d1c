"""How long it takes to tell what a file is: over the samples where they are, else over the runs that are shipped."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import Data
from benchmarks.family import MORE
from benchmarks.line import Line, Of
from benchmarks.sizes import Sizes
from playhead.formats import registry
from playhead.opening import probe_of

ROOT = Path(__file__).resolve().parents[1]
MEDIAN_MS, WORST_MS = 0.5, 20.0
_RUNS = 5


def detection_times() -> list[tuple[float, Path]]:
    """Return the milliseconds of each file, the best of five, ascending: reading its head and tail is part of it."""
    samples = ROOT.parent / "shared" / "samples"
    folder = samples if samples.is_dir() else ROOT / "sample_runs"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        registry.detect(probe_of(path))  # what is imported once for all is not a file's own cost
    return sorted((min(_once(path) for _ in range(_RUNS)), path) for path in files)


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:  # noqa: ARG001 - every family gets both
    """Return the lines of the median and of the worst file."""
    times = detection_times()
    return [
        Line(MORE, f"what a file is, median of {len(times)} files", MEDIAN_MS, _median(times), of=Of.OURS),
        Line(MORE, f"what a file is, worst of {len(times)} files", WORST_MS, times[-1][0], of=Of.OURS),
    ]


def _median(times: list[tuple[float, Path]]) -> float:
    return statistics.median(one for one, _ in times)


def _once(path: Path) -> float:
    began = time.perf_counter()
    registry.detect(probe_of(path))
    return (time.perf_counter() - began) * 1000
