"""Columns of the tests page in any width, and the curve above them."""

from __future__ import annotations

import pytest

from playhead.insight.reports import TestReport
from playhead.insight.test_matrix import Matrix, matrix_of
from playhead.insight.test_runs import TestRun
from widgets.present.tests_columns import columns_at, moved, short_names, spark


def matrix(runs: int, *, verifier: bool = False) -> Matrix:
    """Return a matrix of a test with a long name."""
    report = TestReport("pytest", 1, 1, 0, 0, ("tests/shop/test_order.py::TestOrder::test_total[one two]",))
    made = [TestRun(place * 3, place, "pytest", report) for place in range(runs)]
    return matrix_of(made, report if verifier else None)


@pytest.mark.parametrize("width", [20, 40, 80, 120, 300])
@pytest.mark.parametrize("runs", [0, 1, 7, 90])
@pytest.mark.parametrize("verifier", [False, True])
def test_columns_fit_their_width(width: int, runs: int, verifier: bool) -> None:
    """Name, columns and verifier take no more than there is; what is left out is counted; a run is always shown."""
    found = matrix(runs, verifier=verifier)
    columns = columns_at(found, str, width)
    shown = columns.stop - columns.first
    taken = 1 + columns.name + shown * columns.cells + (columns.verifier + 2 if columns.verifier else 0)
    assert taken <= max(width, 30)
    assert shown >= min(runs, 1)


@pytest.mark.parametrize("width", [20, 80, 300])
@pytest.mark.parametrize("runs", [0, 1, 7, 90])
def test_moves_reach_every_run_and_end(width: int, runs: int) -> None:
    """From the last test runs, moves to earlier ones show each of them, the first in the end, and the same way back."""
    found, back, seen = matrix(runs), 0, set[int]()
    for direction in (-1, 1):
        for _ in range(runs + 1):
            columns = columns_at(found, str, width, back)
            seen.update(range(columns.first, columns.stop))
            back = moved(columns, back, direction)
        assert moved(columns_at(found, str, width, back), back, direction) == back
    assert seen == set(range(runs))
    assert back == 0


LONG = "tests/shop/checkout/test_order.py::TestOrder::test_total[a::b/c]"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (80, LONG),
        (60, "…/test_order.py::TestOrder::test_total[a::b/c]"),
        (40, "…::TestOrder::test_total[a::b/c]"),
        (24, "…::test_total[a::b/c]"),
        (20, "tests/shop…l[a::b/c]"),
    ],
)
def test_a_long_name_loses_first_what_tells_least(cells: int, told: str) -> None:
    """Folders go first, then the file, then the class; where that does not suffice, the middle."""
    assert short_names([LONG], cells) == [told]


def test_names_that_would_be_the_same_are_told_apart() -> None:
    """Two tests that differ only in their folders keep them as far as they fit; other runners' names keep both ends."""
    names = ["tests/api/test_order.py::test_total", "tests/web/test_order.py::test_total"]
    short = short_names(names, 30)
    assert len(set(short)) == 2
    assert all(len(one) <= 30 for one in short)
    assert short_names(["com.example.shop.checkout.OrderTest.total"], 21) == ["com.exampl…Test.total"]


def test_a_curve_is_as_high_as_its_most() -> None:
    """The most failures are a full block, none is the lowest, unknown is blank; any failure is above none."""
    assert spark([0, 1, 100, None]) == ["▁", "▂", "█", " "]
    assert spark([0, 0]) == ["▁", "▁"]
    assert spark([]) == []
