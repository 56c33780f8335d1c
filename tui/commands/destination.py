"""Where `:` and `--at` lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playhead.insight.times import is_time, position_at
from playhead.labels.target import inner_step
from playhead.storage.source import StepSource

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


def thread_and_place(run: RunScreen, text: str, *, of_run: bool = False) -> tuple[str | None, int] | str:
    """Return the sub-agent (None for the run itself) and the position in it that a text names, or why there is none.

    `AGENT:3` names a step of a sub-agent from anywhere; all else is looked for in the steps that are shown, or in
    those `of_run`.
    """
    assert run.tape is not None
    inner = inner_step(text.strip().removeprefix(":").strip())
    subagent = next((one for one in run.tape.subagents if inner and one.id == inner[0]), None)
    if inner is not None and subagent is not None:
        place = subagent.steps.position(inner[1])
        return f"Sub-agent {subagent.id[:40]} has no step {inner[1]}." if place is None else (subagent.id, place)
    found = destination(run.tape.steps if of_run else run.steps, text)
    return found if isinstance(found, str) else (None if of_run else run.branches.agent, found)


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
    """Return the place of a native id that looks like a number, else what the numbers reach to.

    While the run is still read it is a number: the step may come.
    """
    if not steps.complete:
        return f"There is no step {n}: the run has {steps.counted} so far."
    place = steps.find(str(n))
    return f"There is no step {n}: the run has {steps.counted}." if place is None else place
