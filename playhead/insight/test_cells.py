"""What a test was in one test run: named by its report, or told by what the report says of all others."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from playhead.insight.reports import TestReport
from playhead.insight.test_runs import TestRun


class Cell(StrEnum):
    """What a test was in one test run; `absent`: the report does not name it, and does not tell."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"

    @property
    def glyph(self) -> str:
        """Return it in one character."""
        return {"passed": "✓", "failed": "✗", "absent": "·"}[self.value]


def cell_of(
    name: str, one: TestRun, failing: frozenset[str], passing: frozenset[str], checks: Sequence[frozenset[str]]
) -> Cell:
    """Return what a test was in a test run.

    `failing` and `passing` are the names of its report, `checks` the words of the commands whose reports name the test.
    """
    if name in failing:
        return Cell.FAILED
    if name in passing:
        return Cell.PASSED
    report = one.report
    whole = report.counts_hold and not (report.partial and report.bad) and len(failing) >= min(1, report.bad or 0)
    ran = bool(report.passed) or (report.passed is None and bool(passing))
    return (
        Cell.PASSED
        if whole and ran and not _names_what_passed(report) and _ran(name, one.check, checks)
        else Cell.ABSENT
    )


def _names_what_passed(report: TestReport) -> bool:
    """Return whether a report names every test that passed: one that it does not name was not run."""
    return report.passed is not None and 0 < report.passed <= len(report.passing)


def _ran(name: str, check: str, checks: Sequence[frozenset[str]]) -> bool:
    """Return whether a run that names only what failed ran this test too, as far as its command tells.

    It did where the command asks for no more than one whose report named the test (`checks`, in words), or names the
    test, its file, folder or module itself.
    """
    words = _words(check)
    if any(words.asked <= one for one in checks):
        return True
    if words.narrowed:
        return name in words.asked or (words.picked is not None and words.picked in name)
    file = name.partition("::")[0]
    return any(
        word.rpartition("/")[2] == file.rpartition("/")[2] or name.startswith((f"{word.rstrip('/')}/", f"{word}."))
        for word in words.asked
    )


class _Words(NamedTuple):
    """What a command asks for; `picked`: tests whose names hold this word, where it says no more than that."""

    asked: frozenset[str]
    narrowed: bool
    picked: str | None


@lru_cache(maxsize=512)
def _words(check: str) -> _Words:
    words = check.split()
    pairs = [(before, word) for before, word in pairwise(["", *words, ""]) if before in _NARROWS or word in _NARROWS]
    narrowing = [word for before, word in pairs if word in _NARROWS and not (word == "-m" and "python" in before)]
    picked = [word.strip("\"'") for before, word in pairs if before in _PICKS]
    plain = len(narrowing) == 1 and len(picked) == 1 and picked[0].isidentifier() and "::" not in check
    return _Words(frozenset(words), "::" in check or bool(narrowing), picked[0] if plain else None)


_NARROWS = frozenset({"-k", "-run", "-t", "--grep", "-g", "-m", "--filter", "-e", "--testNamePattern"})
_PICKS = frozenset({"-k", "-run", "-t", "--grep", "-g"})
