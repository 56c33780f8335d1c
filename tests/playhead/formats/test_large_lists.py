"""SWE-agent and mini-swe-agent records too large to be decoded at once: the same runs, in bounded memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead.formats import large_list, mini, swe_agent
from playhead.formats.elements import LARGE
from playhead.formats.record_places import CHANGED
from playhead.opening import open_tape, probe_of
from tests.playhead.formats.large_way import Reads, all_told, only_at_once, part_by_part, whole
from tests.shared_data import samples

ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "action": st.sampled_from(["ls", "pytest -q", "edit 1:2\nx\nend_of_edit", "", 3]),
        "observation": st.sampled_from(["ok", "", None, "Your command contained syntax errors and was NOT executed"]),
        "thought": st.text(max_size=3),
        "response": st.text(max_size=3),
        "state": st.sampled_from(['{"open_file": "a.py"}', {"open_file": "b.py"}, "{"]),
        "execution_time": st.sampled_from([0.1, 0.2, "x"]),
        "query": st.just([{"role": "user", "content": "long"}]),
    },
)
MESSAGE = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant", "system", "tool", "exit", 4])},
    optional={
        "content": st.sampled_from(
            ["```bash\nls\n```", "THOUGHT: a\n```bash\nls\n```\n```bash\nls\n```", "said", None]
        ),
        "extra": st.sampled_from(
            [
                {"returncode": 1, "raw_output": "no", "timestamp": 1.7e9},
                {"actions": [{"command": "ls"}, "pwd"], "timestamp": 1.8e9, "cost": 0.1},
                {"exit_status": "Submitted", "submission": "diff"},
                {"response": {"usage": {"prompt_tokens": 3}}, "cost": 0.2},
            ]
        ),
    },
)
ODD = st.sampled_from([1, None, "text", [], 2**70])
TRAJ = st.fixed_dictionaries(
    {"trajectory": st.lists(ENTRY | ODD, max_size=6), "history": st.lists(MESSAGE, max_size=3)},
    optional={
        "info": st.sampled_from([{"exit_status": "submitted", "submission": "diff"}, {"exit_status": "exit_error"}]),
        "environment": st.just("swe_main"),
        "attempts": st.just([{"trajectory": [{"action": "ls"}]}]),
        "playhead": st.just({"events": [{"id": "e"}]}),
    },
)
MINI = st.lists(MESSAGE | ODD, max_size=8) | st.fixed_dictionaries(
    {"messages": st.lists(MESSAGE | ODD, max_size=8)},
    optional={
        "info": st.sampled_from([{"exit_status": "Submitted"}, {"model_stats": {"instance_cost": 4}}, 3]),
        "trajectory_format": st.just("mini-swe-agent-1"),
        "instance_id": st.just("x__y-1"),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.data())
@pytest.mark.parametrize(("kind", "roots"), [(swe_agent, TRAJ), (mini, MINI)], ids=["swe-agent", "mini"])
def test_both_ways_tell_the_same(tmp_path, monkeypatch, kind, roots, data):
    """Whole or damaged, a record read part by part is the run that it is when it is decoded at once."""
    root = data.draw(roots)
    if isinstance(root, dict):
        root = {key: root[key] for key in data.draw(st.permutations(list(root)))}
    text = json.dumps(root, indent=data.draw(st.sampled_from([None, 1])))
    if isinstance(root, dict) and data.draw(st.booleans(), label="twice"):
        text = text[:-1] + ', "trajectory": [], "messages": [{"role": "user", "content": "again"}]}'
    cut = data.draw(st.sampled_from([1, 1, 0.3, 0.6, 0.9]), label="cut")
    path = tmp_path / "run.traj"
    path.write_bytes(text.encode()[: int(cut * len(text))])
    at_once = whole(kind.read(path))
    assert all_told(part_by_part(monkeypatch, kind.read, path)) == all_told(at_once)


@pytest.mark.parametrize("folder", ["sweagent", "mini-swe-agent"])
def test_real_records_are_the_same_both_ways(monkeypatch, folder):
    """Runs as the agents wrote them, of several versions."""
    kinds = {"sweagent": swe_agent, "mini-swe-agent": mini}
    runs = [path for path in samples(folder).rglob("*.traj*") if kinds[folder].detect(probe_of(path)) is not None]
    assert len(runs) > 2
    for path in runs:
        read = kinds[folder].read
        assert all_told(part_by_part(monkeypatch, read, path)) == all_told(whole(read(path))), path.name


def traj(path: Path, size: int) -> Path:
    """Return a SWE-agent record of at least `size` bytes."""
    entry = {"action": "pytest -q", "observation": "x" * 3000, "thought": "try", "response": "", "state": "{}"}
    path.write_text(json.dumps({"trajectory": [entry] * (size // 3000), "history": [], "info": {}}), encoding="utf-8")
    return path


def messages(path: Path, size: int) -> Path:
    """Return a mini-swe-agent record of at least `size` bytes, its facts at the end."""
    turn: list[Any] = [
        {"role": "assistant", "content": "```bash\npytest -q\n```"},
        {"role": "user", "content": f"<returncode>1</returncode>\n<output>\n{'x' * 3000}</output>"},
    ]
    first = {"role": "user", "content": "do it"}
    value = {"messages": [first, *turn * (size // 3000)], "info": {}, "trajectory_format": "mini-swe-agent-1"}
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize(("make", "name"), [(traj, "a.traj"), (messages, "a.traj.json")])
def test_first_steps_are_there_after_half_a_megabyte(tmp_path, monkeypatch, make, name):
    """Of a record of 30 MB not more is read before its first steps can be seen, and each is read alone."""
    path = make(tmp_path / name, 30_000_000)
    reads = Reads(monkeypatch)
    monkeypatch.setattr(large_list, "begin", only_at_once)
    tape = open_tape(path)
    assert len(tape.steps) > 50
    assert not tape.steps.complete
    assert reads.bytes <= 512 * 1024
    before = reads.bytes
    assert "x" * 3000 in (tape.steps[40].actions[0].output or "")
    assert reads.bytes - before < 7000


@pytest.mark.parametrize(("make", "name"), [(traj, "a.traj"), (messages, "a.traj.json")])
def test_ids_and_numbers_lead_to_steps(tmp_path, make, name):
    """A step is found by each of its ids and by its number while nothing of it is in memory."""
    tape = whole(open_tape(make(tmp_path / name, LARGE + 1)))
    last = tape.steps[len(tape.steps) - 1]
    assert [tape.steps.find(one) for one in last.native_ids] == [last.index] * len(last.native_ids)
    assert tape.steps.position(last.n) == last.index
    assert tape.steps.find("01") is None
    assert last.actions[-1].n == tape.steps.actions


def test_a_record_that_is_written_into_gives_no_wrong_steps(tmp_path):
    """A step whose bytes are not what they were says so."""
    path = traj(tmp_path / "a.traj", LARGE + 1)
    tape = whole(open_tape(path))
    with path.open("r+b") as file:
        file.write(b"[" * 500_000)
    assert tape.steps[30].text == CHANGED
