"""The labels of one thread of a run: its own steps, or those of one sub-agent, which number themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from playhead.labels.state import LabelState, Standing, state_with
from playhead.labels.target import RunTarget, StepTarget
from playhead.model import SubAgent


def labels_in(state: LabelState, subagents: Iterable[SubAgent], agent: str | None) -> LabelState:
    """Return what stands on the run and in one thread of it: that of sub-agent `agent`, or with None the run's own.

    Labels on a sub-agent's steps name them `AGENT:N`; in its thread they get the position of that step.
    """
    known = {one.id: one for one in subagents}
    if not known:
        return state
    kept = []
    for one in state.in_force:
        inner = _inner(one, known)
        if isinstance(one.target, RunTarget) or (agent is None and inner is None):
            kept.append(one)
        elif inner is not None and inner[0] == agent:
            kept.append(replace(one, position=inner[1]))
    return state_with(state, kept)


def _inner(one: Standing, known: dict[str, SubAgent]) -> tuple[str, int | None] | None:
    """Return the sub-agent and the position in it that a label is on, None where it is on the run's own steps."""
    if not isinstance(one.target, StepTarget):
        return None
    agent, _, number = one.target.step.rpartition(":")
    if agent not in known or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return agent, known[agent].steps.position(int(number))
