"""Tests by test run: cells, flips, the best state, the verifier beside them."""

from __future__ import annotations

import pytest

from playhead.insight.ledger import Deed
from playhead.insight.reports import TestReport
from playhead.insight.test_cells import Cell
from playhead.insight.test_matrix import MOST_ROWS, matrix_of
from playhead.insight.test_runs import TestRun, runs_in
from playhead.model import Kind

P, F, A = Cell.PASSED, Cell.FAILED, Cell.ABSENT


def told(*failing: str, passing: tuple[str, ...] = (), passed: int | None = None, partial: bool = False) -> TestReport:
    """Return a report of pytest."""
    count = len(passing) if passed is None else passed
    return TestReport("pytest", count, len(failing), 0, 0, failing, passing, partial=partial)


def run(position: int, report: TestReport, check: str = "pytest", changed: tuple[int, ...] = ()) -> TestRun:
    """Return a test run."""
    return TestRun(position, position + 1, check, report, changed, changed)


def cells(name: str, *runs: TestRun) -> tuple[Cell, ...]:
    """Return the cells of a test."""
    return next(row.cells for row in matrix_of(runs).rows if row.name == name)


def deed(position: int, *, report: TestReport | None = None, changed: bool = False) -> Deed:
    """Return an entry of the ledger."""
    return Deed(position, position + 1, Kind.TEST, "pytest" if report else None, report=report, changed=changed)


def test_test_runs_know_what_was_changed_before_them() -> None:
    """A test run names the actions and steps that changed something since the one before."""
    deeds = [deed(0, report=told("a")), deed(1, changed=True), deed(2), deed(3, changed=True), deed(4, report=told())]
    first, second = runs_in(deeds)
    assert (first.changed_by, first.changed_at) == ((), ())
    assert (second.changed_by, second.changed_at) == ((2, 4), (1, 3))


def test_a_command_that_changes_and_tests_flips_what_it_tests() -> None:
    """Of an action that edits and then tests, the edit belongs to its own test run."""
    both = Deed(1, 2, Kind.TEST, "pytest", report=told(passed=1), changed=True)
    assert runs_in([deed(0, report=told("a")), both])[1].changed_at == (1,)


def test_a_flip_names_the_step_that_saw_it_and_the_changes_before_it() -> None:
    """There and back are two flips; a run that does not tell is stepped over, its changes are kept."""
    runs = [
        run(0, told("a", passing=("b",))),
        run(3, told("b", partial=True), changed=(1,)),
        run(6, told(passing=("a", "b")), changed=(5,)),
        run(9, told("a", passing=("b",)), changed=(8,)),
    ]
    row = matrix_of(runs).rows[0]
    assert (row.name, row.cells) == ("a", (F, A, P, F))
    assert [(flip.position, flip.to, flip.at) for flip in row.flips] == [(6, P, (1, 5)), (9, F, (8,))]
    assert row.lost


def test_what_a_whole_report_does_not_name_passed() -> None:
    """A report that names all that failed, and counts what passed, tells of the others too."""
    assert cells("a", run(0, told("a")), run(1, told("b", passed=5))) == (F, P)
    assert cells("a", run(0, told("a")), run(1, told(passed=6, partial=True))) == (F, P)


@pytest.mark.parametrize(
    ("report", "check"),
    [
        (told("b", passed=5, partial=True), "pytest"),  # another failure may be cut off
        (told(passed=0), "pytest"),  # nothing ran
        (told(passing=("b", "c")), "pytest -v"),  # all that passed is named
        (told(passed=2), "pytest other.py"),
        (told(passed=1), "pytest a.py::other"),
        (told(passed=1), "pytest -k other"),
        (told(passed=1), "python runtests.py other_tests"),
        (TestReport("pytest", None, None, None, None, ("b",), partial=True), "pytest | grep FAILED"),
    ],
)
def test_what_a_report_does_not_tell_is_absent(report: TestReport, check: str) -> None:
    """Cut, narrowed to others or empty, a report says nothing of a test that it does not name."""
    assert cells("a.py::x", run(0, told("a.py::x")), run(1, report, check)) == (F, A)


