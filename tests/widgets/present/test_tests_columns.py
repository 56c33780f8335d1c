"""Columns of the tests page in any width, and the curve above them."""

from __future__ import annotations

import pytest

from playhead.insight.reports import TestReport
from playhead.insight.test_matrix import Matrix, matrix_of
from playhead.insight.test_runs import TestRun
from widgets.present.tests_columns import columns_at, spark


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
    shown = runs - columns.left_out
    taken = 1 + columns.name + shown * columns.cells + (columns.verifier + 2 if columns.verifier else 0)
    assert taken <= max(width, 30)
    assert shown >= min(runs, 1)


def test_a_curve_is_as_high_as_its_most() -> None:
    """The most failures are a full block, none is the lowest, unknown is blank; any failure is above none."""
    assert spark([0, 1, 100, None]) == ["▁", "▂", "█", " "]
    assert spark([0, 0]) == ["▁", "▁"]
    assert spark([]) == []
