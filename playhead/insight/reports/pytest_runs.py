"""Reports of pytest, from its third version on: alone, with xdist, with subtests, with pytest-sugar, `-q`, `-v`, `-rA`.

Sources: pytest's `_pytest/terminal.py` (`summary_stats`, `short_test_summary`, `pytest_runtest_logreport`),
pytest-sugar's `summary_stats`.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from playhead.insight.reports.matching import COUNT, counted, line_of, names, pieces, stretch
from playhead.insight.reports.values import NOT_TOLD, Found, with_counts
from playhead.late_pattern import late_pattern

_WORD = (
    "failed|passed|errors?|skipped|xfailed|xpassed|deselected|warnings?|rerun"
    "|subtests passed|subtests failed|subtests skipped"
)
_PART = rf"{COUNT} (?:{_WORD})"
SUMMARY = late_pattern(
    rf"^=*[ \t]*((?:{_PART}, )*{_PART}|no tests ran) in [\d.]{{1,20}}"
    r" ?s(?:econds)?(?: \([^)\n]{1,40}\))?[ \t]*=*[ \t]*$",
    re.MULTILINE,
)
# pytest-sugar sums up in lines of its own, and names what failed between them.
_SUGAR = late_pattern(
    rf"^Results \([^)\n]{{1,40}}\):\n((?:[ \t]+(?:{COUNT} (?:{_WORD})[ \t]*|- [^\n]*)(?:\n|\Z))+)", re.MULTILINE
)
_SUGAR_BAD = late_pattern(r"^[ \t]+- (\S+\.py):\d{1,9} (\S[^\n]*?)[ \t]*$", re.MULTILINE)
_COUNT = late_pattern(rf"({COUNT}) (subtests failed|failed|passed|error|skipped|xfailed|xpassed)")
# A parameter may hold blanks: an id with a bracket goes on to the bracket that ends it.
_ID = r"[^\s:\[]+(?:::(?:[^\s\[]+\[[^\n]*?\](?=[ \t]*$| - )|[^\s\[]+(?:\[\S*)?))?"
_SHORT = late_pattern(
    rf"^(FAILED|ERROR|PASSED|SUBFAIL(?:ED)?(?:\([^\n]*?\)|\[[^\n]*?\])?) ({_ID})(?: - ([^\n]*))?[ \t]*$", re.MULTILINE
)
_VERBOSE = late_pattern(
    r"^(?:\[gw\d+\] \[ *\d+%\] (PASSED|FAILED|ERROR) ([^\n]+?)[ \t]*$"
    r"|([^\s:\[]*\.\w{1,8}::[^\s\[][^\n]*?) (PASSED|FAILED|ERROR)(?=\s|$))",
    re.MULTILINE,
)
_COLLECTING = late_pattern(r"^(?:ERROR collecting|_+ ERROR collecting) ([^\s]+)", re.MULTILINE)
_HEADER = late_pattern(
    r"^_+ (?:ERROR at (?:setup|teardown) of )?([^\W_][\w.]*(?:\[[^\n]{0,300}?\])?)(?: [\[(][^\n]{0,300}?[\])])? _+$",
    re.MULTILINE,
)
_PLACE = late_pattern(r"^([^\s:]+\.py):\d+:", re.MULTILINE)
_SAYS = late_pattern(r"^E   +([^\n]+)$", re.MULTILINE)
_SECTION = "short test summary info"


def pytest(text: str) -> list[Found]:
    """Return pytest's reports, one a summary line: the short summary, what `-v` says of each test, the headers."""
    found = []
    sums = [*SUMMARY.finditer(text), *_SUGAR.finditer(text)]
    sums.sort(key=lambda one: one.end())
    for (begin, end), summary in zip_longest(pieces(text, sums), sums):
        one = _report(text, begin, end, summary)
        if one is not None:
            found.append(one)
    return found


def _report(text: str, begin: int, end: int, summary: re.Match[str] | None) -> Found | None:
    short = list(_SHORT.finditer(text, begin, end))
    verbose = list(_VERBOSE.finditer(text, begin, end))
    known = (
        summary is not None or _SECTION in text[begin:end] or any("::" in one[2] and _is_id(one[2]) for one in short)
    )
    if not (summary or verbose or (known and short)):
        return None
    counts = counted(_COUNT, summary[1]) if summary else {}
    bad = [one for one in short if one[1] != "PASSED" and (known and _is_id(one[2]))]
    failed = counts.get("failed", 0) + counts.get("subtests failed", 0)
    blocks = _blocks(text, begin, end) if len(bad) < failed + counts.get("error", 0) else {}
    said = {word: [one[2] or one[3] for one in verbose if (one[1] or one[4]) == word] for word in ("PASSED", "FAILED")}
    broken = [one[2] or one[3] for one in verbose if (one[1] or one[4]) == "ERROR"]
    listed = [f"{one[1]}::{one[2]}" for one in _SUGAR_BAD.finditer(summary[1])] if summary else []
    failing = names([*(one[2] for one in bad), *said["FAILED"], *broken] or listed or blocks)
    passed = names([*said["PASSED"], *(one[2] for one in short if one[1] == "PASSED")])
    fails = set(failing)
    told = (counts.get("passed", 0), failed, counts.get("error", 0), counts.get("skipped", 0))
    report = with_counts(
        "pytest",
        (told if summary else NOT_TOLD),
        failing=failing,
        passing=tuple(one for one in passed if one not in fails),
        signatures=tuple((one[2], line_of(one[3])) for one in bad if one[3]) or tuple(blocks.items()),
        partial=summary is None or len(failing) < failed + counts.get("error", 0),
    )
    return Found(
        report, *stretch(*short[:1], *verbose[:1], summary, *(() if summary else (*short[-1:], *verbose[-1:])))
    )


def _is_id(name: str) -> bool:
    file, between, _ = name.partition("::")
    return file.endswith(".py") or (bool(between) and "." in file)


def _blocks(text: str, begin: int, end: int) -> dict[str, str]:
    """Return what the headers of failures name, as ids, where there is no short summary of them; and what each says."""
    headers = [(one, True) for one in _HEADER.finditer(text, begin, end)]
    headers += [(one, False) for one in _COLLECTING.finditer(text, begin, end)]
    headers.sort(key=lambda pair: pair[0].start())
    found: dict[str, str] = {}
    for place, (one, of_test) in enumerate(headers):
        after = headers[place + 1][0].start() if place + 1 < len(headers) else end
        says = _SAYS.search(text, one.end(), after)
        where = _PLACE.search(text, one.end(), after) if of_test else None
        name = one[1].replace(".", "::", one[1].split("[")[0].count(".")) if where else one[1]
        found.setdefault(f"{where[1]}::{name}" if where else name, line_of(says[1]) if says else "")
    return found
