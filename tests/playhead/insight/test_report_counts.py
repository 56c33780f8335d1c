"""What runners print last, however much stands before it."""

from __future__ import annotations

import pytest

from playhead.insight.report_counts import Counts, report_counts


@pytest.mark.parametrize(
    ("report", "counts"),
    [
        ("Tests:       1 failed, 5 passed, 6 total\n", Counts(1, 5)),
        ("  Tests  2 failed | 3 passed (5)\n", Counts(2, 3)),
        ("  4 passing (12ms)\n  1 failing\n", Counts(1, 4)),
        ("    --- FAIL: TestA (0.00s)\n\t--- PASS: TestB (0.00s)\n", Counts(1, 1)),
        ("==== 3 failed, 5 passed in 3.2s ====\n", Counts(3, 5)),
    ],
)
def test_a_summary_is_found_below_a_wall_of_blank_lines(report: str, counts: Counts) -> None:
    """Indented or not, a summary counts on its own line; blank lines before it are gone through once."""
    assert report_counts("\n" * 15_000 + report) == counts
    assert report_counts(" \t\r\n" * 4_000 + report) == counts


def test_blank_lines_hold_no_summary() -> None:
    """A window of nothing but blank lines, which was tried from each of them to its end, says nothing."""
    assert report_counts("\n" * 20_000) is None
    assert report_counts(" \n" * 10_000) is None
