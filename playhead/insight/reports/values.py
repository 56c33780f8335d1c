"""What a test report says."""

from __future__ import annotations

from typing import NamedTuple

MOST_TESTS = 5_000
"""So many names of tests are kept of one report, failing ones first."""
_SUMS_ONCE = frozenset(
    {
        "pytest",
        "unittest",
        "sympy",
        "jest",
        "vitest",
        "mocha",
        "node",
        "bats",
        "minitest",
        "rspec",
        "phpunit",
        "ctest",
        "cargo nextest",
        "prove",
    }
)
"""Runners that count all tests in one place, at the end: what is cut off above it does not change the counts."""


class TestReport(NamedTuple):
    """One runner's report. Counts are None where it does not tell them; errors are counted beside failures.

    `failing` and `passing` are ids as the runner writes them, `signatures` pairs of an id and the line that says why.
    `partial`: part of the report is not there, so that what is missing may have passed or failed. `start` and `end`
    are characters of the output; both are 0 for a report that was read from a file.
    """

    runner: str
    passed: int | None = None
    failed: int | None = None
    errors: int | None = None
    skipped: int | None = None
    failing: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    start: int = 0
    end: int = 0

    @property
    def bad(self) -> int | None:
        """Return how many tests failed or broke; None where the report does not say."""
        if self.failed is None and self.errors is None:
            return len(self.failing) or None
        return (self.failed or 0) + (self.errors or 0)

    @property
    def counts_hold(self) -> bool:
        """Return whether the counts are those of all tests that ran, even where names are cut off."""
        return self.failed is not None and (not self.partial or self.runner in _SUMS_ONCE)


TestReport.__test__ = False  # type: ignore[attr-defined]  # a value, whatever pytest makes of its name


def with_counts(
    runner: str,
    counts: tuple[int | None, int | None, int | None, int | None],
    *,
    failing: tuple[str, ...] = (),
    passing: tuple[str, ...] = (),
    signatures: tuple[tuple[str, str], ...] = (),
    partial: bool = False,
) -> TestReport:
    """Return a report; `counts` are how many passed, failed, broke and were skipped."""
    return TestReport(runner, *counts, failing, passing, signatures, partial)


NOT_TOLD = (None, None, None, None)


class Found(NamedTuple):
    """What a parser found in a text: the report without its place, and the characters it was read from."""

    report: TestReport
    start: int
    end: int
