"""Reports of jest, vitest, mocha and node's own runner.

Sources: jest's `DefaultReporter`, `VerboseReporter` and `getSummary`, vitest's `reporters/base.ts`, mocha's
`lib/reporters/base.js`, node's `lib/internal/test_runner/reporter`.
"""

from __future__ import annotations

import re

from playhead.insight.reports.matching import COUNT, counted, line_of, names, number, stretch
from playhead.insight.reports.nested import Told, results_after, tree
from playhead.insight.reports.tap import tap_points
from playhead.insight.reports.values import Found, with_counts
from playhead.late_pattern import late_pattern

_GOOD, _BAD, _NEITHER = ("✓", "✔", "√"), ("✕", "✖", "×"), ("○", "✎", "-", "↓", "﹣")
_SIGNS: dict[str, bool | None] = {
    **dict.fromkeys(_GOOD, True), **dict.fromkeys(_BAD, False), **dict.fromkeys(_NEITHER)
}  # fmt: skip
_STATES = "failed|passed|skipped|todo"
_COUNT_OF_STATE = late_pattern(rf"(?<!\d)({COUNT}) ({_STATES}|pending)")

_JEST = late_pattern(rf"^Tests: +((?:{COUNT} (?:{_STATES}|pending), )*{COUNT} total)", re.MULTILINE)
_JEST_BAD = late_pattern(r"^ {1,4}● (?!Console$|Test suite failed)([^\n]+)$", re.MULTILINE)
_JEST_SUITE = late_pattern(r"^ ?FAIL +(\S+)[^\n]*\n\n? +● Test suite failed to run", re.MULTILINE)


def jest(text: str) -> list[Found]:
    """Return jest's report; a test is named by its suites and its title, as jest names those that failed."""
    ends = list(_JEST.finditer(text))
    if not ends:
        return []
    counts = counted(_COUNT_OF_STATE, ends[-1][1])
    bad, suites = list(_JEST_BAD.finditer(text)), names(one[1] for one in _JEST_SUITE.finditer(text))
    told = tree(text[: ends[-1].start()].split("\n"), _SIGNS, least=2, restart=("PASS", "FAIL"))
    failed = counts.get("failed", 0)
    failing = names([*_named(told, False, " › "), *(one[1] for one in bad if " › " in one[1] or not told), *suites])
    skipped = sum(counts.get(word, 0) for word in ("skipped", "todo", "pending"))
    report = with_counts(
        "jest",
        (counts.get("passed", 0), failed, len(suites), skipped),
        failing=failing,
        passing=_good(told, failing, " › "),
        signatures=_says(text, bad),
        partial=len(failing) < failed + len(suites),
    )
    return [Found(report, *stretch(*bad[:1], *ends[:1], ends[-1]))]


_FIRST_WORDS = late_pattern(r"\n[ \t]*\n[ \t]+(\S[^\n]*)")


def _says(text: str, bad: list[re.Match[str]]) -> tuple[tuple[str, str], ...]:
    said = ((one[1].strip(), _FIRST_WORDS.match(text, one.end())) for one in bad)
    return tuple({name: line_of(words[1]) for name, words in said if words}.items())


def _named(told: list[Told], passed: bool | None, between: str) -> tuple[str, ...]:
    return names(between.join(one.path) for one in told if one.passed is passed)


def _good(told: list[Told], failing: tuple[str, ...], between: str) -> tuple[str, ...]:
    fails = set(failing)
    return tuple(one for one in _named(told, True, between) if one not in fails)


_VITEST = late_pattern(
    rf"^[ \t]+Tests +(no tests|(?:{COUNT} (?:{_STATES}) \| )*{COUNT} (?:{_STATES})(?: \({COUNT}\))?)", re.MULTILINE
)
_VITEST_BAD = late_pattern(r"^[ \t]*(?:❯ )?FAIL +(?:\|[^|\n]*\| +)?([^\n]+? > [^\n]+)(?:\n([^\n]*))?", re.MULTILINE)
_VITEST_FILE = late_pattern(r"^[ \t]*(?:❯ )?FAIL +(?:\|[^|\n]*\| +)?(\S+) \[ [^\n]* \]$", re.MULTILINE)
_VITEST_EACH = late_pattern(
    r"^[ \t]*([✓√×]) (?:\|[^|\n]*\| +)?([^\n]+? > [^\n]+?)(?: [\d.]{1,12} ?m?s)?$", re.MULTILINE
)


