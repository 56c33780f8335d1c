"""What tox and nox say of their environments, where none of them printed a report of its own."""

from __future__ import annotations

import re

from playhead.insight.reports.matching import names, stretch
from playhead.insight.reports.values import Found, TestReport
from playhead.late_pattern import late_pattern

_TOX_ENDS = late_pattern(r"^ {2}(?:congratulations :\)|evaluation failed :\()|^_+ summary _+$", re.MULTILINE)
_TOX = late_pattern(
    r"^ {2}([\w.,-]+): (OK|FAIL|SKIP)\b[^\n]*$"
    r"|^(?:ERROR: {1,3}| {1,3})([\w.,-]+): (commands failed|commands succeeded)[^\n]*$",
    re.MULTILINE,
)
_NOX = late_pattern(
    r"^nox > (?:\* ([^\n:]+): (success|failed|skipped|aborted)\b|Session (\S+) (?:was )?(successful|failed|aborted)\b)",
    re.MULTILINE,
)
_GOOD = frozenset({"OK", "commands succeeded", "success", "successful"})
_BAD = frozenset({"FAIL", "commands failed", "failed", "aborted"})


def tox(text: str) -> list[Found]:
    """Return what tox says of its environments."""
    return _sessions("tox", list(_TOX.finditer(text))) if _TOX_ENDS.search(text) else []


def nox(text: str) -> list[Found]:
    """Return what nox says of its sessions."""
    return _sessions("nox", list(_NOX.finditer(text)))


def _sessions(runner: str, found: list[re.Match[str]]) -> list[Found]:
    said = {one[1] or one[3]: one[2] or one[4] for one in found}
    good = names(name for name, word in said.items() if word in _GOOD)
    bad = names(name for name, word in said.items() if word in _BAD)
    if not said:
        return []
    skipped = len(said) - len(good) - len(bad)
    return [Found(TestReport(runner, len(good), len(bad), 0, skipped, bad, good), *stretch(*found))]
