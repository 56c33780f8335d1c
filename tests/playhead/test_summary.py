"""A run in one row."""

from __future__ import annotations

from pathlib import Path

from playhead.formats.build import make_action, make_step
from playhead.model import Outcome, Status, Step, Tape
from playhead.storage.joined_steps import JoinedSteps
from playhead.summary import summary_of


def test_a_summary_counts_steps_actions_and_failures() -> None:
    """A row tells how many steps, actions and failed actions a run has."""

    def build(index: int, n: int | None, first: int | None, codes: list[int]) -> Step:
        actions = [
            make_action(n=(first or 0) + place, tool="bash", command="x", exit_code=code)
            for place, code in enumerate(codes)
        ]
        return make_step(index=index, n=n, id=str(index), source="agent", actions=actions)

    steps = JoinedSteps([[0, 1], [2]], build, action_counts=[2, 1])
    tape = Tape(path=Path("a.json"), format="atif", steps=steps, task="Fix it\nplease", outcome=Outcome(Status.FAILED))
    row = summary_of(tape)
    assert (row.title, row.status, row.steps, row.actions, row.failed) == ("Fix it", Status.FAILED, 2, 3, 2)
