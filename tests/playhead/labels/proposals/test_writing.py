"""Proposals in a journal of their own."""

from __future__ import annotations

import shutil

import pytest

from playhead import open_tape
from playhead.errors import CannotSaveError
from playhead.labels.proposals.working_out import proposed_of
from playhead.labels.proposals.writing import write_proposals
from playhead.labels.store import LabelStore
from tests.playhead.labels.making import ANA
from tests.playhead.labels.proposals.conftest import SAMPLES


@pytest.fixture
def run(tmp_path):
    shutil.copy(SAMPLES / "same-test-again.tape.jsonl", tmp_path)
    return open_tape(tmp_path / "same-test-again.tape.jsonl")


def opened(tape, shelf):
    store = LabelStore.open(tape, author=ANA, schema=shelf)
    store.propose(proposed_of(tape, shelf))
    return store


def test_a_second_time_there_is_nothing_to_write(run, shelf):
    """What is worked out again is the same: the journal of the rules stays as it is."""
    store = opened(run, shelf)
    written = write_proposals(run, store.proposed)
    assert written == len(store.proposed) > 10
    store.close()
    journal = next(iter((run.path.parent / f"{run.path.name}.labels").glob("rules@*.jsonl")))
    before = journal.read_bytes()
    again = opened(run, shelf)
    assert write_proposals(run, again.proposed) == 0
    assert journal.read_bytes() == before
    assert len(again.state.in_state("proposed")) == written
    again.close()


def test_a_folder_that_cannot_be_written_is_told(run, shelf):
    """The error names the folder, and nothing else happened."""
    (run.path.parent / f"{run.path.name}.labels").write_text("in the way")
    store = opened(run, shelf)
    with pytest.raises(CannotSaveError, match=r"\.labels"):
        write_proposals(run, store.proposed)
    store.close()
