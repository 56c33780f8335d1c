"""Reports of RSpec, minitest and PHPUnit.

Sources: RSpec's `SummaryNotification`, minitest's `SummaryReporter`, PHPUnit's `TextUI/Output/Default/ResultPrinter`.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, line_of, names, number, stretch
from playhead.insight.reports.values import Found, TestReport, with_counts
from playhead.late_pattern import late_pattern

_RSPEC = late_pattern(
    rf"^({COUNT}) examples?, ({COUNT}) failures?(?:, ({COUNT}) pending)?(?:, ({COUNT}) errors? occurred)?", re.MULTILINE
)
_RSPEC_BAD = late_pattern(r"^rspec ('[^'\n]+'|\S+) # ([^\n]*)$", re.MULTILINE)
_RSPEC_BLOCK = late_pattern(
    r"^ {2}\d{1,9}\) ([^\n]+)\n {5,}Failure/Error: ([^\n]*)(?:\n *\n( {5,}[^\n]+(?:\n {5,}[^\n#]+)?))?", re.MULTILINE
)
_RSPEC_LOADING = late_pattern(r"^An error occurred while loading (\S+?)\.?$", re.MULTILINE)


def rspec(text: str) -> list[Found]:
    """Return RSpec's report; a test is named by its description, which stays when lines move."""
    ends = list(_RSPEC.finditer(text))
    if not ends:
        return []
    examples, failed, pending, errors = (number(ends[-1][nth]) for nth in range(1, 5))
    bad, blocks = list(_RSPEC_BAD.finditer(text)), list(_RSPEC_BLOCK.finditer(text))
    broken = [one[1] for one in _RSPEC_LOADING.finditer(text)]
    failing = names([*([one[2] for one in bad] or [one[1] for one in blocks]), *broken])
    report = with_counts(
        "rspec",
        (max(0, examples - failed - pending), failed, errors, pending),
        failing=failing,
        signatures=tuple((one[1].strip(), line_of(one[3] or one[2])) for one in blocks),
        partial=len(failing) < failed + errors,
    )
    return [Found(report, *stretch(ends[-1], *bad[-1:]))]


_MINITEST = late_pattern(
    rf"^({COUNT}) (?:runs|tests), {COUNT} assertions, ({COUNT}) failures, ({COUNT}) errors(?:, ({COUNT}) skips)?",
    re.MULTILINE,
)
_MINITEST_BAD = late_pattern(r"^ *(?:\d{1,9}\) )?(?:Failure|Error):\n([\w:]+#[^\s:\[]+)[^\n]*\n([^\n]*)", re.MULTILINE)


def minitest(text: str) -> list[Found]:
    """Return the report of minitest, which Rails prints too."""
    ends = list(_MINITEST.finditer(text))
    if not ends:
        return []
    total, failed, errors, skipped = (number(ends[-1][nth]) for nth in range(1, 5))
    bad = list(_MINITEST_BAD.finditer(text))
    failing = names(one[1] for one in bad)
    report = with_counts(
        "minitest",
        (max(0, total - failed - errors - skipped), failed, errors, skipped),
        failing=failing,
        signatures=tuple((one[1], line_of(one[2])) for one in bad if one[2].strip()),
        partial=len(failing) < failed + errors,
    )
    return [Found(report, *stretch(*bad[:1], ends[-1]))]


_PHP_OK = late_pattern(rf"^OK \(({COUNT}) tests?, {COUNT} assertions?\)", re.MULTILINE)
_PHP = late_pattern(rf"^Tests: ({COUNT}), Assertions: {COUNT}((?:, [A-Z][\w ]+: {COUNT})*)\.?$", re.MULTILINE)
_PHP_COUNT = late_pattern(rf", (Errors|Failures|Skipped|Incomplete): ({COUNT})")
_PHP_SECTION = late_pattern(rf"^There (?:was|were) {COUNT} ([\w ]+?)s?:$", re.MULTILINE)
_PHP_BAD = late_pattern(r"^\d{1,9}\) ([\w\\]+::\w+[^\n]*)\n([^\n]*)", re.MULTILINE)


def phpunit(text: str) -> list[Found]:
    """Return PHPUnit's report (9 to 12); only failures and errors are failing, not what is risky or warned of."""
    good, ends = list(_PHP_OK.finditer(text)), list(_PHP.finditer(text))
    if not ends:
        return [Found(TestReport("phpunit", number(good[-1][1]), 0, 0, 0), *good[-1].span())] if good else []
    counts = {word: number(digits) for word, digits in _PHP_COUNT.findall(ends[-1][2])}
    failed, errors = counts.get("Failures", 0), counts.get("Errors", 0)
    skipped = counts.get("Skipped", 0) + counts.get("Incomplete", 0)
    bad = _php_bad(text)
    failing = names(one[1] for one in bad)
    report = with_counts(
        "phpunit",
        (max(0, number(ends[-1][1]) - failed - errors - skipped), failed, errors, skipped),
        failing=failing,
        signatures=tuple((one[1], line_of(one[2])) for one in bad if one[2].strip()),
        partial=len(failing) < failed + errors,
    )
    return [Found(report, *stretch(*bad[:1], ends[-1]))]


def _php_bad(text: str) -> list[re.Match[str]]:
    sections = list(_PHP_SECTION.finditer(text))
    if not sections:
        return list(_PHP_BAD.finditer(text))
    found: list[re.Match[str]] = []
    for place, one in enumerate(sections):
        after = sections[place + 1].start() if place + 1 < len(sections) else len(text)
        if one[1] in {"failure", "error"}:
            found += _PHP_BAD.finditer(text, one.end(), after)
    return found