def vitest(text: str) -> list[Found]:
    """Return vitest's report; a test is named by its file, its suites and its title."""
    ends = list(_VITEST.finditer(text))
    if not ends:
        return []
    counts = counted(_COUNT_OF_STATE, ends[-1][1])
    bad, each = list(_VITEST_BAD.finditer(text)), list(_VITEST_EACH.finditer(text))
    files = names(one[1] for one in _VITEST_FILE.finditer(text))
    failed = counts.get("failed", 0)
    crossed = [] if bad else [one[2] for one in each if one[1] == "×"]
    failing = names([*(one[1] for one in bad), *crossed, *files])
    fails = set(failing)
    report = with_counts(
        "vitest",
        (counts.get("passed", 0), failed, len(files), counts.get("skipped", 0) + counts.get("todo", 0)),
        failing=failing,
        passing=tuple(one for one in names(one[2] for one in each if one[1] != "×") if one not in fails),
        signatures=tuple({one[1]: line_of(one[2]) for one in bad if (one[2] or "").strip()}.items()),
        partial=len(failing) < failed + len(files),
    )
    return [Found(report, *stretch(*bad[:1], ends[-1]))]


_MOCHA = late_pattern(rf"^[ \t]+({COUNT}) passing\b[^\n]*$", re.MULTILINE)
_MOCHA_REST = late_pattern(rf"^[ \t]+({COUNT}) (failing|pending)\b", re.MULTILINE)
_MOCHA_BAD = late_pattern(r"^ {2}\d{1,9}\) ([^\n]+)((?:\n {7,}[^\n]+){0,8})\n\n? *(\S?[^\n]*)", re.MULTILINE)
_MOCHA_NUMBER = late_pattern(r"^( +)\d{1,9}\) ", re.MULTILINE)


def mocha(text: str) -> list[Found]:
    """Return mocha's report; a test is named by its suites and its title, with blanks between, as mocha does."""
    ends = list(_MOCHA.finditer(text))
    if not ends:
        return []
    last = ends[-1]
    counts = {word: number(digits) for digits, word in _MOCHA_REST.findall(text, last.start())}
    failed = counts.get("failing", 0)
    bad = list(_MOCHA_BAD.finditer(text, last.end())) if failed else []
    said = {" ".join(f"{one[1]} {one[2]}".split()).rstrip(":"): line_of(one[3]) for one in bad}
    above = _MOCHA_NUMBER.sub(r"\1✖ ", text[: last.start()])
    told = tree(above.split("\n"), _SIGNS, least=2)
    failing = names(said) or _named(told, False, " ")
    report = with_counts(
        "mocha",
        (number(last[1]), failed, 0, counts.get("pending", 0)),
        failing=failing,
        passing=_good(told, failing, " "),
        signatures=tuple((name, words) for name, words in said.items() if words),
        partial=len(failing) < failed,
    )
    return [Found(report, *stretch(last, *bad[-1:]))]


_NODE = late_pattern(rf"^[#ℹ] (tests|pass|fail|cancelled|skipped|todo) ({COUNT})$", re.MULTILINE)
_NODE_EACH = late_pattern(r"^([ \t]*)([✔✖﹣▶]) ([^\n]+?)( \([\d.]+m?s\))?(?: # [^\n]*)?$", re.MULTILINE)
_NODE_SIGNS = {"✔": True, "✖": False}
_NODE_AGAIN = late_pattern(r"^✖ failing tests:$", re.MULTILINE)


def node(text: str) -> list[Found]:
    """Return the report of node's own runner, as text or as TAP; a suite stands for its tests only where they fail."""
    found = list(_NODE.finditer(text))
    counts = {one[1]: number(one[2]) for one in found}
    if not {"tests", "pass", "fail", "cancelled"} <= counts.keys():
        return []
    again = _NODE_AGAIN.search(text)
    each = _NODE_EACH.finditer(text, 0, again.start() if again else len(text))
    # A suite begins with a line without a time and ends with one that has it, below its tests.
    lines = [(len(one[1]), one[3], _NODE_SIGNS.get(one[2])) for one in each if one[2] != "▶" or one[4]]
    told = results_after(lines or tap_points(text))
    if not told and again:
        told = [Told((one[3],), passed=False) for one in _NODE_EACH.finditer(text, again.end())]
    failing = _named(told, False, " > ")
    told_counts = (counts["pass"], counts["fail"], counts.get("cancelled", 0), counts.get("skipped", 0))
    report = with_counts(
        "node",
        told_counts,
        failing=failing,
        passing=_good(told, failing, " > "),
        partial=len(failing) < counts["fail"],
    )
    return [Found(report, *stretch(found[0], found[-1]))]
