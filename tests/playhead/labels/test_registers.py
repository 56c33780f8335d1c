"""Registers: what stands open, event by event as for all at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.labels.registers import Written, in_force, open_ends
from tests.playhead.labels.making import an_event
from tests.playhead.labels.strategies import histories


@given(histories() | st.just([]), st.randoms(use_true_random=False))
def test_what_stands_open_is_kept_up(history, chance):
    """In whatever order events come, what stands open after each is what all events so far leave open."""
    coming = list({one.id: one for one in history}.values())
    chance.shuffle(coming)
    written = Written()
    for number, event in enumerate(coming, 1):
        written.add(event)
        assert sorted(one.id for one in written.open_ends) == sorted(one.id for one in open_ends(coming[:number]))
        assert written.in_force == in_force(coming[:number])
        assert written.first_id == min(one.id for one in coming[:number])


def test_a_register_that_was_rewritten_often_is_not_gone_through_again():
    """What stands open after a thousand changes of mind is one event, found without the others."""
    written, last = Written(), None
    for number in range(1000):
        last = an_event(value=number, supersedes=(last.id,) if last else ())
        written.add(last)
    written._events.clear()  # nothing of what is gone is asked for
    assert list(written.open_ends) == [last]
    assert written.in_force is last
