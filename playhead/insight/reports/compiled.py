"""Reports of go test, ctest and dotnet test.

Sources: Go's `cmd/go/internal/test` and `testing`, CMake's `cmCTestTestHandler`, the console logger of vstest and the
terminal logger of MSBuild.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, leaves, line_of, names, number, stretch
from playhead.insight.reports.values import Found, TestReport, with_counts
from playhead.late_pattern import late_pattern

_GO = late_pattern(r"^[ \t]*--- (PASS|FAIL|SKIP): (\S+) \(", re.MULTILINE)
_GO_PACKAGE = late_pattern(
    r"^(ok|FAIL)[ \t]+([\w./@~-]+)[ \t]+(?:\(cached\)|[\d.]{1,20}s|\[(?:build|setup) failed\])([^\n]*)$", re.MULTILINE
)
_GO_HEAD = late_pattern(r"^[ \t]*(?:=== \w{2,9} +(\S+)|--- \w{4}: (\S+) \()", re.MULTILINE)
_GO_SAYS = late_pattern(r"^[ \t]+\S+\.go:\d+: ([^\n]+)$", re.MULTILINE)


def go(text: str) -> list[Found]:
    """Return go's report: what `-v` or a failure says of each test, and the packages. Subtests stand for their test."""
    each, packages = list(_GO.finditer(text)), list(_GO_PACKAGE.finditer(text))
    if not each and not packages:
        return []
    by_status = {word: leaves((one[2] for one in each if one[1] == word), "/") for word in ("PASS", "FAIL", "SKIP")}
    broken = [one[2] for one in packages if one[1] == "FAIL" and "failed]" in one[0]]
    failing = names([*by_status["FAIL"], *broken])
    good = names(one[2] for one in packages if one[1] == "ok" and "no tests to run" not in one[3])
    fails = set(failing)
    report = TestReport(
        "go test",
        passed=len(by_status["PASS"]) if by_status["PASS"] else None,
        failed=len(by_status["FAIL"]),
        errors=len(broken),
        skipped=len(by_status["SKIP"]) or None,
        failing=failing,
        passing=tuple(one for one in by_status["PASS"] or good if one not in fails),
        signatures=_go_signatures(text, fails),
        partial=not packages or (not failing and any(one[1] == "FAIL" for one in packages)),
    )
    return [Found(report, *stretch(*each[:1], *each[-1:], *packages[:1], *packages[-1:]))]


def _go_signatures(text: str, fails: set[str]) -> tuple[tuple[str, str], ...]:
    """Return what failing tests say: below their result, with `-v` below the line that begins or goes on with them."""
    heads = list(_GO_HEAD.finditer(text))
    found: dict[str, str] = {}
    for place, one in enumerate(heads):
        name = one[1] or one[2]
        after = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        says = _GO_SAYS.search(text, one.end(), after) if name in fails else None
        if says:
            found.setdefault(name, line_of(says[1]))
    return tuple(found.items())


_CTEST = late_pattern(
    r"^[ \t]*\d{1,9}/\d{1,9} Test +#\d{1,9}: (\S+) [ .]*\**(Passed|Failed|Not Run \(Disabled|Not Run|Timeout|Exception"
    r"|Subprocess aborted|SEGFAULT|Skipped)",
    re.MULTILINE,
)
_CTEST_SUM = late_pattern(rf"^\d{{1,3}}% tests passed, ({COUNT}) tests? failed out of ({COUNT})", re.MULTILINE)
_CTEST_LIST = late_pattern(r"^[ \t]+\d{1,9} - (\S+) \(([^)\n]*)\)", re.MULTILINE)
_CTEST_NOT_BAD = frozenset({"Skipped", "Disabled", "Not Run (Disabled", "Passed"})


