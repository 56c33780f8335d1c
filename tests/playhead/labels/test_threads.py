"""Labels of the run's own steps and those of a sub-agent's, told apart."""

from __future__ import annotations

from dataclasses import replace

from playhead.labels.state import state_of
from playhead.labels.target import RunTarget, SpanTarget, StepTarget
from playhead.labels.threads import labels_in
from playhead.model import SubAgent
from tests.widgets.labelling import said
from tests.widgets.making import shop_steps, shop_tape, tape


def test_each_thread_has_its_own_labels_and_those_of_the_run() -> None:
    """`a1:3` stands on step 3 of sub-agent a1 and nowhere in the run's own steps; a run label stands in both."""
    inner = tape(shop_steps()).steps
    run = replace(shop_tape(), subagents=(SubAgent("a1", inner),))
    state = state_of(
        [
            said(RunTarget(), "outcome", "failed"),
            said(StepTarget("s5"), "step_value", "harms"),
            said(StepTarget("a1:3"), "step_value", "helps"),
            said(SpanTarget("s4", "s6"), "moment", "spiralled"),
        ],
        run,
    )
    own, branch = (labels_in(state, run.subagents, agent) for agent in (None, "a1"))
    assert [one.key for one in own.in_force] == ["outcome", "moment", "step_value"]
    assert own.at(2) == ()
    assert [(one.key, one.position) for one in branch.in_force] == [("outcome", None), ("step_value", 2)]
    assert [one.value for one in branch.at(2)] == ["helps"]


def test_a_run_without_sub_agents_keeps_its_state() -> None:
    """Nothing is computed where there is nothing to tell apart."""
    state = state_of([said(StepTarget("s5"), "step_value", "harms")], shop_tape())
    assert labels_in(state, (), None) is state
