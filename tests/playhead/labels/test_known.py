"""What a store knows: of two events with one id the same counts, whichever was heard first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from playhead.labels.anchor import Finder
from playhead.labels.known import Known
from playhead.labels.seen import Seen
from playhead.labels.state import state_of
from tests.playhead.labels.making import ANA, BEN, a_tape, an_event


def test_of_two_with_one_id_the_same_counts_in_whichever_order_they_come():
    """The events, what stands, and what the record lacks are the same for any order, also when looked at in between."""
    tape = a_tape()
    one, other = an_event(value="x", on=1, id="1"), an_event(value="y", on=1, id="1", by=BEN)
    events = [one, other, an_event(value="z", on=2, id="2"), replace(one, value=True), replace(one, value=1)]
    views = set()
    for order in permutations(events):
        known, finder = Known(), Finder(tape)
        seen = Seen(known)
        for event in order:
            known.add([event])
            seen.state(finder)
        assert seen.state(finder) == state_of(events, tape)
        views.add((tuple(one.to_line() for one in known.of(finder)), seen.not_folded(finder, frozenset())))
    assert len(views) == 1


def test_one_who_sees_only_ones_own_does_not_see_an_event_that_another_claims():
    """Blind, an event of one's own whose id another one's counts for is gone, whichever came first."""
    mine, theirs = an_event(value="y", id="1", by=BEN), an_event(value="x", id="1", by=ANA)
    stands = []
    for order in ((mine, theirs), (theirs, mine)):
        known, finder = Known(), Finder(a_tape())
        seen = Seen(known, BEN)
        for event in order:
            known.add([event])
            seen.state(finder)
        stands.append(seen.state(finder).in_force)
    assert stands == [(), ()]
