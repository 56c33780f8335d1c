"""How cost grows, as bars of characters: a line for each size, on a scale where a step to the right is a factor."""

from __future__ import annotations

import math
from collections.abc import Sequence

from benchmarks.line import Point

WIDTH = 48
_HEADINGS = {"bytes": "Tapes of growing size", "steps": "Growing numbers of short steps"}


def chart(points: Sequence[Point]) -> str:
    """Return all points as one chart: a bar twice as long is the square of the cost; equal bars cost the same."""
    if not points:
        return ""
    most = {unit: max(point.value for point in points if point.unit == unit) for unit in {one.unit for one in points}}
    parts = ["How cost grows (logarithmic: each tenth of a bar is the same factor)"]
    for kind, heading in _HEADINGS.items():
        some = [point for point in points if point.kind == kind]
        for number, series in enumerate(dict.fromkeys(point.series for point in some)):
            parts += ["", heading] if number == 0 else [""]
            parts += [_bar(point, most[point.unit]) for point in some if point.series == series]
    return "\n".join(parts)


def bar(value: float, most: float, width: int = WIDTH) -> str:
    """Return a bar for a value from 1 to the most; what is below 1 has the shortest."""
    if most <= 1:
        return "█"
    share = math.log(max(1.0, value)) / math.log(most)
    return "█" * max(1, round(share * width))


def _bar(point: Point, most: float) -> str:
    amount = f"{point.value:,.0f}" if point.value >= 10 else f"{point.value:.1f}"
    return f"  {point.series:20}{point.label:>11}  {bar(point.value, most)} {amount} {point.unit}"
