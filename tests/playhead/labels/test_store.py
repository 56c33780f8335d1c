"""The store: labels change at once, are saved behind, and can be undone."""

from __future__ import annotations

import errno
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.errors import BadUseError, CannotSaveError
from playhead.labels import append
from playhead.labels.event import RunTarget, SpanTarget, StepTarget
from playhead.labels.places import places_of
from playhead.labels.reading import read_journals
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from tests.playhead.labels.making import ANA, BEN, RULE, a_step, a_tape, an_event

STEP = StepTarget("s1", 2)


@pytest.fixture(scope="session")
def shelf():
    return load_schema()


@pytest.fixture
def tape(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("{}")
    return a_tape(path=path, record=path)


@pytest.fixture
def open_store(tape, shelf):
    stores = []

    def opened(of=tape, **options):
        stores.append(LabelStore.open(of, **{"author": ANA, "schema": shelf, **options}))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


def _values(store):
    return {(one.target, one.key): one.value for one in store.state.in_force}


def _journalled(tape):
    return [one.id for one in read_journals([places_of(tape).journals])[0]]


def test_a_label_is_there_at_once_and_durable_after_a_flush(open_store, tape):
    """Setting returns at once with the label in the state; after a flush it is in the journal."""
    store = open_store()
    event = store.set(STEP, "phase", "edit", note="why")
    assert _values(store) == {(STEP, "phase"): "edit"}
    store.flush()
    assert store.waiting == 0
    assert _journalled(tape) == [event.id]
    assert store.not_in_record == 1
    assert _values(open_store()) == {(STEP, "phase"): "edit"}


def test_an_event_says_all_that_the_format_asks(open_store, shelf):
    """An event carries author, time, schema, tool and anchor, and the step's number."""
    event = open_store().set(StepTarget("s1"), "phase", "edit", elapsed_ms=1200)
    assert event.on == StepTarget("s1", 2)
    assert event.by == ANA
    assert event.at.endswith("Z")
    assert event.schema == shelf.to_json()
    assert event.tool.startswith("playhead")
    assert event.anchor["n"] == 2
    assert len(event.anchor["hash"]) == 16
    assert event.elapsed_ms == 1200


def test_a_label_waits_hollow_until_the_disk_answers(open_store, monkeypatch):
    """Until the sync returned, an event counts as waiting, and on_change tells when it no longer does."""
    store = open_store()
    held, changed = threading.Event(), threading.Event()
    real = os.fdatasync

    def slow(file):
        held.wait(30)
        real(file)

    monkeypatch.setattr(append.os, "fdatasync", slow)
    store.on_change = changed.set
    event = store.set(STEP, "phase", "edit")
    assert store.waiting_ids == {event.id}
    assert store.state.marks(store.waiting_ids) == {1: "○"}
    assert store.not_in_record == 0
    held.set()
    assert changed.wait(30)
    assert store.waiting == 0
    assert store.state.marks(store.waiting_ids) == {1: "●"}


def test_a_new_value_supersedes_ones_own_and_retract_takes_it_back(open_store):
    """One author has one value of a label on a step; taking back what is not there does nothing."""
    store = open_store()
    first = store.set(STEP, "phase", "edit")
    second = store.set(STEP, "phase", "setup")
    assert second.supersedes == (first.id,)
    assert _values(store) == {(STEP, "phase"): "setup"}
    assert store.retract(STEP, "phase").supersedes == (second.id,)
    assert _values(store) == {}
    assert store.retract(STEP, "phase") is None
    assert store.retract(StepTarget("s2", 3), "phase") is None


def test_notes_on_a_label_and_on_a_step(open_store):
    """A note goes on one's own label, else on the step itself; an empty one takes it back."""
    store = open_store()
    store.set(STEP, "phase", "edit")
    store.note(STEP, "phase", "because")
    store.note(STEP, None, "look here")
    store.note(STEP, "decision", "no such label set")
    notes = {one.key: (one.value, one.event.note) for one in store.state.at(1)}
    assert notes == {"phase": ("edit", "because"), "note": ("no such label set", None)}
    store.note(STEP, None, "")
    store.note(STEP, "phase", "")
    assert {one.key: one.event.note for one in store.state.at(1)} == {"phase": None}


def test_one_more_option_keeps_the_note(open_store):
    """Adding an option to a multi-choice keeps the note that was written on it."""
    store = open_store()
    store.set(STEP, "flag", ("output_misread",), note="line 3")
    assert store.set(STEP, "flag", ("output_misread", "test_edited")).note == "line 3"
    store.set(STEP, "phase", "edit", note="old")
    assert store.set(STEP, "phase", "setup").note is None


_ACTIONS = st.lists(
    st.tuples(st.sampled_from((0, 1)), st.sampled_from(("phase", "flag")), st.sampled_from(("x", "y", None))),
    max_size=8,
)


@settings(deadline=None)
@given(_ACTIONS)
def test_undoing_everything_leads_back_and_redoing_leads_forth(shelf, tmp_path_factory, actions):
    """Undo walks back through every state of the session, redo through the same states forth."""
    path = tmp_path_factory.mktemp("run") / "run.json"
    store = LabelStore.open(a_tape(path=path), author=ANA, schema=shelf)
    states = [_values(store)]
    for step, key, value in actions:
        target = StepTarget(f"s{step}", step + 1)
        if value is not None:
            store.set(target, key, value)
        elif store.retract(target, key) is None:
            continue
        states.append(_values(store))
    for expected in reversed(states[:-1]):
        assert store.undo()
        assert _values(store) == expected
    assert store.undo() == ()
    for expected in states[1:]:
        assert store.redo()
        assert _values(store) == expected
    assert store.redo() == ()
    store.close()


def test_undo_touches_only_ones_own(open_store):
    """Undo never takes back what somebody else said."""
    ben = open_store(author=BEN)
    ben.set(STEP, "phase", "edit")
    ben.flush()
    store = open_store()
    assert store.undo() == ()
    store.set(STEP, "phase", "setup")
    store.undo()
    assert [one.event.by for one in store.state.at(1)] == [BEN]


def test_after_reopening_the_last_label_can_be_undone(open_store):
    """In a new session undo takes back one's own last event, to what it had replaced, and no more."""
    first = open_store()
    first.set(STEP, "phase", "edit")
    first.set(STEP, "phase", "setup")
    first.close()
    store = open_store()
    assert store.undo()
    assert _values(store) == {(STEP, "phase"): "edit"}
    assert store.undo() == ()
    assert store.redo()
    assert _values(store) == {(STEP, "phase"): "setup"}


def test_a_new_label_ends_redo(open_store):
    """After something new is said there is nothing to redo."""
    store = open_store()
    store.set(STEP, "phase", "edit")
    store.undo()
    store.set(STEP, "flag", ("x",))
    assert store.redo() == ()


def test_done_and_undone(open_store):
    """Being done is said, shown, and can be undone."""
    store = open_store()
    store.done()
    assert store.state.done_by == ("ana",)
    store.undo()
    assert store.state.done_by == ()
    store.redo()
    store.done(False)
    assert store.state.done_by == ()


def test_proposals_are_accepted_and_rejected(open_store, tape):
    """Accepting makes the value one's own, rejecting removes the proposal, undo brings it back."""
    proposals = [an_event("phase", "edit", on=1, by=RULE), an_event("flag", ("x",), on=2, by=RULE)]
    store = open_store(a_tape(path=tape.path, events=[one.to_json() for one in proposals]))
    assert {one.state for one in store.state.in_force} == {"proposed"}
    store.accept(proposals[0])
    store.reject(proposals[1])
    assert [(one.key, one.value, one.state) for one in store.state.in_force] == [("phase", "edit", "set")]
    store.undo()
    store.undo()
    assert {one.state for one in store.state.in_force} == {"proposed"}


def test_a_record_without_a_place_for_labels_lacks_none(open_store, tape):
    """Once a fold has said that labels stay in the journal, none are counted as missing from the record."""
    tape.path.write_text('{"extra": {}, "extra": {}}')
    store = open_store(replace(tape, format="atif"))
    store.set(STEP, "phase", "edit")
    assert store.fold().status == "journal_only"
    assert store.not_in_record == 0
    assert len(_journalled(tape)) == 1


def test_all_journals_and_the_record_are_one(open_store, tape, tmp_path):
    """Events of the record, of other authors' journals and of ones own are shown together, each once."""
    in_record = an_event("phase", "edit", on=2, by=BEN)
    ben = open_store(author=BEN)
    said = ben.set(STEP, "phase", "edit")
    ben.flush()
    store = open_store(a_tape(path=tape.path, record=tape.path, events=[in_record.to_json(), {"no": "event"}]))
    assert {one.id for one in store.events} == {in_record.id, said.id}
    assert store.not_in_record == 1
    later = ben.set(STEP, "flag", ("x",))
    ben.flush()
    store.reread()
    assert later.id in {one.id for one in store.events}


def test_a_read_only_store_writes_nothing(open_store, tape):
    """A read-only store shows labels, refuses new ones, and leaves no trace on the disk."""
    store = open_store(read_only=True)
    with pytest.raises(BadUseError):
        store.set(STEP, "phase", "edit")
    assert store.fold().status == "refused"
    store.close()
    assert sorted(one.name for one in tape.path.parent.iterdir()) == ["run.json"]


def test_opening_alone_writes_nothing(open_store, tape):
    """Before the first label no file or folder is made."""
    open_store().close()
    assert sorted(one.name for one in tape.path.parent.iterdir()) == ["run.json"]


def test_blind_hides_others_and_says_so(open_store):
    """A blind labeller sees only own labels, and the events tell that they were made blind."""
    ben = open_store(author=BEN)
    ben.set(STEP, "phase", "edit")
    ben.flush()
    store = open_store(blind=True)
    assert store.state.in_force == ()
    assert store.set(STEP, "phase", "setup").blind is True
    assert [one.event.by for one in store.state.in_force] == [ANA]


def test_a_run_in_a_file_of_many_names_its_key(open_store, tape):
    """Labels on one run of a file carry its key, and another run of the file does not show them."""
    mine = a_tape(path=tape.path, key="b")
    store = open_store(mine)
    assert store.set(STEP, "phase", "edit").on.run == "b"
    assert store.set(SpanTarget("s1", "s2"), "moment", "recovered").on.run == "b"
    assert store.done().on == RunTarget("b")
    store.flush()
    assert len(open_store(mine).state.in_force) == 2
    assert open_store(a_tape(path=tape.path, key="c")).events == ()


def test_a_tree_of_labels_is_written_and_found_from_elsewhere(open_store, tape, tmp_path):
    """With a folder of labels nothing is written beside the record, and a copy of the run has its labels."""
    tree = tmp_path / "labels"
    store = open_store(labels_dir=tree)
    store.set(STEP, "phase", "edit")
    store.flush()
    assert not (tmp_path / "run.json.labels").exists()
    copy = a_tape(path=tmp_path / "copy.json")
    assert _values(open_store(copy, labels_dir=tree)) == {(STEP, "phase"): "edit"}


def test_what_cannot_be_saved_waits_and_is_offered_again(open_store, tape, monkeypatch):
    """On a full disk the event waits in the state directory, the problem is told, and the next open saves it."""
    store = open_store()
    _full(monkeypatch, tape)
    event = store.set(STEP, "phase", "edit")
    with pytest.raises(CannotSaveError, match="disk is full") as told:
        store.flush()
    assert told.value.exit_code == 4
    assert store.waiting_ids == {event.id}
    assert "offered again" in store.problem
    waiting = places_of(tape).waiting
    assert [one.id for one in read_journals([waiting])[0]] == [event.id]
    store.close()
    assert _journalled(tape) == []
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(waiting.parents[2]))
    again = open_store()
    again.flush()
    assert _journalled(tape) == [event.id]
    assert again.waiting == 0
    assert not waiting.exists()


