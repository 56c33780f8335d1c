"""How much of a run a moment took: steps, and time by the record's clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from playhead.insight.moments.values import Moment
from playhead.insight.times import moment_of
from playhead.storage.source import StepSource


class Weight(NamedTuple):
    """The steps a moment spans, its first and its last among them; seconds between these, None where not recorded."""

    steps: int
    seconds: float | None = None


def weight_of(moment: Moment, steps: StepSource) -> Weight:
    """Return the weight of a moment; two steps are decoded for it."""
    first, last = moment.trigger_position, min(moment.end_position, len(steps) - 1)
    times = (moment_of(steps[first].at), moment_of(steps[last].at))
    began, ended = times
    known = began is not None and ended is not None and last > first
    seconds = max(0.0, (ended - began).total_seconds()) if known and began and ended else None
    return Weight(last - first + 1, seconds)


def heaviest_first(moments: Iterable[Moment]) -> list[Moment]:
    """Return moments by how many steps and actions they took, the longest first; what was wanted so comes last."""
    return sorted(moments, key=_heaviness)


def _heaviness(one: Moment) -> tuple[bool, int, int, int]:
    steps = one.end_position - one.trigger_position
    return one.outcome == "not_negative", -steps, -one.length, one.trigger_action
