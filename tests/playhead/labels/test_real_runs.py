"""Real runs: labelled, folded, opened again; the labels are on their steps and the run is what it was."""

from __future__ import annotations

import shutil

import pytest

from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import RunTarget, span_target, step_target
from playhead.opening import open_tape
from tests.playhead.labels.making import ANA
from tests.shared_data import labelled, samples

_RUNS = (
    ("atif", "openhands_hello-world.trajectory.json"),
    ("atif", "terminus_2_hello-world-context-summarization-linear-history.trajectory.json"),
    ("mini-swe-agent", "matplotlib__matplotlib-24570.traj.json"),
    ("mini-swe-agent", "django__django-16255.traj.json"),
    ("sweagent", "pandas-dev__pandas.95280573.pr_53856.traj"),
    ("sweagent", "demo__ctf__pwn__warmup.traj"),
)


def _label_all(store, tape):
    """Put a label on the run, on every step and action, and on a span; return how many."""
    steps = [tape.steps[at] for at in range(len(tape.steps))]
    store.set(RunTarget(tape.key), "outcome", "failed")
    store.set(span_target(steps[0], steps[-1]), "moment", "recovered")
    for step in steps:
        store.set(step_target(step), "phase", str(step.phase))
        for action in step.actions:
            store.set(step_target(step, action.n), "flag", ("output_misread",))
    return 2 + len(steps) + sum(len(step.actions) for step in steps)


def _roundtrip(path, *, folds):
    shelf = load_schema()
    tape = open_tape(path)
    store = LabelStore.open(tape, author=ANA, schema=shelf)
    count = _label_all(store, tape)
    result = store.fold()
    assert result.status == ("folded" if folds else "journal_only")
    store.close()
    again = open_tape(path)
    assert len(again.steps) == len(tape.steps)
    reopened = LabelStore.open(again, author=ANA, schema=shelf, read_only=True)
    assert reopened.not_in_record == 0
    assert len(reopened.state.in_force) == count
    assert {one.state for one in reopened.state.in_force} == {"set"}
    assert set(reopened.state.marks()) == set(range(len(again.steps)))
    return again, {one.id for one in store.events}


@pytest.mark.parametrize(("folder", "name"), _RUNS)
def test_labels_of_a_real_file_come_back_from_the_record(tmp_path, folder, name):
    """A label on every step of a real record is folded, and read back from the record alone, none of them stale."""
    path = tmp_path / name
    shutil.copyfile(samples(folder, name), path)
    tape, ids = _roundtrip(path, folds=True)
    shutil.rmtree(tmp_path / f"{name}.labels")
    assert {one["id"] for one in tape.events} == ids
    alone = LabelStore.open(tape, author=ANA, schema=load_schema(), read_only=True)
    assert {one.id for one in alone.events} == ids


def test_labels_of_harbor_trials_come_back(tmp_path):
    """The same for Harbor trials, which are directories."""
    trials = sorted(labelled("codetracer", "trials").iterdir())
    for trial in trials[:6]:
        path = tmp_path / trial.name
        shutil.copytree(trial, path, copy_function=shutil.copyfile)
        tape, ids = _roundtrip(path, folds=open_tape(path).record is not None)
        assert {one["id"] for one in tape.events} == (ids if tape.record else set())
        assert (path / "playhead.labels").is_dir()


def test_labels_of_a_session_stay_in_the_journal(tmp_path):
    """A Claude Code session keeps every byte; its labels come back from the journal."""
    source = samples("claude-code", "av_valid_session.jsonl")
    path = tmp_path / source.name
    shutil.copyfile(source, path)
    _roundtrip(path, folds=False)
    assert path.read_bytes() == source.read_bytes()


def test_labels_of_a_list_of_messages_stay_in_the_journal(tmp_path):
    """A bare list of messages has no place for labels: journal only, and the file keeps every byte."""
    source = samples("mini-swe-agent", "local.traj.json")
    path = tmp_path / source.name
    shutil.copyfile(source, path)
    _roundtrip(path, folds=False)
    assert path.read_bytes() == source.read_bytes()