def test_another_runner_tells_nothing_of_a_test() -> None:
    """What cargo reports is no word on a test of pytest."""
    assert cells("a", run(0, told("a")), run(1, TestReport("cargo test", 4, 0, 0, 0), "cargo test")) == (F, A)


def test_a_narrowed_run_tells_of_what_it_names() -> None:
    """A test that the command names ran, though the report names only what failed."""
    one = run(0, told("tests/a.py::x"))
    assert cells("tests/a.py::x", one, run(1, told(passed=1), "pytest tests/a.py::x")) == (F, P)
    assert cells("tests/a.py::x", one, run(1, told(passed=4), "pytest tests/a.py")) == (F, P)
    assert cells("tests/a.py::x", one, run(1, told(passed=4), "pytest -k x")) == (F, P)
    assert cells("tests/a.py::x", one, run(1, told(passed=4), "pytest -k 'not x'")) == (F, A)
    assert cells("tests/a.py::x", one, run(1, told(passed=9), "python3.11 -m pytest tests")) == (F, P)


def test_the_best_state_and_that_it_was_lost() -> None:
    """Of the check that lost most, the run with the fewest failures is the best; the sentence tells both steps."""
    runs = [
        run(0, told("a", "b")),
        run(1, told(passed=3)),
        run(2, told("a", passed=2)),
        run(3, told(passed=1), "pytest b.py"),
    ]
    matrix = matrix_of(runs)
    assert (matrix.best, matrix.lost_best) == (1, True)
    assert matrix.failing == (2, 0, 1, 0)
    said = [*matrix.sentences(lambda position: str(position + 1))]
    assert said[0] == "The best state was reached at step 2 (0 failing) and lost: 1 failing at step 3."
    assert said[1] == "a passed, and fails again since step 3."


def test_nothing_is_lost_where_the_last_run_is_the_best() -> None:
    """A run that ends with its fewest failures has lost nothing."""
    matrix = matrix_of([run(0, told("a")), run(1, told(passed=1))])
    assert (matrix.best, matrix.lost_best, [*matrix.sentences(str)]) == (1, False, [])


def test_a_run_that_does_not_count_is_never_the_best() -> None:
    """Unknown counts, and runs of no tests, are no state of the code."""
    silent = TestReport("pytest", None, None, None, None, ("a",), partial=True)
    assert matrix_of([run(0, silent), run(1, told())]).best is None


def test_tests_that_failed_come_first_and_few_are_kept() -> None:
    """Rows are the tests that failed at some time, then the others; how many are left out is told."""
    many = tuple(f"t{number}" for number in range(MOST_ROWS + 5))
    matrix = matrix_of([run(0, told(passing=many)), run(1, told("z"))])
    assert matrix.rows[0].name == "z"
    assert (len(matrix.rows), matrix.left_out) == (MOST_ROWS, 6)


def test_the_verifier_stands_beside_the_runs() -> None:
    """The verifier's tests are matched without the folders of their files; those it alone ran are rows."""
    verifier = told("t/a.py::x", "t/h.py::hidden", passing=("t/a.py::y",))
    matrix = matrix_of([run(0, told("a.py::x", passing=("a.py::y",)))], verifier)
    assert [(row.name, row.cells, row.verifier) for row in matrix.rows] == [
        ("a.py::x", (F,), F),
        ("t/h.py::hidden", (A,), F),
        ("a.py::y", (P,), P),
    ]


def test_no_test_runs_are_an_empty_matrix() -> None:
    """Without reports there is nothing to say."""
    matrix = matrix_of([])
    assert (matrix.rows, matrix.best, matrix.lost_best, [*matrix.sentences(str)]) == ((), None, False, [])
