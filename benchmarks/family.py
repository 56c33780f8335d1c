"""A family: lines that are measured together, in a process of their own, so that no memory or cache is shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.data import Data
from benchmarks.line import Line, Point
from benchmarks.sizes import Sizes

DESIGN = "design 7"
LIMITS = "limits 9"
MORE = "more"

Measure = Callable[[Data, Sizes], Sequence[Line | Point]]


@dataclass(frozen=True, slots=True)
class Family:
    """A name, what measures its lines, and the seconds after which it is given up."""

    name: str
    measure: Measure
    limit: float = 240.0
