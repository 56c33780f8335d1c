"""How often people agree with rules."""

from __future__ import annotations

from playhead.labels.proposals import Proposal, Where, events_of
from playhead.labels.schema import load_schema
from playhead.labels.state import state_of
from playhead.labels.statistics import Statistics
from tests.playhead.labels.making import BEN, a_tape, an_event

TAPE = a_tape()


def flag(position, rule="C12@1", version="1"):
    return Proposal("flag", ("test_edited",), Where(position), "checks", "", ({"rule": rule},), version)


def counted(*events):
    found = Statistics()
    found.add(state_of(events, TAPE), events)
    return found


def decided(event, op, **fields):
    value = event.value if op == "accept" else None
    return an_event(event.key, value, op=op, on=event.on, anchor=event.anchor, proposal=event.id, **fields)


def test_precision_is_the_share_of_the_decided_that_were_accepted():
    """Of five proposals two were accepted, one rejected, one answered by a label of one's own, one is open."""
    events = [one.event for one in events_of(TAPE, [flag(place) for place in range(5)], load_schema())]
    one, two, three, four, _ = events
    own = an_event("flag", ("special_casing",), on=3)
    assert four.on == own.on
    found = counted(*events, decided(one, "accept"), decided(two, "accept"), decided(three, "reject"), own)
    counts = found.rules["checks"]
    assert (counts.accepted, counts.rejected, counts.answered, counts.open) == (2, 1, 1, 1)
    assert counts.proposed == 5
    assert counts.precision == 2 / 3


def test_each_check_within_a_rule_is_counted_by_itself():
    """A rule that speaks for several checks is counted whole, and by check."""
    events = [one.event for one in events_of(TAPE, [flag(0), flag(1, "C13@1")], load_schema())]
    found = counted(*events, decided(events[1], "reject"))
    assert found.rules["checks"].proposed == 2
    assert found.rules["checks C12"].precision is None
    assert found.rules["checks C13"].precision == 0.0


def test_what_two_versions_say_alike_is_one_proposal():
    """A newer version that says the same again is not counted twice."""
    old, new = (events_of(TAPE, [flag(2, version=version)], load_schema())[0].event for version in ("1", "2"))
    assert counted(old, new, decided(new, "accept")).rules["checks"].proposed == 1
    assert counted(old, new, decided(old, "reject")).rules["checks"].proposed == 1


def test_labels_are_counted_by_key_and_author_over_runs():
    """What people have in force counts, whoever said it; proposals and what was taken back do not."""
    found = Statistics()
    open_one = events_of(TAPE, [flag(4)], load_schema())[0].event
    for _ in range(2):
        events = [an_event("flag", ("a",), on=1), an_event("flag", ("a",), on=2, by=BEN), open_one]
        found.add(state_of(events, TAPE), events)
    assert found.labels == {"flag": {"ana": 2, "ben": 2}}
    assert found.runs == 2
