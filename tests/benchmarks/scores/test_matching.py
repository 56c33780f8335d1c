"""Which moment is which episode."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scores.matching import Trigger, matched


def at(*actions: int, kind: str = "test", optional: bool = False) -> list[Trigger]:
    """Return triggers of one kind."""
    return [Trigger(action, kind, optional) for action in actions]


def test_an_exact_trigger_is_taken_before_one_beside_it() -> None:
    """Episode 6 gets the moment at 6, though episode 5 comes first and could have had it."""
    assert matched(at(5, 6), at(6)) == {1: 0}
    assert matched(at(5, 6), at(6, 4)) == {1: 0, 0: 1}


def test_two_actions_off_is_no_match() -> None:
    """The tolerance is one action, on either side."""
    assert matched(at(5), at(3)) == {}
    assert matched(at(5), at(7)) == {}
    assert matched(at(5), at(4)) == matched(at(5), at(6)) == {0: 0}


def test_each_is_matched_once() -> None:
    """A second moment at the same action stands alone."""
    assert len(matched(at(5), at(5, 5))) == 1
    assert len(matched(at(5, 5), at(5))) == 1


def test_of_two_problems_of_one_action_the_same_kind_is_taken() -> None:
    """An edit that was refused and a test that failed are told apart."""
    found = [*at(5, kind="test"), *at(5, kind="tool_error")]
    assert matched(at(5, kind="tool_error"), found) == {0: 1}


def test_an_episode_that_counts_comes_before_an_optional_one() -> None:
    """What only one reader saw does not take a moment from what both saw."""
    assert matched([*at(5, optional=True), *at(5)], at(5)) == {1: 0}


ACTIONS = st.lists(st.integers(1, 12), max_size=8)


@given(ACTIONS, ACTIONS)
def test_matches_are_one_to_one_and_near_and_nothing_near_is_left(labelled: list[int], found: list[int]) -> None:
    """No moment is used twice, none is far, and no free pair of neighbours stays unmatched."""
    pairs = matched(at(*labelled), at(*found))
    assert len(set(pairs.values())) == len(pairs)
    assert all(abs(labelled[one] - found[other]) <= 1 for one, other in pairs.items())
    left = [one for place, one in enumerate(labelled) if place not in pairs]
    free = [one for place, one in enumerate(found) if place not in pairs.values()]
    assert not any(abs(one - other) <= 1 for one in left for other in free)
