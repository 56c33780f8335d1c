"""The table of the soak: what it says of a promise, and when a promise holds."""

from __future__ import annotations

from tests.soak.promise import Promise
from tests.soak.table import markdown, table

_KEPT = Promise("no label is lost", "killed at random", 10_000, command="make soak")
_BROKEN = Promise("no byte is changed", "torn | cut", 3, ("byte 7 of a record changed",))
_UNTRIED = Promise("nothing leaks", "not run", 0)


def test_a_promise_holds_only_when_it_was_tried_and_nothing_failed():
    """What was never tried does not count as kept."""
    assert [one.holds for one in (_KEPT, _BROKEN, _UNTRIED)] == [True, False, False]


def test_the_table_counts_cases_and_tells_what_failed():
    """A row has the promise, cases and failures; the sentence of a failure stands below."""
    text = table([_KEPT, _BROKEN, _UNTRIED])
    assert "10,000" in text
    assert "FAILED no byte is changed: byte 7 of a record changed" in text
    assert "1 of 3 promises hold." in text


def test_the_markdown_keeps_bars_out_of_its_cells():
    """A bar in a cell is escaped, so that every row has five cells."""
    rows = markdown([_KEPT, _BROKEN]).splitlines()
    assert len(rows) == 4
    assert all(row.replace("\\|", "").count("|") == 6 for row in rows)
