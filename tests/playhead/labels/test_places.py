"""Places: where journals stand, and what their names may be."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.labels.event import Author
from playhead.labels.places import journal_name, mirror_names, places_of, reduced
from tests.playhead.labels.making import a_step, a_tape

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


@given(st.text(st.characters(codec=None), max_size=90))
def test_a_reduced_name_is_safe_in_any_folder(name):
    """A reduced name has 1 to 64 plain characters and is neither hidden nor a way up."""
    assert _NAME.fullmatch(reduced(name))
    assert not reduced(name).startswith(".")


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_names_stay_two(one, other):
    """Reducing does not make two names one."""
    assert (reduced(one) == reduced(other)) == (one == other)


def test_a_plain_name_stays():
    """A name that is safe already is kept."""
    assert reduced("ana.b-c_9") == "ana.b-c_9"
    assert journal_name(Author("human", "ana"), 2).startswith("ana@")
    assert journal_name(Author("human", "ana"), 2).endswith("-2.jsonl")


def test_a_run_named_from_its_folder_has_one_folder_of_journals(tmp_path, monkeypatch):
    """A relative path and the whole one lead to the same journals: these are read once, and told of once."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.json").symlink_to("run.json")
    assert places_of(a_tape(path=Path("run.json"), record=Path("run.json"))).reading == (Path("run.json.labels"),)
    there = places_of(a_tape(path=Path("link.json"))).reading
    assert there == (Path("link.json.labels"), tmp_path / "run.json.labels")


def test_what_waits_is_found_by_whichever_path_leads_to_the_run(tmp_path, monkeypatch):
    """Labels that wait for a run are the same ones where it is opened by a link, or from its folder."""
    run = tmp_path / "run"
    run.mkdir()
    (run / "a.json").touch()
    (tmp_path / "link.json").symlink_to(run / "a.json")
    monkeypatch.chdir(run)
    for paths in ((run / "a.json", Path("a.json"), tmp_path / "link.json"), (run, Path(), Path("..") / "run")):
        assert len({places_of(a_tape(path=path)).waiting for path in paths}) == 1


def test_beside_a_file_a_directory_and_one_run_of_many(tmp_path):
    """Journals of FILE and FILE#KEY are in FILE.labels, those of a directory in its playhead.labels."""
    file = tmp_path / "run.json"
    assert places_of(a_tape(path=file)).journals == tmp_path / "run.json.labels"
    assert places_of(a_tape(path=file, key="b")).journals == tmp_path / "run.json.labels"
    assert places_of(a_tape(path=tmp_path)).journals == tmp_path / "playhead.labels"


def test_a_directory_reads_the_journals_of_its_record_too(tmp_path):
    """What was labelled when the trajectory alone was open is there when its trial is opened."""
    record = tmp_path / "agent" / "trajectory.json"
    places = places_of(a_tape(path=tmp_path, record=record))
    assert tmp_path / "agent" / "trajectory.json.labels" in places.reading


def test_a_tree_of_labels_finds_a_run_wherever_it_lies(tmp_path):
    """With a folder of labels a run has the same place from another path, folded or not, and reads beside it too."""
    here = places_of(a_tape(path=tmp_path / "a.json"), tmp_path / "labels")
    there = places_of(a_tape(path=tmp_path / "b.json", events=[{"id": 1}]), tmp_path / "labels")
    assert here.journals == there.journals
    assert here.journals.parent == tmp_path / "labels"
    assert tmp_path / "a.json.labels" in here.reading
    other = places_of(a_tape([a_step(0, "other"), a_step(1)], path=tmp_path / "a.json"), tmp_path / "labels")
    assert other.journals != here.journals


def test_a_run_that_grew_finds_the_labels_of_when_it_was_short():
    """The folder of a run with two steps is among those read when it has twenty."""
    short = next(mirror_names(a_tape(2)))
    assert short in list(mirror_names(a_tape(20)))
    assert next(mirror_names(a_tape(20))) == next(mirror_names(a_tape(30)))


def test_two_runs_with_one_id_have_two_places():
    """An id that two models' runs share does not mix their labels."""
    one = a_tape(3)
    other = replace(one, agent=replace(one.agent, model="other"))
    assert next(mirror_names(one)) != next(mirror_names(other))


@pytest.mark.parametrize("name", [b"n" * 255, "é".encode() * 127, b"\xff" * 255, b"a" * 247 + b"b"])
def test_a_record_with_the_longest_name_has_journals_beside_it(tmp_path, name):
    """Where a name leaves no room for an ending, the folder is named by its start and a hash; it can be made."""
    record = tmp_path / os.fsdecode(name)
    record.write_bytes(b"")
    folder = places_of(a_tape(path=record, record=record)).journals
    folder.mkdir()
    assert folder.name.endswith(".labels")
    other = tmp_path / os.fsdecode(name[:-1] + b"x")
    assert places_of(a_tape(path=other, record=other)).journals != folder
