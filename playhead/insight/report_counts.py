"""How many tests passed and failed, from the last summary line that a runner printed."""

from __future__ import annotations

import re
from typing import NamedTuple

_TAIL = 20_000


class Counts(NamedTuple):
    """Failed (errors included) and passed tests of one report."""

    failed: int
    passed: int


def report_counts(output: str) -> Counts | None:
    """Return the counts of the last report in an output, or None where no known runner's summary is found.

    Known: pytest, unittest and Django's runner, jest and vitest, mocha, cargo, go, ctest. Only the last 20,000
    characters are looked at, because every one of them prints its summary last.
    """
    tail = output[-_TAIL:]
    for rule in (_pytest, _unittest, _cargo, _jest, _mocha, _ctest, _go):
        found = rule(tail)
        if found:
            return found
    return None


def _number(pattern: str, text: str) -> int:
    return sum(int(number[:9]) for number in re.findall(pattern, text))


def _pytest(text: str) -> Counts | None:
    lines = re.findall(
        r"^(?:=+ )?((?:\d+ (?:failed|passed|errors?|skipped|xfailed|xpassed|deselected|warnings?)(?:, )?)+ in [\d.]+s)",
        text,
        re.MULTILINE,
    )
    if not lines:
        return None
    return Counts(_number(r"(\d+) (?:failed|errors?)", lines[-1]), _number(r"(?<!x)(\d+) passed", lines[-1]))


def _unittest(text: str) -> Counts | None:
    ran = re.findall(r"^Ran (\d+) tests? in", text, re.MULTILINE)
    if not ran:
        return None
    verdict = re.findall(r"^FAILED \(([^)]*)\)", text, re.MULTILINE)
    failed = _number(r"(?:failures|errors|unexpected successes)=(\d+)", verdict[-1]) if verdict else 0
    skipped = _number(r"^(?:OK|FAILED) \([^)]*skipped=(\d+)", text[-400:])
    return Counts(failed, max(0, int(ran[-1][:9]) - failed - skipped))


def _cargo(text: str) -> Counts | None:
    lines = re.findall(r"^test result: \w+\. (\d+) passed; (\d+) failed", text, re.MULTILINE)
    return Counts(sum(int(two[1][:9]) for two in lines), sum(int(two[0][:9]) for two in lines)) if lines else None


def _jest(text: str) -> Counts | None:
    lines = re.findall(r"^[^\S\n]*Tests:?\s+(.*\b(?:passed|failed)\b.*)$", text, re.MULTILINE)
    return Counts(_number(r"(\d+) failed", lines[-1]), _number(r"(\d+) passed", lines[-1])) if lines else None


def _mocha(text: str) -> Counts | None:
    passing = re.findall(r"^[^\S\n]*(\d+) passing\b", text, re.MULTILINE)
    return Counts(_number(r"(?m)^[^\S\n]*(\d+) failing\b", text), int(passing[-1][:9])) if passing else None


def _ctest(text: str) -> Counts | None:
    lines = re.findall(r"(\d+) tests failed out of (\d+)", text)
    return Counts(int(lines[-1][0][:9]), int(lines[-1][1][:9]) - int(lines[-1][0][:9])) if lines else None


def _go(text: str) -> Counts | None:
    failed = len(re.findall(r"^[^\S\n]*--- FAIL: ", text, re.MULTILINE))
    passed = len(re.findall(r"^[^\S\n]*--- PASS: ", text, re.MULTILINE))
    return Counts(failed, passed) if failed or passed else None
