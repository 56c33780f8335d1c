"""Reports of go test, cargo test, cargo nextest, ctest and dotnet test."""

from __future__ import annotations

import re

from playhead.insight.reports.matching import counted, leaves, names, number, stretch
from playhead.insight.reports.values import Found, TestReport

_GO = re.compile(r"^\s*--- (PASS|FAIL|SKIP): (\S+) \(", re.MULTILINE)
_GO_PACKAGE = re.compile(
    r"^(ok|FAIL)[ \t]+([\w./@~-]+)[ \t]+(?:\(cached\)|[\d.]+s|\[(?:build|setup) failed\])", re.MULTILINE
)


def go(text: str) -> Found | None:
    """Return go's report: what `-v` or a failure says of each test, and the packages. Subtests stand for their test."""
    each, packages = list(_GO.finditer(text)), list(_GO_PACKAGE.finditer(text))
    if not each and not packages:
        return None
    by_status = {word: leaves((one[2] for one in each if one[1] == word), "/") for word in ("PASS", "FAIL", "SKIP")}
    broken = [one[2] for one in packages if one[1] == "FAIL" and "failed]" in one[0]]
    failing = names([*by_status["FAIL"], *broken])
    report = TestReport(
        "go test",
        passed=len(by_status["PASS"]) if by_status["PASS"] else None,
        failed=len(by_status["FAIL"]),
        errors=len(broken),
        skipped=len(by_status["SKIP"]) or None,
        failing=failing,
        passing=by_status["PASS"] or names(one[2] for one in packages if one[1] == "ok"),
        partial=not packages or (not failing and any(one[1] == "FAIL" for one in packages)),
    )
    return Found(report, *stretch(*each[:1], *each[-1:], *packages[:1], *packages[-1:]))


_CARGO = re.compile(r"^test ([^\n]+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)", re.MULTILINE)
_CARGO_RESULT = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", re.MULTILINE)
_CARGO_PANIC = re.compile(
    r"^---- ([^\n]+?) stdout ----\n(?:[^\n]*\n){0,2}?thread [^\n]* panicked at ([^\n]*(?:\n[^\n]+)?)", re.MULTILINE
)


def cargo(text: str) -> Found | None:
    """Return cargo's report: all its binaries together."""
    each, results = list(_CARGO.finditer(text)), list(_CARGO_RESULT.finditer(text))
    if not results and not each:
        return None
    failing = names(one[1] for one in each if one[2] == "FAILED")
    failed = sum(number(one[2]) for one in results)
    report = TestReport(
        "cargo test",
        passed=sum(number(one[1]) for one in results) if results else None,
        failed=failed if results else None,
        errors=0 if results else None,
        skipped=sum(number(one[3]) for one in results) if results else None,
        failing=failing,
        passing=names(one[1] for one in each if one[2] == "ok"),
        signatures=tuple((one[1], " ".join(one[2].split())[:200]) for one in _CARGO_PANIC.finditer(text)),
        partial=not results or len(failing) < failed,
    )
    return Found(report, *stretch(*each[:1], *results[:1], *results[-1:], *each[-1:]))


_NEXTEST = re.compile(
    r"^\s+(PASS|FAIL|SIGABRT|SIGSEGV|TIMEOUT) \[ *[\d.]+s\] (?:\([ \d/]+\) )?(\S+) (\S+)", re.MULTILINE
)
_NEXTEST_SUM = re.compile(r"^\s*Summary \[ *[\d.]+s\] +(\d+)(?:/\d+)? tests? run: ([^\n]*)", re.MULTILINE)
_NEXTEST_COUNT = re.compile(r"(\d+) (passed|failed|timed out|skipped)")


def nextest(text: str) -> Found | None:
    """Return cargo nextest's report."""
    each, ends = list(_NEXTEST.finditer(text)), list(_NEXTEST_SUM.finditer(text))
    if not ends:
        return None
    counts = counted(_NEXTEST_COUNT, ends[-1][2])
    failing = names(f"{one[2]} {one[3]}" for one in each if one[1] != "PASS")
    failed = counts.get("failed", 0) + counts.get("timed out", 0)
    passing = names(f"{one[2]} {one[3]}" for one in each if one[1] == "PASS")
    told = (counts.get("passed", 0), failed, 0, counts.get("skipped", 0))
    report = TestReport(
        "cargo nextest",
        told[0],
        told[1],
        told[2],
        told[3],
        failing=failing,
        passing=passing,
        partial=len(failing) < failed,
    )
    return Found(report, *stretch(*each[:1], ends[-1]))


_CTEST = re.compile(
    r"^\s*\d+/\d+ Test +#\d+: (\S+) \.*\s*\**(Passed|Failed|Not Run|Timeout|Exception[^\n]*"
    r"|Subprocess aborted)",
    re.MULTILINE,
)
_CTEST_SUM = re.compile(r"^(\d+)% tests passed, (\d+) tests? failed out of (\d+)", re.MULTILINE)
_CTEST_LIST = re.compile(r"^\s+\d+ - (\S+) \((?:Failed|Not Run|Timeout|SEGFAULT|[^)\n]*)\)", re.MULTILINE)


def ctest(text: str) -> Found | None:
    """Return ctest's report."""
    ends = list(_CTEST_SUM.finditer(text))
    if not ends:
        return None
    each = list(_CTEST.finditer(text))
    failed, total = number(ends[-1][2]), number(ends[-1][3])
    listed = [one[1] for one in _CTEST_LIST.finditer(text, ends[-1].end())]
    failing = names([*(one[1] for one in each if one[2] != "Passed"), *listed])
    passing = names(one[1] for one in each if one[2] == "Passed")
    report = TestReport("ctest", max(0, total - failed), failed, 0, 0, failing, passing, partial=len(failing) < failed)
    return Found(report, *stretch(*each[:1], ends[-1]))


_DOTNET = re.compile(
    r"^(?:Failed|Passed"
    r"|Skipped)! +- Failed: +(\d+), Passed: +(\d+), Skipped: +(\d+), Total: +(\d+)",
    re.MULTILINE,
)
_DOTNET_OLD = re.compile(
    r"^Total tests: (\d+)\s+Passed: (\d+)(?:\s+Failed: (\d+))?(?:\s+Skipped: (\d+))?", re.MULTILINE
)
_DOTNET_EACH = re.compile(r"^\s+(Failed|Passed|X|√) ([\w.`+<>]+(?:\([^\n]*?\))?) \[[^\]\n]*\]", re.MULTILINE)


def dotnet(text: str) -> Found | None:
    """Return dotnet test's report: all its assemblies together."""
    new, old = list(_DOTNET.finditer(text)), list(_DOTNET_OLD.finditer(text))
    if not new and not old:
        return None
    each = list(_DOTNET_EACH.finditer(text))
    failed = sum(number(one[1]) for one in new) if new else number(old[-1][3])
    passed = sum(number(one[2]) for one in new) if new else number(old[-1][2])
    skipped = sum(number(one[3]) for one in new) if new else number(old[-1][4])
    failing = names(one[2] for one in each if one[1] in {"Failed", "X"})
    passing = names(one[2] for one in each if one[1] in {"Passed", "√"})
    report = TestReport("dotnet test", passed, failed, 0, skipped, failing, passing, partial=len(failing) < failed)
    return Found(report, *stretch(*each[:1], *new[-1:], *old[-1:]))
