"""Tests across a run: what each was at each test run, which step flipped it, the best state and whether it held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from playhead.insight.ledger import Deed
from playhead.insight.reports import TestReport

MOST_ROWS = 2_000
"""So many tests are kept in a matrix: those that failed at some time come first."""


class TestRun(NamedTuple):
    """One action that printed a test report; `check` is what was run, normalised.

    `changed_by` are the actions that changed files since the test run before.
    """

    position: int
    number: int
    check: str
    report: TestReport
    changed_by: tuple[int, ...] = ()


TestRun.__test__ = False  # type: ignore[attr-defined]  # a value, whatever pytest makes of its name


class Cell(StrEnum):
    """What a test was in one test run; `absent`: the report does not name it, and does not tell."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"

    @property
    def glyph(self) -> str:
        """Return it in one character."""
        return {"passed": "✓", "failed": "✗", "absent": "·"}[self.value]


class Flip(NamedTuple):
    """A test that came out otherwise than before; position and number are those of the test run that saw it.

    `by` are the actions between the two runs that changed files.
    """

    position: int
    number: int
    to: Cell
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One test over all test runs."""

    name: str
    cells: tuple[Cell, ...]
    flips: tuple[Flip, ...]

    @property
    def lost(self) -> bool:
        """Return whether it passed at some time and fails at the end."""
        told = [cell for cell in self.cells if cell is not Cell.ABSENT]
        return bool(told) and told[-1] is Cell.FAILED and Cell.PASSED in told


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tests by test runs. `best` is the place of the run with the fewest failures, None where no report counts them."""

    runs: tuple[TestRun, ...] = ()
    rows: tuple[Row, ...] = ()
    left_out: int = 0
    best: int | None = field(default=None)

    @property
    def failing(self) -> tuple[int | None, ...]:
        """Return how many tests failed in each run, None where its report does not say."""
        return tuple(one.report.bad for one in self.runs)

    @property
    def lost_best(self) -> bool:
        """Return whether more tests failed in the last run of the same check than in the best one."""
        if self.best is None:
            return False
        best = self.runs[self.best]
        last = next(one for one in reversed(self.runs) if one.check == best.check)
        return (last.report.bad or 0) > (best.report.bad or 0)

    def sentences(self, step: Callable[[int], str]) -> Iterator[str]:
        """Yield what there is to say of the whole; `step` names a step by its position."""
        if self.best is not None and self.lost_best:
            best = self.runs[self.best]
            yield f"The best state was reached at step {step(best.position)} ({best.report.bad} failing) and lost."
        for row in self.rows:
            if row.lost:
                yield f"{row.name} passed, and fails again since step {step(row.flips[-1].position)}."
        if self.left_out:
            yield f"{self.left_out} more tests that never failed are left out."


def runs_in(deeds: Sequence[Deed]) -> tuple[TestRun, ...]:
    """Return the test runs among the actions of a run."""
    found: list[TestRun] = []
    changed: list[int] = []
    for deed in deeds:
        if deed.report is not None:
            found.append(TestRun(deed.position, deed.number, deed.check or "", deed.report, tuple(changed)))
            changed = []
        elif deed.changed:
            changed.append(deed.number)
    return tuple(found)


def matrix_of(runs: Sequence[TestRun]) -> Matrix:
    """Return tests by test runs: those that failed at some time, in the order in which they did, then the others."""
    names = list(dict.fromkeys(name for one in runs for name in one.report.failing))
    known = set(names)
    others = list(dict.fromkeys(name for one in runs for name in one.report.passing if name not in known))
    kept = (names + others)[:MOST_ROWS]
    rows = tuple(_row(name, runs) for name in kept)
    return Matrix(tuple(runs), rows, len(names) + len(others) - len(kept), _best(runs))


def _row(name: str, runs: Sequence[TestRun]) -> Row:
    cells = tuple(_cell(name, one) for one in runs)
    flips: list[Flip] = []
    before: tuple[Cell, int] | None = None
    for place, (cell, one) in enumerate(zip(cells, runs, strict=True)):
        if cell is Cell.ABSENT:
            continue
        if before is not None and before[0] is not cell:
            by = tuple(number for between in runs[before[1] + 1 : place + 1] for number in between.changed_by)
            flips.append(Flip(one.position, one.number, cell, by))
        before = (cell, place)
    return Row(name, cells, tuple(flips))


def _cell(name: str, one: TestRun) -> Cell:
    report = one.report
    if name in report.failing:
        return Cell.FAILED
    if name in report.passing:
        return Cell.PASSED
    whole = not report.partial and report.bad is not None and len(report.failing) >= report.bad
    return Cell.PASSED if whole and _ran(name, one) else Cell.ABSENT


def _ran(name: str, one: TestRun) -> bool:
    """Return whether a run that names only what failed ran this test too, as far as its command tells."""
    narrowed = any(word in one.check for word in ("::", " -k ", "-run", " -t ", "--grep", "-m "))
    if narrowed:
        return name in one.check or name.rsplit("::", 1)[-1] in one.check
    files = [word for word in one.check.split() if "." in word and not word.startswith("-")]
    return not files or any(name.startswith(word.split("::")[0]) for word in files)


def _best(runs: Sequence[TestRun]) -> int | None:
    counted = [(one.report.bad, place) for place, one in enumerate(runs) if one.report.bad is not None and _tells(one)]
    return min(counted)[1] if counted else None


def _tells(one: TestRun) -> bool:
    return not one.report.partial and (one.report.passed is None or one.report.passed + (one.report.bad or 0) > 0)
