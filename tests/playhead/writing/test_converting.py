"""From one format to another: nothing is lost in silence, and between ATIF and tape nothing at all."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead import open_tape
from playhead.errors import BadUseError
from playhead.labels.event import Author, Event
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import step_target
from playhead.model import Step, Tape
from playhead.storage.source import iterate
from playhead.writing.converting.convert import convert
from playhead.writing.converting.literal_json import elements, members, on_one_line
from playhead.writing.converting.to_markdown import markdown_of
from playhead.writing.tape_writer import TapeWriter
from tests.playhead.formats import aider_results_record
from tests.shared_data import labelled, samples

ROOT = Path(__file__).parents[3]
OTHERS = (
    *sorted(path for path in (ROOT / "sample_runs").glob("*.traj*") if "trajectory" not in path.name),
    *sorted(samples("claude-code").glob("as_*.jsonl")),
    *sorted(samples("codex").glob("letta_tool*.jsonl")),
    *sorted(samples("sweagent").glob("*.traj"))[:6],
    *sorted(samples("mini-swe-agent").glob("*.traj.json"))[:3],
    *sorted(labelled("codetracer", "trials").iterdir())[:5],
)
DOCUMENTS = (*sorted(samples("atif").glob("*.json")), *sorted((ROOT / "sample_runs").glob("*.trajectory.json")))


def literal(path: Path) -> Any:
    """Return a document with its numbers as they are written and its keys in their order."""

    def number(text: str) -> tuple[str, str]:
        return ("number", text)

    return json.loads(path.read_text(), parse_float=number, parse_int=number, object_pairs_hook=list)


def shown(tape: Tape) -> list[Any]:
    """Return what a run's steps show."""
    return [said(step) for source in (tape.steps, *(one.steps for one in tape.subagents)) for step in iterate(source)]


def said(step: Step) -> Any:
    """Return what a step shows."""
    acted = [
        (one.tool, one.command, one.output, one.exit_code, one.is_error, one.executed, one.kind, one.path)
        for one in step.actions
    ]
    edits = [(edit.path, edit.diff, edit.written) for one in step.actions for edit in one.edits]
    return step.source, step.text.strip(), step.thought.strip(), step.at, step.copied, step.kind, acted, edits


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name[:40])
@pytest.mark.parametrize(("to", "name"), [("tape", "a.tape.jsonl"), ("atif", "a.json")])
def test_a_converted_run_shows_the_same(path: Path, to: str, name: str, tmp_path: Path) -> None:
    """Steps, actions, outputs, exit codes, edits, sub-agents, totals and outcome of any run are there after."""
    tape = open_tape(path)
    assert convert(tape, to, tmp_path / name, ()) == ()
    other = open_tape(tmp_path / name)
    assert shown(other) == shown(tape)
    assert [one.id for one in other.subagents] == [one.id for one in tape.subagents]
    assert (other.tokens, other.outcome.status, other.task) == (tape.tokens, tape.outcome.status, tape.task)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:40])
def test_a_document_that_went_through_a_tape_is_the_same(path: Path, tmp_path: Path) -> None:
    """From ATIF to a tape and back every key, its place and every number as it was written are the same."""
    convert(open_tape(path), "tape", tmp_path / "a.tape.jsonl", ())
    convert(open_tape(tmp_path / "a.tape.jsonl"), "atif", tmp_path / "b.json", ())
    assert literal(tmp_path / "b.json") == literal(path)


def test_numbers_keep_their_spelling(tmp_path: Path) -> None:
    """1e5, 1.50 and integers beyond 64 bits go to a tape and back as they were written; so do repeated keys."""
    text = (
        '{"schema_version": "ATIF-v1.7", "agent": {"name": "a", "version": "1", "extra": {"x": 1e5, "x": 1.50}},\n'
        ' "steps": [{"step_id": 1, "source": "user", "message": "a\\u00e9\\/", "extra": {"n": 123456789012345678901}}],'
        ' "extra": {"y": -0.0}}'
    )
    (tmp_path / "a.json").write_text(text)
    convert(open_tape(tmp_path / "a.json"), "tape", tmp_path / "a.tape.jsonl", ())
    convert(open_tape(tmp_path / "a.tape.jsonl"), "atif", tmp_path / "b.json", ())
    assert literal(tmp_path / "b.json") == literal(tmp_path / "a.json")
    assert "a\\u00e9\\/" in (tmp_path / "b.json").read_text()


