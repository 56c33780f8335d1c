"""The test report of an action, read once for all who ask: moments, the ledger, the rows."""

from __future__ import annotations

from playhead.insight.once import once
from playhead.insight.reports import TestReport, report_of
from playhead.model import Action


@once
def action_report(action: Action) -> TestReport | None:
    """Return the report that an action ends with, None where it has none."""
    return report_of(action)
