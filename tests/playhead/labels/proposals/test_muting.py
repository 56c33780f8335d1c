"""A check is muted for a run by turning its proposal down."""

from __future__ import annotations

import pytest

from playhead.insight.checks import CheckResult, Severity
from playhead.labels.event import RunTarget
from playhead.labels.proposals import Proposal, Where, event_of, mute, muted_checks, unmute
from playhead.labels.reading import read_journals
from playhead.labels.store import LabelStore
from tests.playhead.labels.making import ANA, a_tape

C12 = CheckResult("C12", "test_edited", "existing tests edited", True, Severity.WARNING, "Tests were edited.", (2,))


@pytest.fixture
def tape(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("{}")
    return a_tape(path=path)


@pytest.fixture
def store(tape, shelf):
    opened = LabelStore.open(tape, author=ANA, schema=shelf)
    yield opened
    opened.close()


def test_a_muted_check_is_told_and_nothing_else_changes(store, tape):
    """The check alone is muted, no label stands that did not before, and taking it back lets it speak again."""
    store.set(RunTarget(), "outcome", "failed")
    before = store.state.in_force
    mute(store, tape, C12)
    assert muted_checks(store.state) == {"C12"}
    assert store.state.in_force == before
    unmute(store, tape, C12)
    assert muted_checks(store.state) == frozenset()
    assert store.state.in_force == before


def test_muting_is_one_write_that_any_reader_understands(store, tape):
    """The journal holds the proposal and the decision that points at it, whoever reads it."""
    mute(store, tape, C12)
    store.flush()
    (folder,) = {store._journal.folder}
    withdrawn, proposal, decision = read_journals([folder])[0]
    assert (proposal.by.kind, decision.by.kind, decision.proposal) == ("rule", "human", proposal.id)
    assert withdrawn.supersedes == (proposal.id,)


def test_a_check_is_mute_once_none_of_its_labels_is_left(store, tape, shelf):
    """With one flag of two turned down the check still speaks, with both it is muted."""
    flags = [
        event_of(tape, Proposal("flag", ("test_edited",), Where(place), "checks", "", ({"rule": "C12@1"},)), shelf)
        for place in (1, 2)
    ]
    store.propose(flags)
    store.reject(flags[0].event)
    assert muted_checks(store.state) == frozenset()
    store.reject(flags[1].event)
    assert muted_checks(store.state) == {"C12"}
    store.undo()
    store.accept(flags[1].event)
    assert muted_checks(store.state) == frozenset()
