"""Matching a few letters against a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.fuzzy import MOST_CHARACTERS, matcher


@given(st.text(max_size=30), st.text(max_size=60))
def test_places_are_the_letters_that_were_typed(typed: str, text: str) -> None:
    """Any letters against any line give none, or places in the line that hold those letters."""
    found = matcher(typed)(text)
    if found is not None:
        assert list(found.places) == sorted(set(found.places))
        assert all(place < len(text) for place in found.places)
        lowered = text.lower() if len(text.lower()) == len(text) else text
        assert {lowered[place] for place in found.places} == {
            letter for word in typed.lower().split()[:8] for letter in word
        }


def test_letters_that_stand_together_come_first() -> None:
    """A word found whole beats one at the start of a word, which beats scattered letters; order of words is free."""
    whole, inside, scattered = (matcher("test")(text) for text in ("run test", "contest", "the express trait"))
    assert whole is not None
    assert inside is not None
    assert scattered is not None
    assert whole.score > inside.score > scattered.score
    assert matcher("api shop")("read shop/api.py") is not None
    assert matcher("xyz")("read shop/api.py") is None


def test_a_hostile_line_takes_one_look() -> None:
    """Letters that almost fit a long line are given up in one pass."""
    assert matcher("a" * 100 + "b")("a" * 100_000) is None
    assert matcher("b")("a" * MOST_CHARACTERS + "b") is None