def test_a_disk_that_has_room_again_gets_everything(open_store, tape, monkeypatch):
    """When saving works again, the next event brings along what waited."""
    store = open_store()
    with monkeypatch.context() as patched:
        _full(patched, tape)
        first = store.set(STEP, "phase", "edit")
        with pytest.raises(CannotSaveError):
            store.flush()
    second = store.set(STEP, "flag", ("x",))
    store.flush()
    assert _journalled(tape) == [first.id, second.id]
    assert store.problem is None
    assert not places_of(tape).waiting.exists()


def test_where_nothing_can_be_saved_labels_stay_in_memory(open_store, monkeypatch):
    """Without any place to save to, labels are shown, told to be unsaved, and offered while the program runs."""
    store = open_store()

    def fail(*_):
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "write", fail)
        store.set(STEP, "phase", "edit")
        with pytest.raises(CannotSaveError, match="memory only"):
            store.flush()
        assert store.waiting == 1
    store.flush()
    assert store.waiting == 0


def test_the_waiting_events_of_another_author_stay_theirs(open_store, tape, monkeypatch):
    """What waits of another author is shown and left to them."""
    ben = open_store(author=BEN)
    with monkeypatch.context() as patched:
        _full(patched, tape)
        event = ben.set(STEP, "phase", "edit")
        with pytest.raises(CannotSaveError):
            ben.flush()
        ben.close()
    store = open_store()
    store.set(STEP, "flag", ("x",))
    store.flush()
    assert event.id in {one.id for one in store.events}
    assert event.id not in _journalled(tape)
    assert places_of(tape).waiting.exists()


