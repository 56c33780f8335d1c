"""One line of the table: what was measured, against what, and whether it is where it has to be."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from benchmarks.sizes import REPEATS


class Of(StrEnum):
    """What is compared with the target."""

    RATIO = "ratio"
    OURS = "ours"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of ours beside theirs, both medians in `unit`. `why` says why it was not measured.

    `section` is where the target stands: the design's own table, or the longer one of the measurements.
    """

    section: str
    title: str
    target: float | None
    ours: float | None = None
    theirs: float | None = None
    unit: str = "ms"
    of: Of = Of.RATIO
    why: str = ""

    @property
    def figure(self) -> float | None:
        """What is compared with the target; None where it was not measured."""
        if self.of is Of.OURS or self.ours is None:
            return self.ours
        if self.theirs is None:
            return None
        if self.of is Of.DIFFERENCE:
            return self.ours - self.theirs
        return self.ours / self.theirs if self.theirs else None

    @property
    def verdict(self) -> str:
        """`holds`, `falls short`, `no target`, or why it was not measured."""
        if self.why:
            return self.why
        if self.figure is None:
            return "not run"
        if self.target is None:
            return "no target"
        return "holds" if self.figure <= self.target else "falls short"

    def to_json(self) -> dict[str, Any]:
        """Return what `line_from` takes, with what is computed beside it for those who read the file."""
        return {**asdict(self), "figure": self.figure, "verdict": self.verdict}


def line_from(value: dict[str, Any]) -> Line:
    """Return the line that was written."""
    told = {name: value[name] for name in ("section", "title", "target", "ours", "theirs", "unit", "why")}
    return Line(**told, of=Of(value["of"]))


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the chart: how much of what (`series`) a size (`label`) costs; sizes are of one `kind`."""

    kind: str
    series: str
    label: str
    value: float
    unit: str = "ms"


def interleaved(*measures: Callable[[], float], repeats: int = REPEATS) -> list[float]:
    """Take turns (ABAB...) so that a slow minute falls on all, and return the median of each."""
    taken: list[list[float]] = [[] for _ in measures]
    for _ in range(repeats):
        for measure, kept in zip(measures, taken, strict=True):
            kept.append(measure())
    return [statistics.median(one) for one in taken]


def timed(action: Callable[[], object]) -> Callable[[], float]:
    """Return a measure of the milliseconds that an action takes."""

    def measure() -> float:
        began = time.perf_counter()
        action()
        return (time.perf_counter() - began) * 1_000

    return measure


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of all are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
