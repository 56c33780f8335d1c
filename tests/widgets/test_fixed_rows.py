"""Panes of a few rows send what differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from widgets.fixed_rows import differences

ROWS = st.lists(st.tuples(st.sampled_from("ab漢●"), st.sampled_from(["red", "blue"])), min_size=1, max_size=40)


def strip(row: list[tuple[str, str]]) -> Strip:
    """Return a strip of single characters."""
    return Strip([Segment(text, Style.parse(style)) for text, style in row])


@given(ROWS, ROWS)
def test_the_stretches_sent_make_the_new_row(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    """Painting only the differing stretches over the old row gives the new row, whatever changed."""
    before, after = strip(old), strip(new)
    stretches = differences(before, after)
    if before.cell_length != after.cell_length:
        assert stretches == [(0, max(before.cell_length, after.cell_length))]
        return
    painted = before
    for x, width in stretches:
        parts = [painted.crop(0, x), after.crop(x, x + width), painted.crop(x + width, painted.cell_length)]
        painted = Strip.join(parts)
    assert painted.text == after.text


def test_an_unchanged_row_sends_nothing() -> None:
    """Two equal rows have no difference."""
    row = [("a", "red"), ("漢", "blue")]
    assert differences(strip(row), strip(row)) == []


def test_far_changes_are_sent_apart() -> None:
    """Two cells far from each other are two stretches, near ones are one."""
    old = [("a", "red")] * 60
    assert differences(strip(old), strip([("b", "red"), *old[1:50], ("b", "red"), *old[51:]])) == [(0, 1), (50, 1)]
    assert differences(strip(old), strip([("b", "red"), *old[1:5], ("b", "red"), *old[6:]])) == [(0, 6)]
