"""Tests across a run: what each was at each test run, which step flipped it, the best state and whether it held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from playhead.insight.reports import TestReport
from playhead.insight.test_cells import Cell, cell_of
from playhead.insight.test_runs import TestRun

MOST_ROWS = 2_000
"""So many tests are kept in a matrix: those that failed at some time come first."""


class Flip(NamedTuple):
    """A test that came out otherwise than before; position and number are those of the test run that saw it.

    `by` are the actions between the two runs that changed files, `at` the positions of their steps.
    """

    position: int
    number: int
    to: Cell
    by: tuple[int, ...]
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One test over all test runs, and in the verifier's report."""

    name: str
    cells: tuple[Cell, ...]
    flips: tuple[Flip, ...]
    verifier: Cell = Cell.ABSENT

    @property
    def ever_failed(self) -> bool:
        """Return whether it failed in some test run or for the verifier."""
        return self.verifier is Cell.FAILED or Cell.FAILED in self.cells

    @property
    def lost(self) -> bool:
        """Return whether it passed at some time and fails at the end."""
        told = [cell for cell in self.cells if cell is not Cell.ABSENT]
        return bool(told) and told[-1] is Cell.FAILED and Cell.PASSED in told


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tests by test runs.

    `best` is the place of the run with the fewest failures, None where no report counts them. `left_out` are tests
    that never failed and are no rows, `verifier` what the run's verifier reported.
    """

    runs: tuple[TestRun, ...] = ()
    rows: tuple[Row, ...] = ()
    left_out: int = 0
    best: int | None = field(default=None)
    verifier: TestReport | None = None

    @property
    def failing(self) -> tuple[int | None, ...]:
        """Return how many tests failed in each run, None where its report does not say."""
        return tuple(one.report.bad for one in self.runs)

    @property
    def lost_best(self) -> bool:
        """Return whether more tests failed in the last run of the same check than in the best one."""
        return self.best is not None and self._last_failing(self.runs[self.best]) > (
            self.runs[self.best].report.bad or 0
        )

    def _last_failing(self, best: TestRun) -> int:
        return _last_of(self.runs, best.check).report.bad or 0

    def sentences(self, step: Callable[[int], str]) -> Iterator[str]:
        """Yield what there is to say of the whole; `step` names a step by its position."""
        if self.best is not None and self.lost_best:
            best = self.runs[self.best]
            last = _last_of(self.runs, best.check)
            yield (
                f"The best state was reached at step {step(best.position)} ({best.report.bad} failing) and lost: "
                f"{last.report.bad} failing at step {step(last.position)}."
            )
        for row in self.rows:
            if row.lost:
                yield f"{row.name} passed, and fails again since step {step(row.flips[-1].position)}."
        if self.left_out:
            yield f"{self.left_out} more tests that never failed are left out."


def matrix_of(runs: Sequence[TestRun], verifier: TestReport | None = None) -> Matrix:
    """Return tests by test runs: those that failed at some time, in the order in which they did, then the others.

    Tests that only the verifier ran come after those of the run.
    """
    told = _OfVerifier(verifier)
    names = list(dict.fromkeys(name for one in runs for name in one.report.failing))
    known = set(names)
    others = list(dict.fromkeys(name for one in runs for name in one.report.passing if name not in known))
    hidden = told.without([*names, *others])
    names += [name for name in hidden if told.cell(name) is Cell.FAILED]
    others += [name for name in hidden if told.cell(name) is not Cell.FAILED]
    kept = (names + others)[:MOST_ROWS]
    sets = [(one, frozenset(one.report.failing), frozenset(one.report.passing)) for one in runs]
    rows = tuple(_row(name, sets, told.cell(name)) for name in kept)
    return Matrix(tuple(runs), rows, len(names) + len(others) - len(kept), _best(runs), verifier)


class _OfVerifier:
    """The verifier's report by the names of its tests; the folder in front of a file's name may differ."""

    def __init__(self, report: TestReport | None) -> None:
        self._cells: dict[str, Cell] = {}
        self._names = (*report.failing, *report.passing) if report is not None else ()
        if report is not None:
            self._cells = {_key(name): Cell.PASSED for name in report.passing}
            self._cells |= {_key(name): Cell.FAILED for name in report.failing}

    def cell(self, name: str) -> Cell:
        """Return what a test was for the verifier."""
        return self._cells.get(_key(name), Cell.ABSENT)

    def without(self, names: Sequence[str]) -> list[str]:
        """Return the verifier's tests that are none of `names`."""
        known = {_key(name) for name in names}
        return [name for name in self._names if _key(name) not in known]


def _key(name: str) -> str:
    """Return a test's name without the folders of its file."""
    file, between, rest = name.partition("::")
    return f"{file.rsplit('/', 1)[-1]}{between}{rest}" if between else name


_Sets = tuple[TestRun, frozenset[str], frozenset[str]]


def _row(name: str, runs: Sequence[_Sets], verifier: Cell) -> Row:
    naming = [one for one, failing, passing in runs if name in failing or name in passing]
    runners = {one.report.runner for one in naming}
    checks = list({frozenset(one.check.split()) for one in naming})
    cells = tuple(cell_of(name, *one, checks) if one[0].report.runner in runners else Cell.ABSENT for one in runs)
    flips: list[Flip] = []
    before: tuple[Cell, int] | None = None
    for place, cell in enumerate(cells):
        if cell is Cell.ABSENT:
            continue
        if before is not None and before[0] is not cell:
            between = [one for one, _, _ in runs[before[1] + 1 : place + 1]]
            by = tuple(number for one in between for number in one.changed_by)
            at = tuple(dict.fromkeys(position for one in between for position in one.changed_at))
            flips.append(Flip(between[-1].position, between[-1].number, cell, by, at))
        before = (cell, place)
    return Row(name, cells, tuple(flips), verifier)


def _best(runs: Sequence[TestRun]) -> int | None:
    """Return the place of the best run: of the check that lost most since, else of the one with fewest failures."""
    places = [place for place, one in enumerate(runs) if one.report.bad is not None and _tells(one)]
    if not places:
        return None
    first: dict[str, int] = {}
    for place in places:
        check = runs[place].check
        if check not in first or _bad(runs[place]) < _bad(runs[first[check]]):
            first[check] = place
    losses = {place: _bad(_last_of(runs, check)) - _bad(runs[place]) for check, place in first.items()}
    worst = max(losses.values())
    if worst > 0:
        return next(place for place, loss in losses.items() if loss == worst)
    return min(places, key=lambda place: (_bad(runs[place]), -(runs[place].report.passed or 0), place))


def _last_of(runs: Sequence[TestRun], check: str) -> TestRun:
    return next(one for one in reversed(runs) if one.check == check and one.report.bad is not None)


def _bad(one: TestRun) -> int:
    return one.report.bad or 0


def _tells(one: TestRun) -> bool:
    report = one.report
    return report.counts_hold and (
        bool(report.passed) or bool(report.bad) or (report.passed is None and bool(report.passing))
    )
