"""Test reports: what a runner printed of the tests it ran, for the runners of common languages."""

from __future__ import annotations

from playhead.insight.reports.reading import report_of, reports_in
from playhead.insight.reports.values import TestReport

__all__ = ["TestReport", "report_of", "reports_in"]
