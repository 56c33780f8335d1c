"""Columns of a long joined run: known from the start in number, filled in the background."""

from __future__ import annotations

import threading

from playhead.formats.build import make_action, make_step
from playhead.model import Kind, Step
from playhead.storage.filling import AT_ONCE
from playhead.storage.joined_steps import JoinedSteps
from playhead.storage.source import KINDS, NO_EXIT_CODE


def build(index: int, n: int | None, first: int | None, code: int) -> Step:
    actions = [make_action(n=first, tool="bash", command="pytest", exit_code=code)]
    return make_step(index=index, n=n, id=f"id{index}", source="agent", actions=actions)


def test_a_short_run_is_complete_when_it_is_asked() -> None:
    """A short run has its columns at the first question."""
    steps = JoinedSteps([0, 1], build, action_counts=[1, 1])
    columns = steps.columns(0, 2)
    assert steps.complete
    assert (list(columns.failed), list(columns.exit_codes)) == ([0, 1], [0, 1])


def test_a_long_run_never_waits_for_its_columns() -> None:
    """Of a long run steps can be read at once, and unknown columns say so, while a thread builds them."""
    gate = threading.Event()

    def slow(index: int, n: int | None, first: int | None, code: int) -> Step:
        if threading.current_thread() is not threading.main_thread():
            assert gate.wait(20)
        return build(index, n, first, code)

    count = AT_ONCE + 50
    steps = JoinedSteps([1] * count, slow, action_counts=[1] * count)
    columns = steps.columns(0, count)
    assert not steps.complete
    assert (len(steps), steps[7].n, set(columns.exit_codes)) == (count, 8, {NO_EXIT_CODE})
    gate.set()
    steps.wait()
    columns = steps.columns(0, count)
    assert (steps.complete, set(columns.failed), {KINDS[kind] for kind in columns.kinds}) == (True, {1}, {Kind.TEST})
    assert steps.find(f"id{count - 1}") == count - 1
