"""Several people: a few worlds in the suite, a crowd of processes, and a judge that sees who disagrees on them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.labels import kept_state, registers
from tests.soak.people.family import alone, of_crowds, run, wrong_in_worlds
from tests.soak.people.judge import tried


def test_people_break_no_promise():
    """Ten people label at once and fold at once; few worlds of journals are read alike by all."""
    worlds, crowds = run(0.002)
    assert (worlds.failures, crowds.failures) == ((), ())
    assert crowds.cases == 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with alone():
        yield tmp_path_factory.mktemp("world")


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_journals_in_any_order_grouping_and_number_of_copies_say_the_same(folder, seed):
    """Whatever files the lines stand in, whoever edited these: one state, one fold, nothing dropped, the rest told."""
    assert tried(folder, Random(seed)) == []


def test_the_judge_sees_readers_who_disagree(monkeypatch):
    """Where of two events with one id the one that was read first counts, some world is read in two ways."""
    for module in (registers, kept_state):
        monkeypatch.setattr(module, "goes_before", lambda *_: False)
    assert wrong_in_worlds(12)


def test_the_judge_sees_a_crowd_that_lost_a_label():
    """A crowd whose journals or record hold fewer labels than were made breaks the promise, and so do two views."""
    whole = {
        "made": 9,
        "journalled": 9,
        "in the record": 9,
        "twice in the record": 0,
        "torn": 0,
        "views": 1,
        "failed": 0,
    }
    assert of_crowds([whole]).holds
    assert not any(
        of_crowds([whole | wrong]).holds for wrong in ({"journalled": 8}, {"views": 2}, {"in the record": 8})
    )
