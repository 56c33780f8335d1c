"""Reports in the Test Anything Protocol (bats, tape, node-tap, Perl's tests), and what prove says of them.

Sources: https://testanything.org/tap-version-14-specification.html, Perl's `TAP::Formatter::Base`.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, line_of, names, number, stretch
from playhead.insight.reports.values import Found, with_counts
from playhead.late_pattern import late_pattern

_TAP = late_pattern(
    rf"^([ \t]*)(not ok|ok)(?: ({COUNT})(?=\s|$))?(?: -)? ?([^\n#]*)(?:# *(SKIP|TODO)?[^\n]*)?$",
    re.MULTILINE | re.IGNORECASE,
)
_PLAN = late_pattern(rf"^1\.\.({COUNT})\b", re.MULTILINE)
_VERSION = late_pattern(r"^TAP version \d+", re.MULTILINE)
_SAYS = late_pattern(r"\n[ \t]*(?:#|---\n)[ \t]*([^\n]+)")


def tap(text: str) -> list[Found]:
    """Return the report of a runner that speaks TAP; a test point with subtests stands for them.

    A plan or the version's line must be there; points without either are words that only look alike.
    """
    each = [one for one in _TAP.finditer(text) if one[3] and not one[1]]
    plan, version = _PLAN.search(text), _VERSION.search(text)
    if not each or (plan is None and version is None):
        return []
    skipped = sum((one[5] or "").lower() in {"skip", "todo"} for one in each)
    bad = [one for one in each if _passed(one) is False]
    missing = plan is None or number(plan[1]) > len(each)
    says = ((_name(one), _SAYS.match(text, one.end())) for one in bad)
    report = with_counts(
        "tap",
        (len(each) - len(bad) - skipped, len(bad), 0, skipped),
        failing=names(_name(one) for one in bad),
        passing=names(_name(one) for one in each if _passed(one)),
        signatures=tuple((name, line_of(said[1])) for name, said in says if said),
        partial=missing,
    )
    return [Found(report, *stretch(each[0], each[-1], plan))]


def tap_points(text: str) -> list[tuple[int, str, bool | None]]:
    """Return all test points, subtests too: how far set in, name, and whether it passed (None: skipped)."""
    return [(len(one[1]), _name(one), _passed(one)) for one in _TAP.finditer(text) if one[3]]


def _passed(one: re.Match[str]) -> bool | None:
    return None if (one[5] or "").lower() in {"skip", "todo"} else one[2].lower() == "ok"


def _name(one: re.Match[str]) -> str:
    return one[4].strip() or str(one[3])


_BATS = late_pattern(rf"^({COUNT}) tests?, ({COUNT}) failures?(?:, ({COUNT}) skipped)?(?: in [^\n]*)?$", re.MULTILINE)
_BATS_EACH = late_pattern(r"^ ([✓✗]) ([^\n]+?)(?: in [\d.]{1,12} ?m?s(?:ec)?)?$", re.MULTILINE)


def bats(text: str) -> list[Found]:
    """Return bats' report as it is made for a terminal."""
    ends, each = list(_BATS.finditer(text)), list(_BATS_EACH.finditer(text))
    if not ends or not each:
        return []
    total, failed, skipped = (number(ends[-1][nth]) for nth in range(1, 4))
    failing = names(one[2] for one in each if one[1] == "✗")
    report = with_counts(
        "bats",
        (max(0, total - failed - skipped), failed, 0, skipped),
        failing=failing,
        passing=names(one[2] for one in each if one[1] == "✓"),
        partial=len(failing) < failed,
    )
    return [Found(report, *stretch(each[0], ends[-1]))]


_PROVE = late_pattern(rf"^Files=({COUNT}), Tests=({COUNT}), ", re.MULTILINE)
_PROVE_EACH = late_pattern(r"^(\S+) \.+ (ok|Failed|Dubious|skipped)\b", re.MULTILINE)
_PROVE_BAD = late_pattern(
    rf"^(\S+)[ \t]+\(Wstat: [^()\n]{{0,99}}(?:\([^)\n]{{0,99}}\))?[^()\n]{{0,99}} Failed: ({COUNT})\)", re.MULTILINE
)
_PROVE_SAYS = late_pattern(r"\n( {2}[A-Z][^\n]+)")


def prove(text: str) -> list[Found]:
    """Return prove's report: how many tests of all files failed, and which files."""
    ends = list(_PROVE.finditer(text))
    if not ends:
        return []
    each, bad = list(_PROVE_EACH.finditer(text)), list(_PROVE_BAD.finditer(text))
    failed = sum(number(one[2]) for one in bad)
    failing = names([*(one[1] for one in bad), *(one[1] for one in each if one[2] in {"Failed", "Dubious"})])
    says = ((one[1], _PROVE_SAYS.match(text, one.end())) for one in bad)
    report = with_counts(
        "prove",
        (max(0, number(ends[-1][2]) - failed), failed, sum(not number(one[2]) for one in bad), 0),
        failing=failing,
        passing=names(one[1] for one in each if one[2] == "ok"),
        signatures=tuple((name, line_of(said[1])) for name, said in says if said),
        partial=bool("Result: FAIL" in text and not failing),
    )
    return [Found(report, *stretch(*each[:1], ends[-1]))]
