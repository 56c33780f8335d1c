"""Reports of cargo test, doc-tests among them, and of cargo nextest.

Sources: rust's `library/test/src/formatters/pretty.rs`, nextest's `reporter/displayer`.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, counted, line_of, names, number, stretch
from playhead.insight.reports.values import NOT_TOLD, Found, with_counts
from playhead.late_pattern import late_pattern

_CARGO = late_pattern(r"^test ([^\n]+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b", re.MULTILINE)
_CARGO_RESULT = late_pattern(
    rf"^test result: \w+\. ({COUNT}) passed; ({COUNT}) failed; ({COUNT}) ignored", re.MULTILINE
)
_CARGO_LIST = late_pattern(r"^failures:\n((?: {4}\S[^\n]*\n)+)", re.MULTILINE)
_CARGO_PANIC = late_pattern(
    r"^---- ([^\n]+?) stdout ----\n(?:[^\n]*\n){0,3}?thread [^\n]* panicked at ([^\n]*(?:\n[^\n]+)?)", re.MULTILINE
)


def cargo(text: str) -> list[Found]:
    """Return cargo's report: all its binaries together."""
    each, results = list(_CARGO.finditer(text)), list(_CARGO_RESULT.finditer(text))
    if not results and not each:
        return []
    listed = [line.strip() for one in _CARGO_LIST.finditer(text) for line in one[1].splitlines()]
    failing = names([*(one[1] for one in each if one[2] == "FAILED"), *listed])
    sums = [sum(number(one[nth]) for one in results) for nth in (1, 2, 3)]
    report = with_counts(
        "cargo test",
        ((sums[0], sums[1], 0, sums[2]) if results else NOT_TOLD),
        failing=failing,
        passing=names(one[1] for one in each if one[2] == "ok"),
        signatures=tuple((one[1], line_of(one[2])) for one in _CARGO_PANIC.finditer(text)),
        partial=not results or len(failing) < sums[1] or _begun(text) > len(results),
    )
    return [Found(report, *stretch(*each[:1], *results[:1], *results[-1:], *each[-1:]))]


_BEGUN = late_pattern(rf"^running {COUNT} tests?$", re.MULTILINE)


def _begun(text: str) -> int:
    return sum(1 for _ in _BEGUN.finditer(text))


_NEXTEST = late_pattern(
    r"^[ \t]+(?:TRY \d{1,4} )?(PASS|FAIL|LEAK|TIMEOUT|SIG[A-Z]{2,6}|ABORT|FLAKY \d{1,4}/\d{1,4})"
    r" \[ *>?[\d.]+s\] (?:\([ \d/]+\) )?(\S+) (\S+)",
    re.MULTILINE,
)
_NEXTEST_SUM = late_pattern(rf"^[ \t]*Summary \[ *[\d.]+s\] +{COUNT}(?:/{COUNT})? tests? run: ([^\n]*)", re.MULTILINE)
_NEXTEST_COUNT = late_pattern(rf"(?<!\d)({COUNT}) (passed|failed|exec failed|timed out|skipped)")


def nextest(text: str) -> list[Found]:
    """Return cargo nextest's report; of a test that was tried again its last try counts."""
    each, ends = list(_NEXTEST.finditer(text)), list(_NEXTEST_SUM.finditer(text))
    if not ends:
        return []
    counts = counted(_NEXTEST_COUNT, ends[-1][1])
    said = {f"{one[2]} {one[3]}": one[1].startswith(("PASS", "LEAK", "FLAKY")) for one in each}
    failing, passing = (names(name for name, passed in said.items() if passed is wanted) for wanted in (False, True))
    failed = sum(counts.get(word, 0) for word in ("failed", "exec failed", "timed out"))
    told = (counts.get("passed", 0), failed, 0, counts.get("skipped", 0))
    report = with_counts("cargo nextest", told, failing=failing, passing=passing, partial=len(failing) < failed)
    return [Found(report, *stretch(*each[:1], ends[-1], *each[-1:]))]
