"""The SWE-agent reader on what no healthy run writes: wrong types, damage, other agents' `.traj` files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.formats.mini import reader as mini
from playhead.formats.swe_agent import reader as swe_agent
from playhead.model import Kind, Status
from playhead.opening import probe_of
from playhead.storage.source import iterate
from tests.playhead.formats.documents import SWE_AGENT, WRONG, places, with_wrong, write
from tests.playhead.formats.test_mini_hostile import look_at_all


@pytest.mark.parametrize("place", list(places(SWE_AGENT)), ids=lambda place: "/".join(map(str, place)))
def test_a_wrong_type_in_any_field_is_never_an_error(tmp_path, place):
    """Whatever stands in a field, the run opens and every step can be shown."""
    for number, wrong in enumerate(WRONG):
        path = write(tmp_path / f"{number}.traj", with_wrong(SWE_AGENT, place, wrong))
        tape = swe_agent.read(path)
        look_at_all(tape)
        for one in tape.subagents:
            list(iterate(one.steps))


def test_a_step_tells_thought_command_path_state_and_time(tmp_path):
    """An entry becomes one step with its thought, one action as the file has it, its path and its time."""
    tape = swe_agent.read(write(tmp_path / "a.traj", SWE_AGENT))
    first, second, third = iterate(tape.steps)
    assert (first.actions[0].tool, first.actions[0].kind, first.actions[0].path) == (
        "str_replace_editor",
        Kind.READ,
        "/w/a.py",
    )
    assert first.actions[0].arguments["view_range"] == [1, 5]
    assert (first.text, first.thought, first.duration_s) == ("", "Look. ", 0.5)
    assert second.actions[0].command == "edit 1:1\nx = 1\nend_of_edit\n"
    assert (second.actions[0].kind, second.actions[0].path) == (Kind.EDIT, "/w/a.py")
    assert second.text == ""
    assert (third.actions[0].command, third.actions[0].executed) == ("", False)
    assert (tape.id, tape.task, tape.snapshot.commit) == ("owner__repo-1", "the bug", "abc")
    assert [one.id for one in tape.subagents] == ["attempt-1"]
    assert [layer.name for layer in tape.layers] == ["patch", "review"]
    assert tape.events == ({"label": {"id": "e1"}},)
    assert first.raw[0].pointer == "/trajectory/0"


@pytest.mark.parametrize(
    ("status", "expected", "source"),
    [
        ("submitted", Status.UNKNOWN, "info.exit_status"),
        ("submitted (exit_cost)", Status.UNKNOWN, "info.exit_status"),
        ("exit_format", Status.UNKNOWN, "info.exit_status"),
        ("early_exit", Status.UNKNOWN, "info.exit_status"),
        ("exit_environment_error", Status.ERROR, "info.exit_status"),
        ("submitted (exit_error)", Status.ERROR, "info.exit_status"),
        (None, Status.UNKNOWN, None),
    ],
)
def test_an_exit_status_says_no_more_than_it_knows(tmp_path, status, expected, source):
    """Only a broken environment or harness is an error outcome; all else is unknown, with the status as reason."""
    document = with_wrong(SWE_AGENT, ("info", "exit_status"), status)
    outcome = swe_agent.read(write(tmp_path / "a.traj", document)).outcome
    assert (outcome.status, outcome.source) == (expected, source)
    assert (status or "No exit status") in (outcome.reason or "")


@pytest.mark.parametrize(
    "observation",
    [
        "Your bash command contained syntax errors and was NOT executed. Please fix",
        "Operation 'vim' is not supported by this environment.",
    ],
)
def test_what_the_harness_refused_to_run_was_not_executed(tmp_path, observation):
    """A command that SWE-agent refused is shown as not executed."""
    document = {"trajectory": [{"action": "vim x", "observation": observation}], "info": {}, "history": []}
    assert not swe_agent.read(write(tmp_path / "a.traj", document)).steps[0].actions[0].executed


def test_a_retrying_agent_shows_its_last_attempt_and_keeps_the_others(tmp_path):
    """Attempts without a trajectory of the root: the last is the run, the earlier ones are sub-agents."""
    attempts = [{"trajectory": [{"action": f"echo {number}", "observation": ""}] * (number + 1)} for number in range(3)]
    path = write(tmp_path / "a.traj", {"attempts": attempts, "info": {}, "history": []})
    tape = swe_agent.read(path)
    assert [action.command for step in iterate(tape.steps) for action in step.actions] == ["echo 2"] * 3
    assert tape.steps[0].raw[0].pointer == "/attempts/2/trajectory/0"
    assert [(one.id, one.steps.counted) for one in tape.subagents] == [("attempt-1", 1), ("attempt-2", 2)]


def test_a_torn_file_shows_all_whole_entries(tmp_path):
    """SWE-agent rewrites the file at every step: one caught in the middle shows its complete entries."""
    data = json.dumps(SWE_AGENT).encode()
    path = tmp_path / "a.traj"
    for cut in range(60, len(data) - 1, 89):
        path.write_bytes(data[:cut])
        tape = swe_agent.read(path)
        look_at_all(tape)
        assert tape.record is None
    path.write_bytes(data[: data.index(b'"end_of_edit')] if b'"end_of_edit' in data else data[:700])
    kept = [step for step in iterate(swe_agent.read(path).steps) if not step.damaged]
    assert [step.actions[0].tool for step in kept][:1] == ["str_replace_editor"]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (SWE_AGENT, "1.1.0"),
        ({"trajectory": [], "info": {}}, ""),
        ({"trajectory": [], "history": []}, ""),
        ({"trajectory": [], "environment": "e", "instance_id": "hf row"}, None),
        ({"trajectory": [{"role": "user", "content": "another agent"}]}, None),
        ({"trajectory": [{"action": "ls", "observation": "x" * 200_000}], "info": {}}, ""),
        ({"history": [{"role": "user", "content": "x" * 200_000}], "trajectory": [], "info": {}}, ""),
        ([{"action": "ls", "observation": ""}], None),
        ({"info": {}, "messages": [{"role": "user"}]}, None),
    ],
)
def test_detection_is_by_content_since_other_agents_write_traj_files_too(tmp_path, document, expected):
    """The name `.traj` is not enough: a trajectory with what SWE-agent puts beside it is."""
    probe = probe_of(write(tmp_path / "a.traj", document))
    assert swe_agent.detect(probe) == expected
    assert expected is None or mini.detect(probe) is None


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_damage_to_a_record_still_opens(tmp_path_factory, data):
    """Flip, cut or repeat bytes as you like: there is a tape with whole numbers, never an error."""
    raw = bytearray(json.dumps(SWE_AGENT).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    path = tmp_path_factory.mktemp("damage") / "a.traj"
    path.write_bytes(bytes(raw))
    look_at_all(swe_agent.read(path))


def test_a_file_cut_between_two_entries_still_ends_in_a_visible_damaged_step(tmp_path):
    """Where the cut falls does not decide whether it is seen."""
    data = json.dumps(SWE_AGENT).encode()
    path = tmp_path / "a.traj"
    path.write_bytes(data[: data.index(b'{"action": "edit')])
    steps = list(iterate(swe_agent.read(path).steps))
    assert [step.damaged for step in steps] == [False, True]
    assert steps[1].raw[0].offset == path.stat().st_size