@pytest.mark.parametrize("path", sorted((ROOT / "sample_runs").glob("*.tape.jsonl")), ids=lambda path: path.name)
def test_a_tape_that_went_through_a_document_is_the_same(path: Path, tmp_path: Path) -> None:
    """From a tape to ATIF and back every layer is there, as it was written."""
    convert(open_tape(path), "atif", tmp_path / "a.json", ())
    convert(open_tape(tmp_path / "a.json"), "tape", tmp_path / "b.tape.jsonl", ())

    def lines(tape: Path) -> list[str]:
        return sorted(
            str(json.loads(line, parse_float=str, parse_int=str)) for line in tape.read_text().split("\n") if line
        )

    assert lines(tmp_path / "b.tape.jsonl") == lines(path)


def test_unknown_layers_and_sub_agents_of_a_tape_survive(tmp_path: Path) -> None:
    """A layer that this version does not know, a sub-agent and a review go through a document and come back."""
    path = tmp_path / "a.tape.jsonl"
    with TapeWriter(path, id="r", task="fix") as writer:
        writer.step({"source": "user", "message": "fix"})
        writer.subagent("helper", {"step_id": 1, "source": "agent", "message": "looked"}, of_step=1)
        writer.review(by="ann", text="fine", verdict="approve")
        writer.outcome("resolved", final_patch="--- a\n+++ b\n")
    with path.open("a") as file:
        file.write('{"weather": {"sky": 1.0}}\n')
    convert(open_tape(path), "atif", tmp_path / "a.json", ())
    convert(open_tape(tmp_path / "a.json"), "tape", tmp_path / "b.tape.jsonl", ())
    again = open_tape(tmp_path / "b.tape.jsonl")
    assert [(one.id, one.of_step) for one in again.subagents] == [("helper", "1")]
    assert {layer.name for layer in again.layers} == {"patch", "review", "weather"}
    assert (
        '"sky": 1.0' in (tmp_path / "b.tape.jsonl").read_text()
        or '"sky":1.0' in (tmp_path / "b.tape.jsonl").read_text()
    )


def labelled_run(path: Path) -> tuple[Tape, tuple[Event, ...]]:
    """Return a run with a label on its third step, and its events."""
    tape = open_tape(path)
    with closing(LabelStore.open(tape, author=Author("human", "ann"), schema=load_schema(None))) as store:
        store.set(step_target(tape.steps[2]), "judge", "helps")
        store.flush()
        return tape, store.events


@pytest.mark.parametrize(("to", "name"), [("tape", "b.tape.jsonl"), ("atif", "b.json")])
def test_labels_go_with_the_run(to: str, name: str, tmp_path: Path) -> None:
    """A label stands on the same step after, whatever the step was called before."""
    source = tmp_path / "a.traj"
    source.write_bytes((ROOT / "sample_runs" / "lucky-pass.traj").read_bytes())
    tape, events = labelled_run(source)
    convert(tape, to, tmp_path / name, events)
    other = open_tape(tmp_path / name)
    with closing(
        LabelStore.open(other, author=Author("human", "bob"), schema=load_schema(None), read_only=True)
    ) as store:
        (standing,) = store.state.in_force
    assert (standing.key, standing.position, standing.state) == ("judge", 2, "set")


def test_the_labels_of_a_tape_go_into_its_document(tmp_path: Path) -> None:
    """A tape's labels stand in the document that it becomes, and nothing is said to be left behind."""
    source = tmp_path / "a.tape.jsonl"
    source.write_bytes((ROOT / "sample_runs" / "lucky-pass.tape.jsonl").read_bytes())
    tape, events = labelled_run(source)
    assert convert(tape, "atif", tmp_path / "b.json", events) == ()
    assert {one["id"] for one in open_tape(tmp_path / "b.json").events} == {one.id for one in events}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tape.jsonl", "a.tape.jsonl.labels", "b.json"]


def test_no_file_of_a_folder_that_is_the_run_is_written_over(tmp_path: Path) -> None:
    """Where a folder was opened as one run, a file that is in it may be the record, by whatever name it is called."""
    record = tmp_path / "trial" / "agent" / "trajectory.json"
    record.parent.mkdir(parents=True)
    (tmp_path / "trial" / "result.json").write_text('{"id": "x", "task_name": "t", "trial_name": "r"}')
    record.write_bytes((ROOT / "sample_runs" / "lucky-pass.traj").read_bytes())
    convert(open_tape(record), "atif", tmp_path / "b.json", ())
    (tmp_path / "b.json").replace(record)
    before = record.read_bytes()
    (tmp_path / "link.json").symlink_to(record)
    tape = open_tape(tmp_path / "trial")
    for out in (record, tmp_path / "link.json"):
        with pytest.raises(BadUseError, match="part of the record"):
            convert(tape, "tape", out, (), replace=True)
    assert record.read_bytes() == before
    convert(tape, "tape", tmp_path / "trial" / "new.tape.jsonl", ())


