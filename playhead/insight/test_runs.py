"""The test runs of a run: every action that printed a test report, and what was changed before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from playhead.insight.ledger import Deed
from playhead.insight.reports import TestReport


class TestRun(NamedTuple):
    """One action that printed a test report; `check` is what was run, normalised.

    `changed_by` are the actions that changed files since the test run before, `changed_at` where their steps stand.
    """

    position: int
    number: int
    check: str
    report: TestReport
    changed_by: tuple[int, ...] = ()
    changed_at: tuple[int, ...] = ()


TestRun.__test__ = False  # type: ignore[attr-defined]  # a value, whatever pytest makes of its name


def runs_in(deeds: Sequence[Deed]) -> tuple[TestRun, ...]:
    """Return the test runs among the actions of a run."""
    found: list[TestRun] = []
    changed: list[Deed] = []
    for deed in deeds:
        if deed.changed:
            changed.append(deed)
        if deed.report is not None:
            by = tuple(one.number for one in changed)
            at = tuple(dict.fromkeys(one.position for one in changed))
            found.append(TestRun(deed.position, deed.number, deed.check or "", deed.report, by, at))
            changed = []
    return tuple(found)
