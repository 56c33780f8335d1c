"""Reports of Maven Surefire and Gradle."""

from __future__ import annotations

import re

from playhead.insight.reports.matching import names, number, stretch
from playhead.insight.reports.values import Found, TestReport

_RUN = re.compile(
    r"^(?:\[\w+\] +)?Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)([^\n]*)$", re.MULTILINE
)
_BAD = re.compile(
    r"^(?:\[ERROR\] +)?(?:(\w+)\(([\w.$]+)\)|([\w.$]+\.\w+))(?: +--)? +Time elapsed: [^\n]*<<< (?:FAILURE|ERROR)!",
    re.MULTILINE,
)
_LISTED = re.compile(r"^\[ERROR\] +(?:([\w$]+(?:\.[\w$]+)*\.\w+):\d+(?:->\S+)?) ?([^\n]*)$", re.MULTILINE)


def surefire(text: str) -> Found | None:
    """Return Maven Surefire's report: the sum that stands alone, else that of each class together."""
    runs = list(_RUN.finditer(text))
    if not runs:
        return None
    sums = [one for one in runs if "Time elapsed" not in one[5]]
    counted = [sums[-1]] if sums else runs
    total, failed, errors, skipped = (sum(number(one[nth]) for one in counted) for nth in range(1, 5))
    listed = list(_LISTED.finditer(text))
    bad = [f"{one[2]}.{one[1]}" if one[1] else one[3] for one in _BAD.finditer(text)]
    failing = names(bad or [one[1] for one in listed])
    signatures = tuple((one[1], one[2][:200]) for one in listed if one[2])
    told = (max(0, total - failed - errors - skipped), failed, errors, skipped)
    report = TestReport(
        "surefire",
        told[0],
        told[1],
        told[2],
        told[3],
        failing=failing,
        signatures=signatures,
        partial=len(failing) < failed + errors,
    )
    return Found(report, *stretch(runs[0], runs[-1], *listed[-1:]))


_GRADLE = re.compile(r"^(\d+) tests? completed(?:, (\d+) failed)?(?:, (\d+) skipped)?", re.MULTILINE)
_GRADLE_EACH = re.compile(r"^([\w.$]+(?: > [^\n>]+)+) (FAILED|PASSED|SKIPPED)$", re.MULTILINE)


def gradle(text: str) -> Found | None:
    """Return Gradle's report: its sum, and what it says of each test."""
    ends, each = list(_GRADLE.finditer(text)), list(_GRADLE_EACH.finditer(text))
    if not ends and not each:
        return None
    failing = names(one[1] for one in each if one[2] == "FAILED")
    passing = names(one[1] for one in each if one[2] == "PASSED")
    if not ends:
        skipped = sum(one[2] == "SKIPPED" for one in each)
        partial = "BUILD " not in text
        report = TestReport("gradle", len(passing), len(failing), 0, skipped, failing, passing, partial=partial)
        return Found(report, *stretch(each[0], each[-1]))
    total, failed, skipped = (sum(number(one[nth]) for one in ends) for nth in range(1, 4))
    told = (max(0, total - failed - skipped), failed, 0, skipped)
    report = TestReport(
        "gradle", told[0], told[1], told[2], told[3], failing=failing, passing=passing, partial=len(failing) < failed
    )
    return Found(report, *stretch(*each[:1], ends[-1]))
