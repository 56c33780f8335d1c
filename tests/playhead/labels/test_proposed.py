"""Proposals of an open run: shown until they are decided on, written with the decision, never in a person's way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.labels.anchor import Finder
from playhead.labels.event import StepTarget
from playhead.labels.kept_state import KeptState
from playhead.labels.known import Known
from playhead.labels.places import places_of
from playhead.labels.proposals import Proposal, Where, events_of
from playhead.labels.proposed import brought_up, proposed_here
from playhead.labels.reading import read_journals
from playhead.labels.schema import load_schema
from playhead.labels.state import state_of
from playhead.labels.store import LabelStore
from tests.playhead.labels.making import ANA, BEN, RULE, a_tape, an_event

TAPE = a_tape()
SAW = ({"step": "s1", "action": 2, "field": "output", "start": 0, "end": 2, "rule": "C12@1"},)
FIRST = (
    Proposal("flag", ("test_edited",), Where(1), "checks", "a test was edited", SAW),
    Proposal("phase", "edit", Where(1), "phases", "by what it does"),
    Proposal("root_cause", True, Where(2), "suspects", "candidate 1"),
    Proposal("moment", "spiralled", Where(2, 4), "moments", "five attempts"),
    Proposal("outcome", "failed", Where(), "verifier", "the verifier says so"),
)
SECOND = tuple(replace(one, version="2", value="recovered" if one.key == "moment" else one.value) for one in FIRST)
"""A newer version of the rules, of which one says something else."""


@cache
def proposed(version):
    return events_of(TAPE, FIRST if version == 1 else SECOND, load_schema())


@pytest.fixture
def tape(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("{}")
    return a_tape(path=path)


@pytest.fixture
def open_store(tape):
    stores = []

    def opened(**options):
        stores.append(LabelStore.open(tape, **{"author": ANA, "schema": load_schema(), **options}))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


def stand(state):
    """What stands, without the ids, which are new each time."""
    return {(one.key, one.value, one.state, one.position, one.span, one.event.by.kind) for one in state.in_force}


def event_for(key, version=1):
    return next(one.event for one in proposed(version) if one.event.key == key)


def test_what_is_only_shown_is_written_nowhere(open_store, tape):
    """Showing proposals makes no event: the history is empty, nothing waits, and there is no journal."""
    store = open_store()
    assert store.propose(proposed(1))
    assert len(store.state.in_state("proposed")) == len(FIRST)
    assert store.events == ()
    assert store.waiting == 0
    store.flush()
    assert not places_of(tape).journals.exists()


@pytest.mark.parametrize("decide", ["accept", "reject"])
def test_a_decision_is_written_with_its_proposal(open_store, tape, decide):
    """The journal holds both, the proposal first and unchanged, so that any reader understands the decision."""
    store = open_store()
    store.propose(proposed(1))
    getattr(store, decide)(event_for("flag"))
    store.flush()
    events = read_journals([places_of(tape).journals])[0]
    assert [(one.op, one.by.kind) for one in events] == [("set", "rule"), (decide, "human")]
    assert events[0] == event_for("flag")
    assert events[1].proposal == events[0].id
    again = open_store()
    assert stand(again.state) == (
        {("flag", ("test_edited",), "set", 1, None, "human")} if decide == "accept" else set()
    )


def test_a_decision_is_written_once_however_often_it_changes(open_store):
    """Accepted, undone and rejected: the proposal itself is in the history once."""
    store = open_store()
    store.propose(proposed(1))
    store.accept(event_for("flag"))
    store.undo()
    assert ("flag", ("test_edited",), "proposed", 1, None, "rule") in stand(store.state)
    store.reject(event_for("flag"))
    assert [one.op for one in store.events if one.by.kind == "rule"] == ["set"]


def test_ones_own_label_answers_a_proposal(open_store):
    """Where a person has a label on the same thing nothing is proposed, and taking it back brings the proposal back."""
    store = open_store()
    store.propose(proposed(1))
    store.set(StepTarget("s1", 2), "flag", ("special_casing",))
    assert ("flag", ("special_casing",), "set", 1, None, "human") in stand(store.state)
    assert "flag" not in {one.key for one in store.state.in_state("proposed")}
    store.retract(StepTarget("s1", 2), "flag")
    assert "flag" in {one.key for one in store.state.in_state("proposed")}


def test_blind_nothing_is_proposed(open_store):
    """Who labels blind sees no proposal, whoever works it out."""
    store = open_store(blind=True)
    assert not store.propose(proposed(1))
    assert store.state.in_force == ()


def test_what_was_turned_down_stays_away_until_it_is_something_else(open_store):
    """A newer version that says the same for the same reasons is not asked about again; another value or place is."""
    store = open_store()
    store.propose(proposed(1))
    for key in ("flag", "moment"):
        store.reject(event_for(key))
    store.propose(proposed(2))
    values = {one.key: one.value for one in store.state.in_state("proposed")}
    assert "flag" not in values
    assert values["moment"] == "recovered"
    elsewhere = replace(SECOND[0], evidence=({**SAW[0], "start": 9, "end": 12},))
    store.propose(events_of(TAPE, (elsewhere,), load_schema()))
    assert "flag" in {one.key for one in store.state.in_state("proposed")}


def test_a_rule_takes_back_what_it_no_longer_says(open_store):
    """What an older version wrote and a newer one does not say is gone; what others wrote, and decided, stays."""
    store = open_store()
    other = an_event("flag", ("special_casing",), on=3, by=RULE)
    store._known.add([*(one.event for one in proposed(1)), other])
    accepted = store.accept(event_for("outcome"))
    store.propose(())
    assert {one.event for one in store.state.in_force} == {other, accepted}


def test_what_comes_again_is_nothing_new(open_store):
    """The same proposals once more change nothing, so that nothing is drawn anew."""
    store = open_store()
    assert store.propose(proposed(1))
    assert not store.propose(proposed(1))
    assert store.propose(proposed(2))


def test_the_next_one_is_the_steps_then_the_runs_then_a_phase():
    """A phase, which every step has, is asked about only where nothing else is."""
    kept = KeptState(Finder(TAPE))
    kept.add([one.event for one in proposed(1)])
    assert proposed_here(kept.state, 1).key == "flag"
    assert proposed_here(kept.state, 0).key == "outcome"
    kept.add([an_event("flag", ("other",), on=1), an_event("outcome", "failed")])
    assert proposed_here(kept.state, 1).key == "phase"
    assert proposed_here(kept.state, 0) is None


moves = st.lists(
    st.tuples(st.sampled_from(("accept", "reject", "set", "retract")), st.sampled_from([one.key for one in FIRST])),
    max_size=6,
)


def make(history, reruns):
    """Decide in an order, with the rules run again at some times; return the events that were known, and the last."""
    known, finder = Known(), Finder(TAPE)
    for number, (what, key) in enumerate(history):
        if number in reruns:
            known.add(one.event for one in brought_up(proposed(1), known, finder))
        target = event_for(key)
        earlier = tuple(one.id for one in known.of(finder) if one.by == ANA and one.key == key)
        known.add([target])
        value = {"accept": target.value, "set": ("mine",)}.get(what)
        on = {"on": target.on, "anchor": target.anchor, "supersedes": earlier}
        decides = {"proposal": target.id} if what in {"accept", "reject"} else {}
        known.add([an_event(key, value, op=what, **on, **decides)])
    known.add(one.event for one in brought_up(proposed(1), known, finder))
    return known.of(finder)


@given(moves, st.sets(st.integers(0, 5)), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_reruns_and_their_order_change_nothing(history, reruns, chance):
    """However often the rules run between decisions, and in whatever order all is read, the same stands."""
    plain, often = make(history, ()), make(history, reruns)
    shuffled = [*often, *often[::2]]
    chance.shuffle(shuffled)
    assert stand(state_of(plain, TAPE)) == stand(state_of(often, TAPE)) == stand(state_of(shuffled, TAPE))


@given(moves, st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_rerun_never_touches_what_people_said(history, newer):
    """What the rules add, take back or replace supersedes events of rules only."""
    events = [*make(history, ()), an_event("flag", ("theirs",), on=1, by=BEN)]
    known, finder = Known(), Finder(TAPE)
    known.add(events)
    people = {one.id for one in events if one.by.kind == "human"}
    for one in brought_up(proposed(2) if newer else (), known, finder):
        assert one.event.by.kind == "rule"
        assert not people & set(one.event.supersedes)