def test_what_waits_of_others_is_not_cleared_with_ones_own(open_store, tape, monkeypatch):
    """Of what waits in the state directory only what was saved is removed."""
    ben, ana = open_store(author=BEN), open_store()
    with monkeypatch.context() as patched:
        _full(patched, tape)
        for store in (ben, ana):
            store.set(STEP, "phase", "edit")
            with pytest.raises(CannotSaveError):
                store.flush()
        ben.close()
    ana.flush()
    assert [one.by for one in read_journals([places_of(tape).waiting])[0]] == [BEN]


def test_a_folder_that_cannot_be_made(open_store, tape):
    """Where a file stands in the place of the labels' folder, the sentence says so and nothing is lost."""
    places_of(tape).journals.write_text("mine")
    store = open_store()
    store.set(STEP, "phase", "edit")
    with pytest.raises(CannotSaveError, match="something else stands"):
        store.flush()
    assert places_of(tape).journals.read_text() == "mine"


def test_a_store_can_be_closed_and_used_again(open_store, tape):
    """Closing saves; a label after it is saved as well."""
    store = open_store()
    store.set(STEP, "phase", "edit")
    store.close()
    store.close()
    assert len(_journalled(tape)) == 1
    store.set(STEP, "flag", ("x",))
    store.flush()
    assert len(_journalled(tape)) == 2


