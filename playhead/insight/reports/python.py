"""Reports of pytest, of unittest and those that print as it does (Django's runner, nose), of sympy's runner and tox."""

from __future__ import annotations

import re

from playhead.insight.reports.matching import counted, names, number, stretch
from playhead.insight.reports.values import Found, TestReport

_PART = r"\d+ (?:failed|passed|errors?|skipped|xfailed|xpassed|deselected|warnings?|rerun|subtests passed)"
_SUMMARY = re.compile(
    rf"^=*[ \t]*((?:{_PART}, )*{_PART}|no tests ran) in [\d.]+ ?s(?:econds)?(?: \([\d:]+\))?[ \t]*=*[ \t]*$",
    re.MULTILINE,
)
_COUNT = re.compile(r"(\d+) (failed|passed|error|skipped|xfailed|xpassed)")
_SHORT = re.compile(r"^(FAILED|ERROR) ([^\s:]+(?:::[^\n]*?)?)(?: - ([^\n]*))?$", re.MULTILINE)
_VERBOSE = re.compile(
    r"^(?:\[gw\d+\] \[ *\d+%\] (PASSED|FAILED|ERROR) (\S+)|(\S+::\S[^\n]*?) (PASSED|FAILED"
    r"|ERROR)\b)",
    re.MULTILINE,
)
_COLLECTING = re.compile(r"^(?:ERROR collecting|_+ ERROR collecting) (\S+)", re.MULTILINE)


def pytest(text: str) -> Found | None:
    """Return pytest's report: its last summary line, the short summary, and what `-v` says of each test."""
    summaries = list(_SUMMARY.finditer(text))
    short = [one for one in _SHORT.finditer(text) if "::" in one[2] or one[2].endswith(".py")]
    verbose = list(_VERBOSE.finditer(text))
    if not summaries and not short and not any("::" in (one[2] or one[3]) for one in verbose):
        return None
    by_status: dict[str, list[str]] = {}
    for one in verbose:
        by_status.setdefault(one[1] or one[4], []).append(one[2] or one[3])
    failing = names([*(one[2] for one in short), *by_status.get("FAILED", ()), *by_status.get("ERROR", ())])
    counts = counted(_COUNT, summaries[-1][1]) if summaries else {}
    report = TestReport(
        "pytest",
        passed=counts.get("passed", 0) if summaries else None,
        failed=counts.get("failed", 0) if summaries else None,
        errors=counts.get("error", 0) if summaries else None,
        skipped=counts.get("skipped", 0) if summaries else None,
        failing=failing,
        passing=names(by_status.get("PASSED", ())),
        signatures=tuple((one[2], one[3].strip()[:200]) for one in short if one[3]),
        partial=not summaries or len(failing) < counts.get("failed", 0) + counts.get("error", 0),
    )
    return Found(report, *stretch(*short[:1], *verbose[:1], *summaries[-1:], *short[-1:]))


_RAN = re.compile(r"^Ran (\d+) tests? in [\d.]+ ?s", re.MULTILINE)
_VERDICT = re.compile(r"^(OK|FAILED|NO TESTS RAN)(?: \(([^)\n]*)\))?[ \t]*$", re.MULTILINE)
_PARTS = re.compile(r"(failures|errors|skipped|unexpected successes)=(\d+)")
_BAD = re.compile(r"^(FAIL|ERROR): (\w+)(?: \(([\w.<>]+)\))?(?: [^\n]*)?$", re.MULTILINE)
_EACH = re.compile(r"^(\w+) \(([\w.]+)\)(?:\n[^\n]*)?? \.\.\. (ok|FAIL|ERROR|skipped)\b", re.MULTILINE)


def unittest(text: str) -> Found | None:
    """Return unittest's report: `Ran N tests`, the verdict, and the blocks of what failed."""
    ran = list(_RAN.finditer(text))
    bad = list(_BAD.finditer(text))
    if not ran and not (bad and "-" * 70 in text):
        return None
    verdict = next((one for one in _VERDICT.finditer(text, ran[-1].end() if ran else 0)), None)
    counts = {word: number(digits) for word, digits in _PARTS.findall(verdict[2] or "")} if verdict else {}
    failed = counts.get("failures", 0) + counts.get("unexpected successes", 0)
    errors, skipped = counts.get("errors", 0), counts.get("skipped", 0)
    known = bool(ran and verdict)
    each = list(_EACH.finditer(text))
    failing = names(_dotted(one[2], one[3]) for one in bad)
    report = TestReport(
        "unittest",
        passed=max(0, number(ran[-1][1]) - failed - errors - skipped) if known else None,
        failed=failed if known else None,
        errors=errors if known else None,
        skipped=skipped if known else None,
        failing=failing,
        passing=names(_dotted(one[1], one[2]) for one in each if one[3] == "ok"),
        partial=not known or len(failing) < failed + errors,
    )
    return Found(report, *stretch(*bad[:1], *ran[-1:], verdict, *each[:1]))


def _dotted(method: str, where: str | None) -> str:
    if not where:
        return method
    return where if where.endswith("." + method) else f"{where}.{method}"


_SYMPY = re.compile(r"^=+ tests finished: ([^\n]*?),? in [\d.]+ seconds", re.MULTILINE)
_SYMPY_COUNT = re.compile(r"(\d+) (passed|failed|skipped|exceptions?|expected to fail)")
_SYMPY_BAD = re.compile(r"^_+ (\S+\.py:\w+) _+$", re.MULTILINE)


def sympy(text: str) -> Found | None:
    """Return the report of sympy's own runner (`bin/test`)."""
    ends = list(_SYMPY.finditer(text))
    if not ends:
        return None
    counts = counted(_SYMPY_COUNT, ends[-1][1])
    errors = counts.get("exceptions", 0) + counts.get("exception", 0)
    bad = list(_SYMPY_BAD.finditer(text))
    report = TestReport(
        "sympy",
        passed=counts.get("passed", 0),
        failed=counts.get("failed", 0),
        errors=errors,
        skipped=counts.get("skipped", 0),
        failing=names(one[1] for one in bad),
        partial=len(bad) < counts.get("failed", 0) + errors,
    )
    return Found(report, *stretch(*bad[:1], ends[-1]))


_TOX = re.compile(
    r"^  ([\w.-]+): (OK|FAIL|SKIP)\b[^\n]*$|^(?:ERROR:|\s) {2,}([\w.-]+): (commands failed"
    r"|commands succeeded)[^\n]*$",
    re.MULTILINE,
)
_NOX = re.compile(r"^nox > \* ([^\n:]+): (success|failed|skipped|aborted)\b", re.MULTILINE)


def tox(text: str) -> Found | None:
    """Return what tox or nox says of its environments, where none of them printed a report of its own."""
    found = [*_TOX.finditer(text), *_NOX.finditer(text)]
    if not found:
        return None
    said = [(one[1] or one[3], one[2] or one[4]) if one.re is _TOX else (one[1], one[2]) for one in found]
    good = names(name for name, word in said if word in {"OK", "commands succeeded", "success"})
    bad = names(name for name, word in said if word in {"FAIL", "commands failed", "failed", "aborted"})
    report = TestReport("tox" if found[0].re is _TOX else "nox", len(good), len(bad), 0, 0, bad, good)
    return Found(report, *stretch(*found))
