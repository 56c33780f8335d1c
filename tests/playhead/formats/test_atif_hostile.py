"""The ATIF reader on what no healthy run writes: wrong types, damage, torn files, other kinds of files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.errors import UnreadableError
from playhead.formats.atif import reader as atif
from playhead.formats.atif.step import step_from_atif
from playhead.formats.json_document import load
from playhead.model import Tape
from playhead.storage.source import iterate
from tests.playhead.formats.atif_documents import call, document, result, said, tape_of, written
from tests.playhead.formats.documents import WRONG, places, with_wrong
from tests.playhead.formats.test_values import ANYTHING

SUB = document(said("sub", tool_calls=[call(key="s")]), trajectory_id="sub-1")
WHOLE = document(
    {"source": "system", "message": "rules", "timestamp": "2026-01-01T00:00:00Z"},
    {"source": "user", "message": [{"type": "text", "text": "fix"}, {"type": "image", "source": {"path": "a.png"}}]},
    said("look", reasoning_content="hm", metrics={"prompt_tokens": 1, "completion_tokens": 2, "cost_usd": 0.1}),
    said("Executed Bash c1", reasoning_content="hm", tool_calls=[call(extra={"a": 1})], observation=result()),
    said(
        "",
        is_copied_context=False,
        tool_calls=[call("Edit", key="c2"), call("Task", key="c3")],
        observation=result(
            [{"type": "text", "text": "ok"}],
            key="c3",
            extra={"exit_code": 0, "is_error": False, "tool_result_metadata": {"tool_use_result": {"agentId": "x"}}},
            subagent_trajectory_ref=[{"trajectory_id": "sub-1", "extra": {"summary": "s"}}],
        ),
        extra={"is_sidechain": False, "message_id": "m"},
    ),
    said("side", extra={"is_sidechain": True, "agent_id": "x"}),
    agent={
        "name": "a",
        "version": "1",
        "tool_definitions": [{"function": {"name": "Bash"}}],
        "extra": {"cwds": ["/a"], "git_branches": ["main"]},
    },
    final_metrics={"total_prompt_tokens": 3, "total_cost_usd": 0.5},
    continued_trajectory_ref="trajectory.cont-1.json",
    subagent_trajectories=[SUB],
    extra={"playhead": {"version": 1, "events": [{"label": {"id": "e1"}}]}, "outcome": {"status": "failed"}},
)


def look_at_all(tape: Tape) -> None:
    """Build everything that is lazy; numbers run on without gaps and ids are unique, whatever the record holds."""
    for source in (tape.steps, *(one.steps for one in tape.subagents)):
        steps = list(iterate(source))
        numbers = [action.n for step in steps for action in step.actions if not step.copied]
        assert numbers == list(range(1, source.actions + 1))
        assert [step.n for step in steps if not step.copied] == list(range(1, source.counted + 1))
        assert sum(len(step.native_ids) for step in steps) == source.native_steps
        assert [source.find(name) for step in steps for name in step.native_ids] == [
            step.index for step in steps for _ in step.native_ids
        ]
        assert len(source.columns(0, len(steps)).kinds) == len(steps)
        assert all(isinstance(text, str) for step in steps for text in (step.id, step.text, step.thought))


@pytest.mark.parametrize("place", list(places(WHOLE)), ids=lambda place: "/".join(map(str, place)))
def test_a_wrong_type_in_any_field_is_never_an_error(tmp_path, place):
    """Whatever stands in a field, the run opens and every step can be shown."""
    written(tmp_path / "trajectory.cont-1.json", document(said("more")))
    for wrong in WRONG:
        look_at_all(atif.read(written(tmp_path / "trajectory.json", with_wrong(WHOLE, place, wrong))))


@pytest.mark.parametrize("wrong", WRONG)
def test_a_root_of_any_type_opens(tmp_path, wrong):
    """A file that decodes to something else is one damaged step, has no place for labels, and says so."""
    path = written(tmp_path / "trajectory.json", wrong)
    tape = atif.read(path)
    look_at_all(tape)
    is_object = isinstance(wrong, dict)
    assert [step.damaged for step in iterate(tape.steps)] == ([] if is_object else [True])
    assert "no_steps" in {one.code for one in tape.diagnostics}
    assert (tape.record is None) == (not is_object)


@given(
    st.dictionaries(st.sampled_from([*said(), "tool_calls", "observation", "metrics", "extra", "step_id"]), ANYTHING)
)
def test_a_step_of_anything_is_a_step(fields):
    """A step object with any values makes a step whose actions are as many as were counted."""
    step = step_from_atif([fields], index=0, n=1, first_action=1, raw=())
    calls = fields.get("tool_calls")
    assert len(step.actions) == (len(calls) if isinstance(calls, list) else 0)


def test_a_torn_file_shows_its_whole_steps_and_the_rest_as_damage(tmp_path):
    """Cut anywhere, a trajectory opens with the steps before the cut, a visible damaged end, and takes no labels in."""
    data = json.dumps(WHOLE).encode()
    path = tmp_path / "trajectory.json"
    for cut in range(1, len(data) - 1, 61):
        path.write_bytes(data[:cut])
        tape = atif.read(path)
        look_at_all(tape)
        assert (tape.record, bool(tape.record_refusal)) == (None, True)
        assert "damaged_document" in {one.code for one in tape.diagnostics}
        # A tear right after a whole element or member leaves no bytes to show.
        assert any(step.damaged for step in iterate(tape.steps)) == bool(load(path).damaged), cut
    cut = data.index(b'"side"') + 2
    path.write_bytes(data[:cut])
    steps = list(iterate(atif.read(path).steps))
    assert [step.damaged for step in steps] == [False, False, False, False, True]
    offsets = [raw.offset for step in steps for raw in step.raw]
    assert offsets[-1] == data.rindex(b"{", 0, data.index(b'"side"'))
    assert json.loads(data[offsets[3] : offsets[3] + steps[2].raw[1].length])["step_id"] == 4


def test_a_damaged_element_stands_between_its_neighbours(tmp_path):
    """One element that no decoder takes is one damaged step with its bytes, in its place."""
    path = tmp_path / "trajectory.json"
    deep = "[" * 3000 + "]" * 3000
    for broken in ('{"message": oops}', f'{{"message": {deep}}}'):
        text = f'{{"schema_version": "ATIF-v1.7", "steps": [{{"message": "a"}}, {broken}, {{"message": "c"}}]}}'
        path.write_text(text, encoding="utf-8")
        tape = atif.read(path)
        steps = list(iterate(tape.steps))
        assert [step.damaged for step in steps] == [False, True, False]
        assert [steps[place].text for place in (0, 2)] == ["a", "c"]
        assert broken.startswith(steps[1].text)
        raws = [step.raw[0] for step in steps]
        assert [text[raw.offset : raw.offset + raw.length] for raw in raws] == [
            '{"message": "a"}',
            broken,
            '{"message": "c"}',
        ]


@pytest.mark.parametrize("element", [None, 3, "text", ["a"], True])
def test_an_element_that_is_no_object_is_a_visible_damaged_step(tmp_path, element):
    """A step of another type is shown as its JSON, counted as a step, with a diagnostic."""
    tape = tape_of(tmp_path, said("a"), element)
    assert (tape.steps[1].damaged, tape.steps[1].n) == (True, 2)
    assert [(one.code, one.where) for one in tape.diagnostics] == [("damaged_step", "trajectory.json /steps/1")]


def test_odd_bytes_open(tmp_path):
    """A byte order mark, NaN, 2**70, a lone surrogate, invalid UTF-8 and NULs open with every action."""
    base = json.dumps(document(said("be helpful", metrics={"prompt_tokens": 12345}, tool_calls=[call()]))).encode()
    for number, data in enumerate(
        (
            b"\xef\xbb\xbf" + base,
            base.replace(b"12345", b"NaN"),
            base.replace(b"12345", str(2**70).encode()),
            base.replace(b"be helpful", b"\\ud83d"),
            base.replace(b"be helpful", b"\xff\xfe"),
            base + b"\x00" * 4096,
        )
    ):
        path = tmp_path / f"{number}.json"
        path.write_bytes(data)
        tape = atif.read(path)
        look_at_all(tape)
        assert tape.steps.actions == 1
        raw = tape.steps[0].raw[0]
        assert data[raw.offset : raw.offset + raw.length].startswith(b'{"step_id": 1')
    assert atif.read(tmp_path / "2.json").tokens.input == 2**70


def test_repeated_ids_get_names_of_their_own(tmp_path):
    """Two steps of one id are told apart, so that a label on the second stays on the second."""
    tape = tape_of(tmp_path, *(said(text, step_id=1) for text in "abc"), said("d", step_id="1~2"))
    assert [step.id for step in iterate(tape.steps)] == ["1", "1~2", "1~3", "1~2~2"]
    look_at_all(tape)


def test_no_pipe_is_waited_for(tmp_path):
    """A pipe in place of the trajectory, of a continuation or of a sub-agent's file is refused at once."""
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(UnreadableError, match="pipe"):
        atif.read(tmp_path / "pipe.json")
    reference = result(None, subagent_trajectory_ref=[{"trajectory_path": "pipe.json"}])
    tape = tape_of(tmp_path, said("x", observation=reference), continued_trajectory_ref="pipe.json")
    assert len(tape.steps) == 1
    assert {one.code for one in tape.diagnostics} == {"missing_file", "repeated_file"}


