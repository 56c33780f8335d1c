"""Reports of jest, vitest, mocha, node's runner, TAP, RSpec and PHPUnit."""

from __future__ import annotations

import re

from playhead.insight.reports.matching import counted, names, number, stretch
from playhead.insight.reports.values import Found, TestReport

_MILLISECONDS = r"(?: \([\d.]+ ?m?s\)| [\d.]+ ?m?s)?"
_JEST = re.compile(r"^Tests: +([^\n]*\b\d+ total)", re.MULTILINE)
_JEST_COUNT = re.compile(r"(\d+) (failed|passed|skipped|todo)")
_JEST_BAD = re.compile(r"^ +● ((?!Console|Test suite failed)[^\n]+)$", re.MULTILINE)
_JEST_SUITE = re.compile(r"^FAIL +(\S+)\n(?:\s*\n)? +● Test suite failed to run", re.MULTILINE)
_GOOD = re.compile(rf"^\s*[✓✔√] ([^\n]+?){_MILLISECONDS}$", re.MULTILINE)
_CROSSED = re.compile(rf"^\s*[✕✖×] ([^\n]+?){_MILLISECONDS}$", re.MULTILINE)


def jest(text: str) -> Found | None:
    """Return jest's report."""
    ends = list(_JEST.finditer(text))
    if not ends:
        return None
    counts = counted(_JEST_COUNT, ends[-1][1])
    bad, suites = list(_JEST_BAD.finditer(text)), list(_JEST_SUITE.finditer(text))
    failing = names([*(one[1] for one in bad), *(one[1] for one in suites)]) or names(
        one[1] for one in _CROSSED.finditer(text)
    )
    failed = counts.get("failed", 0)
    passing = names(one[1] for one in _GOOD.finditer(text))
    told = (counts.get("passed", 0), failed, len(suites), counts.get("skipped", 0) + counts.get("todo", 0))
    report = TestReport(
        "jest",
        told[0],
        told[1],
        told[2],
        told[3],
        failing=failing,
        passing=passing,
        partial=len(failing) < failed + len(suites),
    )
    return Found(report, *stretch(*bad[:1], ends[-1]))


_VITEST = re.compile(r"^\s+Tests +((?:\d+ \w+(?: \| )?)+) \(\d+\)", re.MULTILINE)
_VITEST_COUNT = re.compile(r"(\d+) (failed|passed|skipped|todo)")
_VITEST_BAD = re.compile(r"^\s*(?:❯ )?FAIL +([^\n]+ > [^\n]+)$", re.MULTILINE)


def vitest(text: str) -> Found | None:
    """Return vitest's report."""
    ends = list(_VITEST.finditer(text))
    if not ends:
        return None
    counts = counted(_VITEST_COUNT, ends[-1][1])
    bad = list(_VITEST_BAD.finditer(text))
    failing = names(one[1] for one in bad) or names(one[1] for one in _CROSSED.finditer(text))
    passing = names(one[1] for one in _GOOD.finditer(text))
    failed = counts.get("failed", 0)
    told = (counts.get("passed", 0), failed, 0, counts.get("skipped", 0) + counts.get("todo", 0))
    report = TestReport(
        "vitest", told[0], told[1], told[2], told[3], failing=failing, passing=passing, partial=len(failing) < failed
    )
    return Found(report, *stretch(*bad[:1], ends[-1]))


_MOCHA = re.compile(r"^\s+(\d+) passing\b[^\n]*$", re.MULTILINE)
_MOCHA_REST = re.compile(r"^\s+(\d+) (failing|pending)\b", re.MULTILINE)
_MOCHA_BAD = re.compile(r"^  (\d+)\) ([^\n]+)((?:\n {7,}[^\n]+?){0,6}):?\n", re.MULTILINE)


def mocha(text: str) -> Found | None:
    """Return mocha's report; a failing test is named by its suites and its title."""
    ends = list(_MOCHA.finditer(text))
    if not ends:
        return None
    counts = {word: number(digits) for digits, word in _MOCHA_REST.findall(text, ends[-1].start())}
    failed = counts.get("failing", 0)
    bad = list(_MOCHA_BAD.finditer(text, ends[-1].end())) if failed else []
    failing = names(" ".join(f"{one[2]} {one[3]}".split()).rstrip(":") for one in bad)
    passing = names(one[1] for one in _GOOD.finditer(text))
    told = (number(ends[-1][1]), failed, 0, counts.get("pending", 0))
    report = TestReport(
        "mocha", told[0], told[1], told[2], told[3], failing=failing, passing=passing, partial=len(failing) < failed
    )
    return Found(report, *stretch(ends[-1], *bad[-1:]))