def ctest(text: str) -> list[Found]:
    """Return ctest's report."""
    ends = list(_CTEST_SUM.finditer(text))
    if not ends:
        return []
    each = list(_CTEST.finditer(text))
    failed, total = number(ends[-1][1]), number(ends[-1][2])
    listed = list(_CTEST_LIST.finditer(text, ends[-1].end()))
    failing = names(
        [
            *(one[1] for one in each if one[2] not in _CTEST_NOT_BAD),
            *(one[1] for one in listed if one[2] not in _CTEST_NOT_BAD),
        ]
    )
    passing = names(one[1] for one in each if one[2] == "Passed")
    skipped = sum(one[2] == "Skipped" for one in each)
    told = (max(0, total - failed - skipped), failed, 0, skipped)
    report = with_counts("ctest", told, failing=failing, passing=passing, partial=len(failing) < failed)
    return [Found(report, *stretch(*each[:1], ends[-1], *listed[-1:]))]


_DOTNET = late_pattern(
    rf"^(?:Failed|Passed|Skipped)! +- Failed: +({COUNT}), Passed: +({COUNT}), Skipped: +({COUNT}), Total: +{COUNT}",
    re.MULTILINE,
)
_DOTNET_OLD = late_pattern(
    rf"^Total tests: {COUNT}\n +Passed: ({COUNT})\n(?: +Failed: ({COUNT})\n)?(?: +Skipped: ({COUNT}))?", re.MULTILINE
)
_DOTNET_NEW = late_pattern(
    rf"^Test summary: total: {COUNT}, failed: ({COUNT}), succeeded: ({COUNT}), skipped: ({COUNT})", re.MULTILINE
)
_DOTNET_FIRST = late_pattern(
    rf"^Total tests: {COUNT}\. Passed: ({COUNT})\. Failed: ({COUNT})\. Skipped: ({COUNT})", re.MULTILINE
)
_DOTNET_PLATFORM = late_pattern(
    rf"^Test run summary: [^\n]*\n +total: {COUNT}\n +failed: ({COUNT})\n +succeeded: ({COUNT})\n +skipped: ({COUNT})",
    re.MULTILINE,
)
_DOTNET_EACH = late_pattern(
    r"^[ \t]*(Failed|Passed|X|√|failed|passed) (\S[^\n]*?) "
    r"(?:\[(?:< )?[\d.,]+ ?\w+(?: [\d.]+ ?\w+)?\]|\([\d.,ms ]+\))$|^(Failed|Passed) {3}(\S[^\n]*)$",
    re.MULTILINE,
)
_DOTNET_SAYS = late_pattern(r"^ *Error Message:\n([^\n]+)", re.MULTILINE)


def dotnet(text: str) -> list[Found]:
    """Return dotnet test's report: all its assemblies together."""
    new = list(_DOTNET.finditer(text))
    old = list(_DOTNET_OLD.finditer(text)) or list(_DOTNET_FIRST.finditer(text))
    last = list(_DOTNET_NEW.finditer(text)) or list(_DOTNET_PLATFORM.finditer(text))
    sums = new or last
    if not sums and not old:
        return []
    each = list(_DOTNET_EACH.finditer(text))
    failed = sum(number(one[1]) for one in sums) if sums else number(old[-1][2])
    passed = sum(number(one[2]) for one in sums) if sums else number(old[-1][1])
    skipped = sum(number(one[3]) for one in sums) if sums else number(old[-1][3])
    bad = [one for one in each if (one[1] or one[3]) in {"Failed", "X", "failed"}]
    failing = names(one[2] or one[4] for one in bad)
    passing = names(one[2] or one[4] for one in each if (one[1] or one[3]) in {"Passed", "√", "passed"})
    says = ((one, _DOTNET_SAYS.search(text, one.end(), one.end() + 2_000)) for one in bad)
    report = with_counts(
        "dotnet test",
        (passed, failed, 0, skipped),
        failing=failing,
        passing=passing,
        signatures=tuple((one[2] or one[4], line_of(said[1])) for one, said in says if said),
        partial=len(failing) < failed,
    )
    return [Found(report, *stretch(*each[:1], *sums[:1], *sums[-1:], *old[-1:]))]
