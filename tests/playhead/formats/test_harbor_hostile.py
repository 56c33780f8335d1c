"""Harbor trials whose files are of wrong types, damaged, no files, or lead out of the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.formats.harbor import reader as harbor
from playhead.formats.harbor.log_records import records_of
from playhead.model import Status
from playhead.opening import probe_of
from playhead.storage.source import iterate
from tests.playhead.formats.atif_documents import document, said, written
from tests.playhead.formats.documents import WRONG, places, with_wrong
from tests.playhead.formats.test_atif_hostile import look_at_all
from tests.playhead.formats.test_harbor import BROKEN, CONFIG, RESULT, TESTS, trial
from tests.playhead.formats.test_values import ANYTHING

REPORT = {"results": {"summary": {"tests": 2, "passed": 1, "failed": 1}, "tests": TESTS}}
FILES = {
    "result.json": {**RESULT, "exception_info": BROKEN},
    "config.json": CONFIG,
    "verifier/ctrf.json": REPORT,
    "verifier/reward.json": {"reward": 1},
}
NAMES = [
    "agent/trajectory.json",
    "agent/log.txt",
    "result.json",
    "config.json",
    "verifier/ctrf.json",
    "verifier/reward.json",
    "verifier/reward.txt",
    "verifier/test-stdout.txt",
    "exception.txt",
    "trial.log",
    "artifacts/x.patch",
]


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_type_in_any_field_of_any_file_is_never_an_error(tmp_path, name):
    """Whatever stands in a field of a trial's files, it opens and its outcome is one of the five."""
    for other, value in FILES.items():
        written(tmp_path / other, value)
    written(tmp_path / "agent" / "trajectory.json", document(said("x")))
    for place in places(FILES[name]):
        for wrong in WRONG:
            written(tmp_path / name, with_wrong(FILES[name], place, wrong))
            tape = harbor.read(tmp_path)
            assert tape.outcome.status in set(Status)
            assert all(isinstance(part, str) for layer in tape.layers for part in (layer.title, layer.text))
            assert isinstance(tape.title, str)
    look_at_all(tape)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_does_not_hide_the_others(tmp_path, name):
    """Cut anywhere, one file of a trial costs only what stands in it."""
    files = {**FILES, "result.json": {**RESULT, "verifier_result": None}}
    for other, value in files.items():
        written(tmp_path / other, value)
    written(tmp_path / "agent" / "trajectory.json", document(said("x")))
    data = json.dumps(files[name]).encode()
    for cut in range(0, len(data), 17):
        (tmp_path / name).write_bytes(data[:cut])
        tape = harbor.read(tmp_path)
        assert [step.text for step in iterate(tape.steps)] == ["x"]
        assert [one.code for one in tape.diagnostics if one.code.startswith("damaged")], cut


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["pipe", "folder", "link out", "broken link", "circle", "empty"])
def test_a_file_that_is_none_is_passed_over(tmp_path, name, kind):
    """A pipe, a folder, a link out of the trial, a broken one, or nothing at all in place of any file: it opens."""
    (tmp_path / "secret").write_text('{"trial_name": "SECRET", "schema_version": "ATIF-v1.7"}', encoding="utf-8")
    folder = tmp_path / "trial"
    trial(folder, result=RESULT, agent__log_dot_txt="the log", trial_dot_log="x", verifier__reward_dot_txt="1")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    makers = {
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "link out": lambda: path.symlink_to(tmp_path / "secret"),
        "broken link": lambda: path.symlink_to("nothing"),
        "circle": lambda: path.symlink_to(path),
        "empty": path.touch,
    }
    makers[kind]()
    assert harbor.detect(probe_of(folder)) == ""
    tape = harbor.read(folder)
    look_at_all(tape)
    assert len(tape.steps) >= 1
    shown = [*(step.text for step in iterate(tape.steps)), *(layer.text for layer in tape.layers), tape.title]
    assert not any("SECRET" in text for text in shown)


def test_a_folder_of_the_trial_that_leads_out_is_not_read(tmp_path):
    """A linked `agent` or `verifier` folder elsewhere is somebody else's."""
    outside = tmp_path / "outside"
    written(outside / "trajectory.json", document(said("SECRET")))
    (outside / "log.txt").write_text("SECRET", encoding="utf-8")
    folder = tmp_path / "trial"
    folder.mkdir()
    for name in ("agent", "verifier", "artifacts"):
        (folder / name).symlink_to(outside)
    tape = trial(folder, result=RESULT)
    assert not any("SECRET" in step.text for step in iterate(tape.steps))
    assert not any("SECRET" in layer.text for layer in tape.layers)
    assert "outside_folder" in {one.code for one in tape.diagnostics}


def test_a_torn_trajectory_of_a_running_trial_opens(tmp_path):
    """While Harbor rewrites it, the steps before the tear are shown, and labels stay in the journal."""
    trial(tmp_path, trajectory=document(said("a"), said("b")))
    path = tmp_path / "agent" / "trajectory.json"
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b'"b"') + 2])
    tape = harbor.read(tmp_path)
    assert [(step.text[:1], step.damaged) for step in iterate(tape.steps)] == [("a", False), ("{", True)]
    assert (tape.record, bool(tape.record_refusal)) == (None, True)


@pytest.mark.parametrize("data", [b"", b"not json", b"[]", b"{}", b'{"steps": []}'])
def test_a_trajectory_without_a_single_step_leaves_the_log_to_show(tmp_path, data):
    """Where the trajectory shows nothing readable, the agent's log does, and the trajectory's damage is said."""
    trial(tmp_path, result=RESULT, agent__log_dot_txt="the log")
    (tmp_path / "agent" / "trajectory.json").write_bytes(data)
    tape = harbor.read(tmp_path)
    shown = [(step.text, step.damaged) for step in iterate(tape.steps)]
    assert shown[-1] == ("the log", False)
    assert shown[:-1] == ([] if data.startswith(b"{") else [(data.decode(), True)])
    assert {one.code for one in tape.diagnostics} & {"no_steps", "damaged_document"}


@given(st.lists(st.dictionaries(st.sampled_from(["type", "message", "timestamp"]), ANYTHING), max_size=5), st.binary())
def test_a_log_of_anything_is_readable(records, rest):
    """Whatever the lines of a log hold, each one's bytes are in one record."""
    lines = [json.dumps(one).encode() for one in records]
    data = b"\n".join([b"{}", *lines, rest])
    found = records_of("log", Path("log"), data)
    shown = [data[raw.offset : raw.offset + raw.length] for one in found for raw in one.raws]
    assert shown == [line for line in data.split(b"\n") if line.strip()]
    assert all(isinstance(text, str) for one in found for text in (one.text, one.thought, one.source))
