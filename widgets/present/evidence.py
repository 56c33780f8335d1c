"""Where in an output the failure is told: the line to land on and to mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playhead.model import Mark

SEARCHED = 262_144
"""Only this much of the end of an output is read: a failure is told last."""

_SGR = r"(?:\x1b\[[0-9;]{0,20}m)*+"
_TRACEBACK = re.compile(rf"^[ \t]*{_SGR}(?:E +)?Traceback \(most recent call last\):.*$", re.MULTILINE)
_EXCEPTION = re.compile(
    rf"^{_SGR}(?:\w+\.)*+[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning|Fault)\b.*$", re.MULTILINE
)
_PYTEST = re.compile(rf"(?:^{_SGR}E   .*\n?)+", re.MULTILINE)
_ERROR = re.compile(
    rf"^{_SGR}.*(?:\b[Ee]rror\b[:\[ ]|\bERR!|\bFATAL\b|\bfatal: |\bpanic: |: command not found|[a-z]Error: "
    rf"|No such file or directory|Permission denied|Segmentation fault).*$|^{_SGR}FAIL(?:ED)?\b.*$",
    re.MULTILINE,
)
_PRINTED = re.compile(r"[^\n]")


def evidence_of(output: str, marks: Sequence[Mark] = ()) -> tuple[int, int] | None:
    """Return (start, end) of the line that tells the failure, None in an output without a word.

    The first of these that is there, each at its last place: what pytest says of an assertion (`E   `), the exception
    a traceback ends in, a line that names an error, the last line with anything on it. Wrapping by the harness
    is not looked at.
    """
    start = max(0, len(output) - SEARCHED)
    text = _without_wrapping(output, marks, start)
    for find in (_pytest, _exception, _error):
        found = find(text)
        if found:
            return start + found[0], start + found[1]
    end = len(text.rstrip())
    return (start + text.rfind("\n", 0, end) + 1, start + end) if end else None


def _without_wrapping(output: str, marks: Sequence[Mark], start: int) -> str:
    """Return the end of an output with blanks where the harness wrapped it; every other character keeps its place."""
    pieces: list[str] = []
    at = start
    for mark in sorted(marks, key=lambda one: one.start):
        begin, end = max(mark.start, at), min(mark.end, len(output))
        if mark.role == "wrapper" and begin < end:
            pieces += [output[at:begin], _PRINTED.sub(" ", output[begin:end])]
            at = end
    return "".join([*pieces, output[at:]])


def _pytest(text: str) -> tuple[int, int] | None:
    found = None
    for found in _PYTEST.finditer(text):  # noqa: B007 - the last one counts
        pass
    return (found.start(), found.start() + len(found.group().rstrip("\n"))) if found else None


def _exception(text: str) -> tuple[int, int] | None:
    last = None
    for last in _TRACEBACK.finditer(text):  # noqa: B007 - the last one counts
        pass
    if last is None:
        return None
    found = _EXCEPTION.search(text, last.end())
    return found.span() if found else last.span()


def _error(text: str) -> tuple[int, int] | None:
    found = None
    for found in _ERROR.finditer(text):  # noqa: B007 - the last one counts
        pass
    return found.span() if found else None