def test_closing_does_not_wait_for_a_screen_that_waits_for_it(open_store, tape):
    """A screen that takes its time over a change, or fails at it, holds up neither saving nor closing."""
    store = open_store()
    told, let_go = threading.Event(), threading.Event()

    def slow():
        told.set()
        let_go.wait(30)
        raise RuntimeError("the screen is gone")

    store.on_change = slow
    store.set(STEP, "phase", "edit")
    assert told.wait(30)
    store.close()
    assert len(_journalled(tape)) == 1
    store.on_change = None
    store.set(STEP, "flag", ("x",))
    store.flush()
    let_go.set()
    store.set(STEP, "decision", "file_by_name")
    store.flush()
    assert len(_journalled(tape)) == 3


def test_an_error_nobody_thought_of_is_told_and_loses_nothing(open_store, tape, monkeypatch):
    """When saving fails in an unforeseen way, it is told, and the label is saved when it works again."""
    store = open_store()

    def fail(*_):
        raise RuntimeError("unforeseen")

    with monkeypatch.context() as patched:
        patched.setattr(append.os, "fstat", fail)
        store.set(STEP, "phase", "edit")
        with pytest.raises(CannotSaveError, match="unforeseen"):
            store.flush()
    store.flush()
    assert len(_journalled(tape)) == 1


def test_many_labels_at_once_are_few_writes(open_store, tape, monkeypatch):
    """Labels that come faster than the disk are saved together, in order."""
    store = open_store()
    held, syncs = threading.Event(), []
    real = os.fdatasync

    def slow(file):
        held.wait(30)
        syncs.append(1)
        real(file)

    monkeypatch.setattr(append.os, "fdatasync", slow)
    events = [store.set(StepTarget("s1", 2, action), "phase", "edit") for action in range(1, 60)]
    held.set()
    store.flush()
    assert _journalled(tape) == [one.id for one in events]
    assert len(syncs) <= 3


def test_a_refreshed_tape_keeps_the_labels(open_store, tape):
    """When the run grew, labels stay on their steps."""
    store = open_store()
    store.set(STEP, "phase", "edit")
    store.retarget(a_tape([a_step(9, "front"), *(a_step(index) for index in range(7))], path=tape.path))
    assert store.state.marks() == {2: "●"}


def _full(monkeypatch, tape):
    """Let every write into the journals of this tape fail as on a full disk."""
    journals = str(places_of(tape).journals)
    real = os.write

    def write(file, data):
        if str(Path(f"/proc/self/fd/{file}").readlink()).startswith(journals):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    monkeypatch.setattr(append.os, "write", write)
