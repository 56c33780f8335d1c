"""What changed within a line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.present.words import Stretches, changed_stretches

GAP = re.compile(r"(?<=\S)\s+")
LINES = st.text(st.sampled_from("abc _.()"), max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("    express: bool = False", "    express: bool = True", ["False"], ["True"]),
        ("return post(items)", "return post(items, express)", [], [", express"]),
        ("total = price * count", "total = prices * count", ["price"], ["prices"]),
        ("assert status == 200  # ok", "assert status == 422  # ok", ["200"], ["422"]),
        ("text = join(parts, sign)", "text = clean(join(parts, sign))", [], ["clean(", ")"]),
        ("one = a.b.c(first)", "two = a.b.c(second)", ["one", "first"], ["two", "second"]),
        ("# Replace it", "# Replace it (and what else there is, too)", [], [" (and what else there is, too)"]),
        ("f(a.b, key)", "f(x-y, key)", ["a.b"], ["x-y"]),
        ("test_a        ok     3", "test_a    failed  3", ["ok"], ["failed"]),
        ("name      12 kB", "name  12 kB # more", [], [" # more"]),
        ("    return one", "        return one", ["    "], ["        "]),
    ],
)
def test_the_words_that_changed(old: str, new: str, removed: list[str], added: list[str]) -> None:
    """Replaced words are marked whole and only they, what stands between them is not."""
    found = changed_stretches(old, new)
    assert found is not None
    assert [old[first:last] for first, last in found[0]] == removed
    assert [new[first:last] for first, last in found[1]] == added


@pytest.mark.parametrize(("old", "new"), [("a = 1", "a = 1"), ("import os", "def f():"), ("", "x"), ("x" * 5000, "y")])
def test_lines_that_are_no_versions_of_each_other_have_no_marks(old: str, new: str) -> None:
    """Equal lines, other lines, empty and endless ones are left alone."""
    assert changed_stretches(old, new) is None


@given(LINES, LINES)
def test_what_is_not_marked_is_the_same_in_both(old: str, new: str) -> None:
    """Taking the marked stretches out of both lines leaves the same text."""
    found = changed_stretches(old, new)
    if found:
        assert GAP.sub(" ", without(old, found[0])) == GAP.sub(" ", without(new, found[1]))


def without(text: str, stretches: Stretches) -> str:
    """Return a line without its marked stretches, which ascend and do not overlap."""
    places = [0, *(place for stretch in stretches for place in stretch), len(text)]
    assert places == sorted(places)
    return "".join(text[start:end] for start, end in zip(places[::2], places[1::2], strict=True))


def test_a_line_of_many_words_is_marked_as_one() -> None:
    """Where comparing words would cost more than a frame, all between the equal ends is marked."""
    old, new = ("x " + " ".join(f"{sign}{number}" for number in range(80)) + " " + "z" * 900 for sign in "ab")
    found = changed_stretches(old, new)
    assert found is not None
    assert [len(one) for one in found] == [1, 1]
