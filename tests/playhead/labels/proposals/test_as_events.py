"""Proposals as events: their ids, their targets, the rules they name."""

from __future__ import annotations

import uuid
from dataclasses import replace

from playhead.labels.event import event_from
from playhead.labels.ids import new_id
from playhead.labels.proposals import Proposal, Where, event_of, events_of, rules_of
from playhead.storage.decode import decode
from tests.playhead.labels.making import a_tape

FLAG = Proposal("flag", ("test_edited",), Where(2), "checks", "a test was edited", ({"step": "s2", "rule": "C12@1"},))


def test_the_same_words_about_the_same_run_have_the_same_id(shelf):
    """Whoever works it out: run, rule, version, place, key and value make the id, and nothing else does."""
    ids = {event_of(a_tape(), one, shelf).event.id for one in (FLAG, replace(FLAG, why="told otherwise"))}
    assert len(ids) == 1
    others = (
        replace(FLAG, value=("special_casing",)),
        replace(FLAG, where=Where(3)),
        replace(FLAG, where=Where(2, 3)),
        replace(FLAG, key="flags"),
        replace(FLAG, rule="people"),
        replace(FLAG, version="2"),
    )
    made = ids | {event_of(a_tape(), one, shelf).event.id for one in others}
    made.add(event_of(a_tape(run_id="run-2"), FLAG, shelf).event.id)
    assert len(made) == len(others) + 2


def test_an_id_is_a_uuid_that_sorts_by_the_rules_version_and_before_peoples(shelf):
    """Version 8 of RFC 9562, as text: a newer rule's word comes after an older one's, a person's after both."""
    first, second, tenth = (
        event_of(a_tape(), replace(FLAG, version=version), shelf).event.id for version in ("1", "2", "10")
    )
    assert uuid.UUID(first).version == 8
    assert uuid.UUID(first).variant == uuid.RFC_4122
    assert first < second < tenth < new_id()


def test_a_proposal_is_read_back_as_it_was_written(shelf):
    """Rule, version, place, anchor, reason and evidence survive a journal, and the place is where it was."""
    for one in (FLAG, replace(FLAG, where=Where()), replace(FLAG, where=Where(1, 3))):
        made = event_of(a_tape(), one, shelf)
        read = event_from(decode(made.event.to_line())[0])
        assert read == made.event
        assert (read.by.kind, read.by.id, read.by.version) == ("rule", "checks", "1")
        assert read.note == one.why
        assert made.place.position == one.where.first


def test_the_steps_are_anchored(shelf):
    """A proposal is found again when ids move, as a person's label is."""
    assert event_of(a_tape(), FLAG, shelf).event.anchor["hash"]


def test_the_rules_are_those_that_the_evidence_names(shelf):
    """Without versions, each once; a proposal whose evidence names none stands for its own rule."""
    several = replace(FLAG, evidence=({"rule": "C12@1"}, {"rule": "C13@1"}, {"rule": "C12@1"}))
    assert rules_of(event_of(a_tape(), several, shelf).event) == ("C12", "C13")
    assert rules_of(event_of(a_tape(), replace(FLAG, evidence=()), shelf).event) == ("checks",)


def test_the_work_ends_when_it_is_told_to(shelf):
    """`going` is asked before each proposal."""
    answers = iter((True, False))
    assert len(events_of(a_tape(), (FLAG, replace(FLAG, where=Where(3))), shelf, going=lambda: next(answers))) == 1
