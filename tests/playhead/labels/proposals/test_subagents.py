"""What rules propose of the steps of sub-agents."""

from __future__ import annotations

import pytest

from playhead import TapeWriter, open_tape
from playhead.labels.proposals.working_out import proposed_of
from playhead.labels.store import LabelStore
from playhead.labels.threads import labels_in
from tests.playhead.labels.making import ANA
from tests.stories.runs import step

FAILED = "FAILED tests/test_a.py::test_x - assert 1 == 2\n=== 1 failed in 0.10s ==="


@pytest.fixture
def tape(tmp_path):
    path = tmp_path / "a.tape.jsonl"
    with TapeWriter(path, id="outer", task={"text": "Fix checkout"}) as written:
        written.step(step(1, "ls", "a.py\n"))
        for number in (1, 2, 3):
            written.subagent("helper", step(number, "pytest -q", FAILED), of_step=1)
        written.outcome("failed")
    return open_tape(path)


@pytest.fixture
def proposed(tape, shelf):
    return proposed_of(tape, shelf)


def test_what_happened_in_a_sub_agent_is_proposed_on_its_steps(proposed):
    """A moment, the flags and the phases of a sub-agent's steps are proposed on `AGENT:N`."""
    inner = [one for one in proposed if "helper:" in str(one.event.on.to_json())]
    assert {one.event.key for one in inner} == {"moment", "flag", "phase"}
    assert {one.place.position for one in inner} == {None}
    moment = next(one.event for one in inner if one.event.key == "moment")
    assert moment.on.to_json() == {"from": "helper:1", "to": "helper:3"}
    flagged = [one.event.on.step for one in inner if one.event.key == "flag"]
    assert flagged == ["helper:2", "helper:3"]


def test_what_is_said_of_a_run_is_not_said_of_its_sub_agents(proposed):
    """The outcome is proposed once, for the run."""
    assert [one.event.on.to_json() for one in proposed if one.event.key == "outcome"] == [{}]


def test_proposals_in_a_sub_agent_stand_in_its_thread_and_are_decided_there(tape, proposed, shelf):
    """Accepted, one is a person's label on that step of the sub-agent; worked out again nothing is new."""
    store = LabelStore.open(tape, author=ANA, schema=shelf)
    try:
        assert store.propose(proposed)
        there = labels_in(store.state, tape.subagents, "helper").in_state("proposed")
        assert {one.position for one in there if one.key != "outcome"} == {0, 1, 2}
        flag = next(one for one in there if one.key == "flag")
        store.accept(flag.event)
        store.flush()
        mine = [one for one in labels_in(store.state, tape.subagents, "helper").in_force if one.event.by.id == "ana"]
        assert [(one.key, one.value, one.position, one.state) for one in mine] == [
            ("flag", ("repeats_without_progress",), 1, "set")
        ]
        before = store.state.in_force
        store.propose(proposed_of(tape, shelf))
        assert store.state.in_force == before
        assert not store.state.in_state("stale")
    finally:
        store.close()
