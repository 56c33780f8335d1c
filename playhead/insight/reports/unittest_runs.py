"""Reports of unittest and of those that print as it does: Django's runner, nose; of sympy's runner.

Sources: CPython's `unittest/runner.py` (`printErrorList`, `run`), `django/test/runner.py`, nose's `result.py`.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, counted, line_of, names, number, pieces, stretch
from playhead.insight.reports.values import NOT_TOLD, Found, with_counts
from playhead.late_pattern import late_pattern

_RAN = late_pattern(rf"^Ran ({COUNT}) tests? in [\d.]{{1,20}} ?s", re.MULTILINE)
_VERDICT = late_pattern(r"^(OK|FAILED|NO TESTS RAN)(?: \(([^)\n]*)\))?[ \t]*$", re.MULTILINE)
_PARTS = late_pattern(
    rf"(failures|errors|failed|skipped|SKIP|expected failures|unexpected successes)=({COUNT})(?=,|$)", re.IGNORECASE
)
# A block begins between a line of `=` and, after the first line of a docstring, a line of `-`.
_BLOCK = late_pattern(r"^={70}\n(FAIL|ERROR): ([^\n]+)\n(?:[^\n]*\n)??-{70}$", re.MULTILINE)
_BAD = late_pattern(r"^(FAIL|ERROR): (\w+ \([\w<>]+(?:\.[\w<>]+)+\)[^\n]*)$", re.MULTILINE)
_TITLE = late_pattern(r"(\w+) \(([\w.<>]+)\)")
_EACH = late_pattern(
    r"^(\w+ \([\w.<>]+\))(?:\n(?!\w+ \([\w.<>]+\))[^\n]*)?? \.\.\. (ok|FAIL|ERROR|skipped|expected failure)\b",
    re.MULTILINE,
)
_SAYS = late_pattern(
    r"^(?:[\w.]+(?:Error|Exception|Failed|Failure|Exit|Interrupt|Warning|DoesNotExist)\b[^\n]*)$", re.MULTILINE
)


def unittest(text: str) -> list[Found]:
    """Return unittest's reports, one a `Ran N tests`: the verdict, and the blocks of what failed."""
    ends = list(_RAN.finditer(text))
    found = []
    for place, (begin, end) in enumerate(pieces(text, ends)):
        after = ends[place + 1].start() if place + 1 < len(ends) else len(text)
        one = _report(text, begin, end, after if ends else end)
        if one is not None:
            found.append(one)
    return found


def _report(text: str, begin: int, end: int, after: int) -> Found | None:
    ran = _RAN.search(text, text.rfind("\n", begin, end) + 1, end)
    verdict = _VERDICT.search(text, end, min(after, end + 2_000)) if ran else None
    blocks = [(one, one[2]) for one in _BLOCK.finditer(text, begin, end)]
    blocks = blocks or [(one, one[2]) for one in _BAD.finditer(text, begin, end)]
    each = list(_EACH.finditer(text, begin, end))
    if ran is None and not blocks:
        return None
    counts = {word.lower(): number(digits) for word, digits in _PARTS.findall(verdict[2] or "")} if verdict else {}
    failed = counts.get("failures", counts.get("failed", 0)) + counts.get("unexpected successes", 0)
    errors, skipped = counts.get("errors", 0), counts.get("skipped", counts.get("skip", 0))
    failing = names([*(_dotted(title) for _, title in blocks), *_said(each, {"FAIL", "ERROR"})])
    known, fails = ran is not None and verdict is not None, set(failing)
    passed = number(ran[1]) - failed - errors - skipped - counts.get("expected failures", 0) if ran else 0
    report = with_counts(
        "unittest",
        ((max(0, passed), failed, errors, skipped) if known else NOT_TOLD),
        failing=failing,
        passing=tuple(one for one in names(_said(each, {"ok"})) if one not in fails),
        signatures=_signatures(text, [(one, _dotted(title)) for one, title in blocks], end),
        partial=not known or max(len(blocks), len(failing)) < failed + errors - counts.get("unexpected successes", 0),
    )
    return Found(report, *stretch(blocks[0][0] if blocks else None, ran, verdict, *each[:1], *each[-1:]))


def _said(each: list[re.Match[str]], words: set[str]) -> list[str]:
    return [_dotted(one[1]) for one in each if one[2] in words]


def _dotted(title: str) -> str:
    """Return a test's name from its title, `test_x (package.Case)` or since Python 3.11 `(package.Case.test_x)`."""
    found = _TITLE.match(title)
    if found is None or "." not in found[2]:
        return title if found is None else f"{found[2]}.{found[1]}"
    method, where = found[1], found[2]
    return where if where.endswith("." + method) else f"{where}.{method}"


def _signatures(text: str, blocks: list[tuple[re.Match[str], str]], end: int) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for place, (one, name) in enumerate(blocks):
        after = blocks[place + 1][0].start() if place + 1 < len(blocks) else end
        says = _SAYS.search(text, one.end(), after)
        if says:
            found.setdefault(name, line_of(says[0]))
    return tuple(found.items())


_SYMPY = late_pattern(r"^=+ tests finished: ([^\n]*?),? in [\d.]{1,20} seconds", re.MULTILINE)
_SYMPY_COUNT = late_pattern(rf"(?<!\d)({COUNT}) (passed|failed|skipped|exceptions?|expected to fail)")
_SYMPY_BAD = late_pattern(r"^_+ (\S+\.py:\w+) _+$", re.MULTILINE)


def sympy(text: str) -> list[Found]:
    """Return the report of sympy's own runner (`bin/test`)."""
    ends = list(_SYMPY.finditer(text))
    if not ends:
        return []
    counts = counted(_SYMPY_COUNT, ends[-1][1])
    errors = counts.get("exceptions", 0) + counts.get("exception", 0)
    bad = list(_SYMPY_BAD.finditer(text))
    failing = names(one[1] for one in bad)
    told = (counts.get("passed", 0), counts.get("failed", 0), errors, counts.get("skipped", 0))
    report = with_counts("sympy", told, failing=failing, partial=len(failing) < told[1] + errors)
    return [Found(report, *stretch(*bad[:1], ends[-1]))]