def test_a_loop_of_links_is_no_place_to_convert_into(tmp_path: Path) -> None:
    """A link that leads to itself is there already, whether it may be replaced or not."""
    (tmp_path / "loop").symlink_to("loop")
    for replace in (False, True):
        with pytest.raises(BadUseError, match="there already"):
            convert(open_tape(ROOT / "sample_runs" / "lucky-pass.traj"), "tape", tmp_path / "loop", (), replace=replace)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A file that is there stays, and the record itself can never be the goal."""
    source = tmp_path / "a.traj"
    source.write_bytes((ROOT / "sample_runs" / "lucky-pass.traj").read_bytes())
    (tmp_path / "b.json").write_text("mine")
    for out, replace in ((tmp_path / "b.json", False), (source, True)):
        before = out.read_bytes()
        with pytest.raises(BadUseError, match=r"already|itself"):
            convert(open_tape(source), "atif", out, (), replace=replace)
        assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.traj", "b.json"]


def test_what_cannot_be_carried_is_said(tmp_path: Path) -> None:
    """A damaged record and a time that is none are told; the run is converted all the same."""
    source = tmp_path / "a.jsonl"
    message = {"type": "message", "role": "user", "content": "x"}
    lines = [{"timestamp": "sometime", "type": "response_item", "payload": message}]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines) + "not json\n" + json.dumps(lines[0]) + "\n")
    lost = convert(open_tape(source), "atif", tmp_path / "b.json", ())
    assert any("damaged record" in sentence for sentence in lost)
    assert any("ISO 8601" in sentence for sentence in lost)
    assert len(open_tape(tmp_path / "b.json").steps) == 3


def test_documents_hold_for_the_models_of_others(tmp_path: Path) -> None:
    """Every document is taken by the atif package."""
    atif = pytest.importorskip("atif")
    validate: Callable[[Any], Any] = atif.Trajectory.model_validate
    for path in (*OTHERS, *sorted((ROOT / "sample_runs").glob("*.tape.jsonl"))):
        out = tmp_path / "a.json"
        convert(open_tape(path), "atif", out, (), replace=True)
        validate(json.loads(out.read_text()))


def test_markdown_cannot_be_broken_out_of(tmp_path: Path) -> None:
    """Fences in an output, links and control characters in a title stay text; what is left out is counted."""
    path = tmp_path / "a.tape.jsonl"
    output = "````\n\x1b[31mred\x1b[0m \x1b]0;t\x07\n" + "\n".join(map(str, range(100)))
    call = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": "make"}}
    with TapeWriter(path, id="r", task="[click](http://x) <b>") as writer:
        results = [{"source_call_id": "c", "content": output, "extra": {"exit_code": 2}}]
        step = {"source": "agent", "message": "", "tool_calls": [call], "observation": {"results": results}}
        writer.step(step)
    tape = open_tape(path)
    with closing(LabelStore.open(tape, author=Author("human", "a"), schema=load_schema(None), read_only=True)) as store:
        text = "".join(markdown_of(tape, store.state, range(len(tape.steps)), 10))
    assert "\x1b" not in text
    assert "`````" in text
    assert "[... 92 lines left out ...]" in text
    assert "exit code 2" in text
    assert "\\[click\\]" in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 1, "\t"]))
def test_one_line_is_the_same_value(value: Any, indent: Any) -> None:
    """Taking out blanks changes no value, and members and elements are all found, as they were written."""
    data = json.dumps(value, indent=indent).encode()
    short = on_one_line(data)
    assert b"\n" not in short
    assert json.loads(short) == value
    if isinstance(value, dict):
        assert [(one.key, json.loads(one.value)) for one in members(data)] == list(value.items())
    if isinstance(value, list):
        assert [json.loads(one) for one in elements(data)] == value


@pytest.mark.parametrize("to", ["tape", "atif"])
def test_what_json_has_no_word_for_is_carried_as_text(to: str, tmp_path: Path) -> None:
    """A NaN or an infinity among the facts of a run keeps nothing from being written, and is told."""
    fields = json.loads(aider_results_record.whole()) | {"num_user_asks": math.inf, "edit_format": math.nan}
    (tmp_path / "r.json").write_text(json.dumps(fields))
    name = {"tape": "x.tape.jsonl", "atif": "x.json"}[to]
    losses = convert(open_tape(tmp_path / "r.json"), to, tmp_path / name, ())
    assert any("NaN, infinity" in sentence for sentence in losses)
    assert open_tape(tmp_path / name).format in ("run-tape", "atif")
