"""The strip of a pass: every key in sight at every width."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.labelling import SCHEMA
from widgets.present.strip import MOST_ROWS, StripFacts, strip_options, strip_rows

LABELS = {one.id: one for one in SCHEMA.labels}
VALUE, FLAG, CAUSE, QUALITY = (LABELS[name] for name in ("step_value", "flag", "root_cause", "quality"))


def plain(facts: StripFacts, width: int = 80) -> list[str]:
    """Return the strip as text."""
    return [row.plain for row in strip_rows(facts, width)]


def test_a_pass_shows_label_progress_and_options_on_digits() -> None:
    """One row of eighty cells holds the label, how far it is, its options, and how to skip and leave."""
    assert plain(StripFacts(VALUE, "37/100")) == [
        " PASS step value  37/100  1 helps  2 neutral  3 harms  space skip  esc leave"
    ]


def test_the_value_that_is_set_has_a_dot_and_a_proposal_its_key() -> None:
    """The step's own value is marked, and what enter would agree with is told with who proposes it."""
    (row, *_) = plain(StripFacts(VALUE, "1/2", current="harms", proposal="helps (judge)"), 140)
    assert "3 harms ●" in row
    assert "enter agrees: helps (judge)" in row


def test_options_of_every_kind_are_on_digits() -> None:
    """Ten options of a choice, yes and no, and the numbers of a rating have a digit each."""
    assert [one.key for one in strip_options(FLAG)] == list("1234567890")
    assert [(one.key, one.value) for one in strip_options(CAUSE)] == [("1", True), ("2", False)]
    assert [(one.key, one.value) for one in strip_options(QUALITY)] == [(str(one), one) for one in range(1, 6)]
    hundred = replace(FLAG, options=FLAG.options * 10)
    assert len(strip_options(hundred)) == 10


def test_where_there_is_no_room_names_are_shortened_and_keys_stay() -> None:
    """At eighty cells ten long options fit in three rows with every digit, enter, space and esc."""
    rows = plain(StripFacts(FLAG, "2/18", current=("output_misread",)))
    told = " ".join(rows).split()
    assert len(rows) <= MOST_ROWS
    assert set(told) >= {*"1234567890", "enter", "space", "esc"}


@given(st.integers(0, 240), st.sampled_from((VALUE, FLAG, CAUSE, QUALITY)))
def test_no_row_is_wider_than_the_screen(width, label) -> None:
    """Whatever the width, there are at most three rows and none is wider."""
    rows = plain(StripFacts(label, "9/10", proposal="x" * 80), width)
    assert 1 <= len(rows) <= MOST_ROWS
    assert all(cell_len(row) <= width for row in rows)