_NODE = re.compile(r"^[#ℹ] (tests|pass|fail|cancelled|skipped|todo) (\d+)$", re.MULTILINE)


def node(text: str) -> Found | None:
    """Return the report of node's own runner, as text or as TAP."""
    found = list(_NODE.finditer(text))
    counts = {one[1]: number(one[2]) for one in found}
    if not {"tests", "pass", "fail"} <= counts.keys():
        return None
    ok, bad = _tap_tests(text)
    failing = names([*(one[1] for one in _CROSSED.finditer(text)), *bad])
    passing = names([*(one[1] for one in _GOOD.finditer(text)), *ok])
    told = (counts["pass"], counts["fail"], counts.get("cancelled", 0), counts.get("skipped", 0))
    return Found(
        TestReport("node", told[0], told[1], told[2], told[3], failing=failing, passing=passing),
        *stretch(found[0], found[-1]),
    )


_TAP = re.compile(r"^\s*(not ok|ok) (\d+)(?: -)? ?([^\n#]*?)(?: *# *(SKIP|TODO|skip|todo)[^\n]*)?$", re.MULTILINE)
_PLAN = re.compile(r"^1\.\.(\d+)\b", re.MULTILINE)


def tap(text: str) -> Found | None:
    """Return the report of a runner that speaks TAP (the Test Anything Protocol, also bats and prove)."""
    each, plan = list(_TAP.finditer(text)), _PLAN.search(text)
    if not each or (plan is None and "TAP version" not in text):
        return None
    ok, bad = _tap_tests(text)
    skipped = sum(one[4] is not None for one in each)
    failed = sum(one[1] == "not ok" and one[4] is None for one in each)
    missing = plan is None or number(plan[1]) > len(each)
    report = TestReport("tap", len(each) - failed - skipped, failed, 0, skipped, names(bad), names(ok), partial=missing)
    return Found(report, *stretch(each[0], each[-1], plan))


def _tap_tests(text: str) -> tuple[list[str], list[str]]:
    each = [one for one in _TAP.finditer(text) if one[4] is None]
    return (
        [one[3] or one[2] for one in each if one[1] == "ok"],
        [one[3] or one[2] for one in each if one[1] == "not ok"],
    )


_RSPEC = re.compile(r"^(\d+) examples?, (\d+) failures?(?:, (\d+) pending)?(?:, (\d+) errors? occurred)?", re.MULTILINE)
_RSPEC_BAD = re.compile(r"^rspec (\S+) # ([^\n]*)$", re.MULTILINE)


def rspec(text: str) -> Found | None:
    """Return RSpec's report."""
    ends = list(_RSPEC.finditer(text))
    if not ends:
        return None
    last = ends[-1]
    examples, failed, pending, errors = (number(last[nth]) for nth in range(1, 5))
    bad = list(_RSPEC_BAD.finditer(text))
    failing = names(one[1] for one in bad)
    signatures = tuple((one[1], one[2][:200]) for one in bad)
    told = (max(0, examples - failed - pending), failed, errors, pending)
    report = TestReport(
        "rspec",
        told[0],
        told[1],
        told[2],
        told[3],
        failing=failing,
        signatures=signatures,
        partial=len(failing) < failed,
    )
    return Found(report, *stretch(last, *bad[-1:]))


_PHP_OK = re.compile(r"^OK \((\d+) tests?, \d+ assertions?\)", re.MULTILINE)
_PHP = re.compile(r"^Tests: (\d+), Assertions: \d+([^\n]*)", re.MULTILINE)
_PHP_COUNT = re.compile(r"(Errors|Failures|Skipped|Incomplete|Risky|Warnings): (\d+)")
_PHP_BAD = re.compile(r"^\d+\) ([\w\\]+::\w+[^\n]*)$", re.MULTILINE)


def phpunit(text: str) -> Found | None:
    """Return PHPUnit's report."""
    good, ends = list(_PHP_OK.finditer(text)), list(_PHP.finditer(text))
    if not ends:
        if not good:
            return None
        return Found(TestReport("phpunit", number(good[-1][1]), 0, 0, 0), *good[-1].span())
    counts = {word: number(digits) for word, digits in _PHP_COUNT.findall(ends[-1][2])}
    failed, errors = counts.get("Failures", 0), counts.get("Errors", 0)
    skipped = counts.get("Skipped", 0) + counts.get("Incomplete", 0)
    bad = list(_PHP_BAD.finditer(text))
    failing = names(one[1] for one in bad)
    passed = max(0, number(ends[-1][1]) - failed - errors - skipped)
    report = TestReport("phpunit", passed, failed, errors, skipped, failing, partial=len(failing) < failed + errors)
    return Found(report, *stretch(*bad[:1], ends[-1]))