@pytest.mark.parametrize("name", ["", "\0", "a\0b", "x" * 5000, ".", "..", "~", "no/such/file.json"])
def test_a_reference_to_no_file_is_a_diagnostic(tmp_path, name: Any):
    """Names that no file can have are said, not followed."""
    tape = tape_of(tmp_path, said("x"), continued_trajectory_ref=name)
    look_at_all(tape)
    assert len(tape.diagnostics) == (0 if name == "" else 1)


def test_a_trajectory_replaced_while_it_was_open_has_no_wrong_bytes(tmp_path):
    """Byte ranges are given only for the file that was read; the pointer stays."""
    tape = tape_of(tmp_path, said("one"), said("two"))
    written(tmp_path / "trajectory.json", document(said("something else")))
    raw = tape.steps[1].raw[0]
    assert (raw.offset, raw.length, raw.pointer) == (None, None, "/steps/1")


def test_steps_that_are_no_list_are_shown(tmp_path):
    """`steps` of another type is one damaged step that holds it."""
    tape = atif.read(written(tmp_path / "a.json", document() | {"steps": {"1": said("x")}}))
    assert tape.steps[0].damaged
    assert '"message": "x"' in tape.steps[0].text
    assert {one.code for one in tape.diagnostics} == {"no_steps", "damaged_step"}


def test_real_files_torn_at_many_places_open(tmp_path):
    """Every fixture cut at many places opens, as a live writer's file may be seen."""
    from tests.shared_data import samples

    for source in sorted(samples("atif").glob("*.json")):
        data = source.read_bytes()
        path = tmp_path / source.name
        for cut in range(1, len(data), max(1, len(data) // 40)):
            path.write_bytes(data[:cut])
            look_at_all(atif.read(path))


def test_the_path_of_a_run_is_what_was_opened(tmp_path: Path):
    """The tape names the file it was opened by."""
    assert tape_of(tmp_path, said("x")).path == tmp_path / "trajectory.json"
