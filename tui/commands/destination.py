"""Where `:` and `--at` lead."""

from __future__ import annotations

import re

from playhead.insight.times import is_time, position_at
from playhead.storage.source import StepSource


def destination(steps: StepSource, text: str) -> int | str:
    """Return the position that a text names, or a sentence that says why it names none.

    A number is a step number, `50%` a place in the run, `$` the last step, `14:05` the first step at or after that
    time, anything else a native id. A colon before it all is no part of it.
    """
    wanted = text.strip().removeprefix(":").strip()
    known = len(steps)
    if not known:
        return "This run has no steps."
    if wanted == "$":
        return known - 1
    percent = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", wanted)
    if percent:
        return min(known - 1, int(known * min(float(percent[1]), 100.0) / 100))
    if re.fullmatch(r"\d{1,12}", wanted):
        place = steps.position(int(wanted))
        if place is not None:
            return place
        return _beyond(steps, int(wanted))
    place = steps.find(wanted)
    if place is None and is_time(wanted):
        return position_at(steps, wanted)
    return f"There is no step {wanted[:60]!r}." if place is None else place


def _beyond(steps: StepSource, n: int) -> int | str:
    """Return the place of a native id that looks like a number, else what the numbers reach to."""
    place = steps.find(str(n))
    if place is not None:
        return place
    so_far = "" if steps.complete else " so far"
    return f"There is no step {n}: the run has {steps.counted}{so_far}."
