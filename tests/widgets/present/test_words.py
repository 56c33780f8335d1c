"""What changed within a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.present.words import changed_stretches

LINES = st.text(st.sampled_from("abc _.()"), max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("    express: bool = False", "    express: bool = True", "False", "True"),
        ("return post(items)", "return post(items, express)", "", ", express"),
        ("total = price * count", "total = prices * count", "price", "prices"),
        ("assert status == 200  # ok", "assert status == 422  # ok", "200", "422"),
    ],
)
def test_the_words_that_changed(old: str, new: str, removed: str, added: str) -> None:
    """A replaced word is marked whole, and only it."""
    found = changed_stretches(old, new)
    assert found is not None
    (first, last), (start, end) = found
    assert (old[first:last], new[start:end]) == (removed, added)


@pytest.mark.parametrize(("old", "new"), [("a = 1", "a = 1"), ("import os", "def f():"), ("", "x"), ("x" * 5000, "y")])
def test_lines_that_are_no_versions_of_each_other_have_no_marks(old: str, new: str) -> None:
    """Equal lines, other lines, empty and endless ones are left alone."""
    assert changed_stretches(old, new) is None


@given(LINES, LINES)
def test_what_is_not_marked_is_the_same_in_both(old: str, new: str) -> None:
    """Taking the marked stretches out of both lines leaves the same text."""
    found = changed_stretches(old, new)
    if found:
        (first, last), (start, end) = found
        assert 0 <= first <= last <= len(old)
        assert 0 <= start <= end <= len(new)
        assert old[:first] + old[last:] == new[:start] + new[end:]
