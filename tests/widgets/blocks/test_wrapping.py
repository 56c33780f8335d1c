"""Where lines break."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from playhead.text import clean
from widgets.blocks.wrapping import Slice, hard_rows, shorter_rule, soft_rows, word_rows

CLEAN = st.text(st.sampled_from("ab  cé漢字👧\u0301-=")).map(clean)


@pytest.mark.parametrize("broken", [hard_rows, soft_rows])
@given(text=CLEAN, width=st.integers(2, 12))
def test_rows_hold_the_whole_line_and_fit(broken: Callable[[str, int], list[Slice]], text: str, width: int) -> None:
    """Rows leave nothing of a line out, blanks included, and fit the width."""
    rows = broken(text, width)
    assert "".join(text[start:end] for start, end in rows) == text
    assert all(cell_len(text[start:end]) <= width for start, end in rows)


@given(CLEAN, st.integers(6, 12), st.integers(0, 3))
def test_later_rows_leave_room_for_their_indent(text: str, width: int, hang: int) -> None:
    """Every row after the first is narrower by the indent that will stand before it."""
    rows = soft_rows(text, width, hang)
    assert "".join(text[start:end] for start, end in rows) == text
    assert all(cell_len(text[start:end]) <= width - hang for start, end in rows[1:])


def test_a_line_of_output_breaks_after_a_blank_near_the_edge() -> None:
    """A word is split only where no blank stands in the last quarter of the row."""
    text = "File models.py, line 55, in get"
    assert [text[start:end] for start, end in soft_rows(text, 22)] == ["File models.py, line ", "55, in get"]
    assert soft_rows("x" * 30, 22) == [(0, 22), (22, 30)]


@given(CLEAN, st.integers(2, 12))
def test_word_rows_leave_out_only_the_blanks_they_break_at(text: str, width: int) -> None:
    """Rows of prose fit the width and hold every character that is no blank, in order."""
    rows = word_rows(text, width)
    assert "".join(text[start:end] for start, end in rows).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(text[start:end]) <= width for start, end in rows)


def test_prose_breaks_between_words() -> None:
    """A word that fits a row is never split."""
    text = "the schema accepts express orders"
    assert [text[start:end] for start, end in word_rows(text, 14)] == ["the schema", "accepts", "express orders"]


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from("=_*-"), st.integers(20, 90))
def test_a_ruled_line_loses_only_its_rule(left: int, right: int, rule: str, width: int) -> None:
    """What is left out of a ruled line is rule, and exactly as much as does not fit."""
    text = f"{rule * left} FAILURES {rule * right}"
    start, end = shorter_rule(text, width)
    assert set(text[:start]) | set(text[len(text) - end :] if end else "") <= {rule}
    assert "FAILURES" in text[start : len(text) - end]
    assert start + end in (0, max(0, len(text) - width))


@pytest.mark.parametrize("text", ["x" * 90, "=== a === b" * 9, "= " * 50])
def test_a_line_that_is_no_rule_is_left_whole(text: str) -> None:
    """A long line that only contains rule characters keeps them all."""
    assert shorter_rule(text, 80) == (0, 0)
