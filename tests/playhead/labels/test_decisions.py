"""One's last decisions across runs, and noticing what others write."""

from __future__ import annotations

import os

import pytest

from playhead.labels.decisions import Decisions
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from tests.playhead.labels.making import ANA, BEN, a_tape, an_event


def test_the_last_decision_of_each_register_comes_first(tmp_path):
    """Decisions of several runs are listed newest first, each register once, with what was said in it last."""
    memory = Decisions(ANA, tmp_path)
    one, two = a_tape(path=tmp_path / "one.json"), a_tape(path=tmp_path / "two.json")
    memory.add([an_event("phase", "edit", on=1), an_event("phase", "setup", on=1)], one)
    memory.add([an_event("phase", "edit", on=1)], two)
    memory.add([an_event("phase", None, on=2, op="retract")], one)
    listed = memory.last()
    assert [(one.path.name, one.event.value, one.in_force) for one in listed] == [
        ("one.json", None, False),
        ("two.json", "edit", True),
        ("one.json", "setup", True),
    ]


def test_fifty_at_most_and_the_file_stays_small(tmp_path):
    """Fifty decisions are listed, and the file is cut when it grows beyond a megabyte."""
    memory = Decisions(ANA, tmp_path)
    tape = a_tape(path=tmp_path / "one.json")
    for part in range(8):
        memory.add([an_event("note", "x" * 4000, on=place) for place in range(part * 50, part * 50 + 50)], tape)
    assert len(memory.last()) == 50
    assert memory.path.stat().st_size < 1_300_000
    assert memory.last()[0].event.on == StepTarget("s399", 400)


@pytest.mark.parametrize("held", [b"", b"\n\n", b"{", b'{"label": {}}\n', b'{"run": 3}\n[1]\n', b"\xff\xfe\n"])
def test_a_memory_that_is_damaged_lists_what_is_whole(tmp_path, held):
    """Lines that are no decision are passed over."""
    memory = Decisions(ANA, tmp_path)
    memory.path.write_bytes(held + b"\n")
    memory.add([an_event("phase", "edit", on=1)], a_tape(path=tmp_path / "one.json"))
    assert [one.event.value for one in memory.last()] == ["edit"]


def test_a_memory_that_cannot_be_written_is_no_problem(tmp_path):
    """Where the state directory cannot be made nothing is remembered and nothing is raised."""
    (tmp_path / "state").write_text("in the way")
    memory = Decisions(ANA, tmp_path / "state" / "decisions")
    memory.add([an_event("phase", "edit", on=1)], a_tape())
    assert memory.last() == ()


def test_another_writer_is_noticed_by_stat_and_ones_own_is_not(tmp_path):
    """What somebody else appends is noticed once; one's own journal does not ask for a second reading."""
    path = tmp_path / "run.json"
    path.write_text("{}")
    tape = a_tape(path=path)
    mine = LabelStore.open(tape, author=ANA, schema=load_schema())
    theirs = LabelStore.open(tape, author=BEN, schema=load_schema())
    mine.set(StepTarget("s1", 2), "phase", "edit")
    mine.flush()
    assert not mine.written_elsewhere()
    theirs.set(StepTarget("s1", 2), "phase", "setup")
    theirs.flush()
    assert mine.written_elsewhere()
    assert mine.reread()
    assert {one.state for one in mine.state.in_force} == {"conflict"}
    before = mine.state
    assert not mine.written_elsewhere()
    assert not mine.reread()
    assert mine.state is before
    mine.close()
    theirs.close()


def test_units_are_undone_and_redone_as_one(tmp_path):
    """Events that were made as one go and come back together; an empty unit is none."""
    path = tmp_path / "run.json"
    path.write_text("{}")
    store = LabelStore.open(a_tape(path=path), author=ANA, schema=load_schema())
    store.set(StepTarget("s0", 1), "phase", "edit")
    with store.as_one():
        for place in (1, 2, 3):
            store.set(StepTarget(f"s{place}", place + 1), "phase", "setup")
    with store.as_one():
        pass
    assert len(store.undo()) == 3
    assert len(store.state.in_force) == 1
    assert len(store.redo()) == 3
    assert len(store.undo()) == 3
    assert len(store.undo()) == 1
    assert store.state.in_force == ()
    store.close()


def test_events_tell_the_step_they_meant(tmp_path):
    """A label's anchor holds the row of its step, so that it can be told when the step is another."""
    path = tmp_path / "run.json"
    path.write_text("{}")
    store = LabelStore.open(a_tape(path=path), author=ANA, schema=load_schema())
    assert store.set(StepTarget("s1", 2), "phase", "edit").anchor["title"] == "run turn 1"
    store.close()
    assert os.listdir(tmp_path / "run.json.labels")
