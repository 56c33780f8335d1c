"""ATIF documents too large to be decoded at once: the same run, step by step, in bounded memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead.formats.atif import large
from playhead.formats.atif import reader as atif
from playhead.formats.elements import LARGE
from playhead.formats.record_places import CHANGED
from playhead.opening import probe_of
from tests.playhead.formats.atif_documents import call, document, said, written
from tests.playhead.formats.large_way import Reads, all_told, only_at_once, part_by_part, whole
from tests.shared_data import samples

STEP = st.fixed_dictionaries(
    {},
    optional={
        "step_id": st.integers(0, 4) | st.sampled_from(["1", "x", "x~2", 1.5, None, True]),
        "source": st.sampled_from(["agent", "user", "system", "odd", 3]),
        "message": st.text(max_size=3) | st.sampled_from(["Executed Bash c1", "a\ud800", 5]),
        "reasoning_content": st.sampled_from(["", "why", "why not"]),
        "timestamp": st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-01T00:00:09Z", 7]),
        "is_copied_context": st.booleans(),
        "model_name": st.sampled_from(["m", "n"]),
        "metrics": st.fixed_dictionaries({}, optional={"prompt_tokens": st.integers(0, 9), "cost_usd": st.just(0.1)}),
        "tool_calls": st.lists(st.just(call()), max_size=2) | st.just([3]),
        "observation": st.sampled_from(
            [
                {"results": [{"source_call_id": "c1", "content": "ok", "extra": {"exit_code": 1}}]},
                {
                    "results": [
                        {
                            "content": "ok",
                            "extra": {"agentId": "a1"},
                            "subagent_trajectory_ref": [{"trajectory_id": "t1"}],
                        }
                    ]
                },
                "no object",
            ]
        ),
        "extra": st.sampled_from([{"is_sidechain": True, "agent_id": "a1"}, {"is_sidechain": True}, {"exit_code": 2}]),
    },
)
ELEMENT = STEP | st.sampled_from([1, None, "text", [], float("nan"), 2**70])
ROOT = st.fixed_dictionaries(
    {"schema_version": st.sampled_from(["ATIF-v1.7", "ATIF-v9"]), "steps": st.lists(ELEMENT, max_size=8)},
    optional={
        "session_id": st.just("s"),
        "agent": st.just({"name": "an-agent"}),
        "final_metrics": st.just({"total_prompt_tokens": 5}),
        "extra": st.sampled_from([{"reward": 1}, {"playhead": {"events": [{"id": "e"}]}}, 3]),
        "subagent_trajectories": st.just([{"trajectory_id": "t1", "steps": [{"step_id": 1, "message": "inner"}]}]),
        "notes": st.sampled_from([[1, {"a": []}], {"b": 1}, "steps"]),
        "zeta": st.just([]),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_both_ways_tell_the_same(tmp_path, monkeypatch, data):
    """Whole or damaged, a document read part by part is the run that it is when it is decoded at once."""
    root = data.draw(ROOT)
    keys = data.draw(st.permutations(list(root)))
    text = json.dumps({key: root[key] for key in keys}, indent=data.draw(st.sampled_from([None, 1])))
    if data.draw(st.booleans(), label="twice"):
        text = text[:-1] + ', "steps": [{"step_id": 9, "message": "again"}]}'
    written = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()
    cut = data.draw(st.sampled_from([1, 1, 0.3, 0.6, 0.9]), label="cut")
    path = tmp_path / "trajectory.json"
    path.write_bytes(written[: int(cut * len(written))])
    at_once = whole(atif.read(path))
    assert all_told(part_by_part(monkeypatch, atif.read, path), exact=True) == all_told(at_once, exact=True)


@pytest.mark.parametrize(
    "text",
    [
        '{"steps": [{"message": "a"},, {"message": "b"}]}',
        '{"steps": [{"message": "a"} {"message": "b"}]}',
        '{"steps": [{"message": "a"}, {"message": oops}, {"message": "c"}]}',
        '{"steps": [{"message": "a"}, nul, {"message": "c"}]}',
        '{"steps": [{"message": "a"}]} and more',
        '{"steps": [{"message": "a"}], "agent": {oops}, "extra": {"reward": 1}}',
        '{"steps": {"message": "a"}}',
        '{"steps": [{"message": "a"}], "steps": null}',
        '{"steps": "text", "steps": [{"message": "a"}]}',
        '{"steps": [{"message": "a"}]\0\0, "extra": {}}',
        '{"agent": {}}',
        "[1, 2]",
        "{",
        '{"steps": [{"message": "' + "[" * 1500 + '"}, {"message": ' + "[" * 1500 + "]" * 1500 + "}]}",
    ],
)
def test_what_is_no_proper_document_is_the_same_both_ways(tmp_path, monkeypatch, text):
    """Damage in any place gives the same steps, damaged ones too, the same facts and the same refusal of labels."""
    path = tmp_path / "trajectory.json"
    path.write_text(text, encoding="utf-8")
    assert all_told(part_by_part(monkeypatch, atif.read, path), exact=True) == all_told(
        whole(atif.read(path)), exact=True
    )


def test_real_documents_are_the_same_both_ways(monkeypatch):
    """Runs with sub-agents, continuations and copied context, as adapters wrote them."""
    paths = [*samples("atif").glob("*.json"), *samples("atif-fixtures").rglob("*.json")]
    runs = [path for path in paths if atif.detect(probe_of(path)) is not None]
    assert len(runs) > 5
    for path in runs:
        assert all_told(part_by_part(monkeypatch, atif.read, path), exact=True) == all_told(
            whole(atif.read(path)), exact=True
        ), path.name


def large_file(path: Path, size: int, **fields: Any) -> Path:
    """Return a document of at least `size` bytes whose facts stand at its end."""
    step = said("working", tool_calls=[call()], observation={"results": [{"content": "x" * 3000}]})
    return written(path, document(said("do it", source="user"), *[step] * (size // 3000), **fields))


def test_first_steps_are_there_after_half_a_megabyte(tmp_path, monkeypatch):
    """Of a document of 30 MB not more is read before its first steps can be seen, and each is read alone."""
    path = large_file(tmp_path / "trajectory.json", 30_000_000)
    reads = Reads(monkeypatch)
    monkeypatch.setattr(large, "begin", only_at_once)
    tape = atif.read(path)
    assert len(tape.steps) > 50
    assert not tape.steps.complete
    assert tape.task == "do it"
    assert reads.bytes <= 512 * 1024
    before = reads.bytes
    assert tape.steps[40].actions[0].output == "x" * 3000
    assert reads.bytes - before < 5000


def test_what_stands_at_the_end_comes_when_it_is_reached(tmp_path):
    """Totals and outcome fill in; steps keep their numbers; the tape refreshes once and is then itself."""
    path = large_file(
        tmp_path / "trajectory.json", LARGE + 1, final_metrics={"total_prompt_tokens": 77}, extra={"reward": 1}
    )
    tape = atif.read(path)
    tape.steps.wait()
    fresh = tape.refreshed()
    assert fresh.steps is tape.steps
    assert fresh.tokens.input == 77
    assert fresh.outcome.source == "extra.reward"
    assert fresh.refreshed() is fresh
    assert fresh.steps[len(fresh.steps) - 1].n == len(fresh.steps)


def test_a_file_that_is_written_into_gives_no_wrong_steps(tmp_path, monkeypatch):
    """A step whose bytes are not what they were says so; under another name the old file is still read."""
    path = large_file(tmp_path / "trajectory.json", 1_000_000)
    tape = part_by_part(monkeypatch, atif.read, path)
    path.rename(tmp_path / "moved.json")
    assert tape.steps[3].text == "working"
    with (tmp_path / "moved.json").open("r+b") as file:
        file.write(b"[" * 500_000)
    assert tape.steps[30].text == CHANGED
    assert tape.steps[30].damaged


def test_steps_that_are_no_objects_are_told_so_often_and_then_counted(tmp_path, monkeypatch):
    """Millions of them are damaged steps that can be looked at, and not millions of sentences."""
    path = written(tmp_path / "trajectory.json", {"schema_version": "ATIF-v1.7", "steps": [1234] * 3000})
    tape = part_by_part(monkeypatch, atif.read, path)
    assert len(tape.steps) == 3000
    assert tape.steps[2999].damaged
    told = [one.text for one in tape.diagnostics if one.code == "damaged_step"]
    assert len(told) == 1001
    assert told[-1] == "2,000 more steps are no objects."
