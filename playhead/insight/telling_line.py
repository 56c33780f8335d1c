"""Where in an output the failure is told: the line to land on and to mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from playhead.model import Mark

SEARCHED = 131_072
"""Only this much of the end of an output is read: a failure is told last."""

_SGR = r"(?:\x1b\[[0-9;]{0,20}m)*+"
_TRACEBACK = "Traceback (most recent call last):"
_EXCEPTION = re.compile(
    rf"^{_SGR}(?:\w+\.)*+[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning|Fault)\b.*$", re.MULTILINE
)
_PYTEST = re.compile(rf"{_SGR}E   ")
_GO_TEST = "--- FAIL: "
_ERROR = re.compile(
    r"\b[Ee]rror\b[:\[ ]|\bERR!|\bFATAL\b|\bfatal: |\bpanic: |\bpanicked at |: command not found|[a-z]Error: "
    rf"|No such file or directory|Permission denied|Segmentation fault|^{_SGR}FAILED[ :]++\S"
)
_HINTS = ("rror", "ERR!", "FA", "fatal", "panic", "not found", "No such", "denied", "fault")
"""A line without any of these need not be asked: the expression above reads 3 MB in a second, this 100."""
_PLACE = re.compile(rf"{_SGR}[^\s:()]{{1,300}}\.\w+(?::\d+:|\(\d+[,)])(?!.*[Ww]arning)")
_PACKAGE = re.compile(rf"{_SGR}FAIL[ \t:]++\S")
_TOLD_FIRST = ("<tool_use_error>", "Claude requested permissions to ")
"""How Claude Code begins what a tool refuses; what the tool was given follows."""
_PRINTED = re.compile(r"[^\n]")
_PRINTED_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def evidence_of(output: str, marks: Sequence[Mark] = ()) -> tuple[int, int] | None:
    """Return (start, end) of the line that tells the failure, None in an output without a word.

    Where nothing names a failure it is the last line with anything on it. Wrapping by the harness is not looked at.
    """
    start, text = _end_of(output, marks)
    found = _failure(output, text, start)
    if found:
        return found
    end = len(text.rstrip())
    return (start + text.rfind("\n", 0, end) + 1, start + end) if end else None


def failure_in(output: str, marks: Sequence[Mark] = ()) -> tuple[int, int] | None:
    """Return (start, end) of the line that names the failure, None where none does.

    The first of these that is there, each at its last place: what pytest says of an assertion (`E   `), the exception
    a traceback ends in, a failed Go test with what it said, a line that names an error, places in files as compilers
    name them, a failed package. Where a tool refuses what it was given, its first line is what tells.
    """
    start, text = _end_of(output, marks)
    return _failure(output, text, start)


def _end_of(output: str, marks: Sequence[Mark]) -> tuple[int, str]:
    start = max(0, len(output) - SEARCHED)
    return start, _without_wrapping(output, marks, start)


def _failure(output: str, text: str, start: int) -> tuple[int, int] | None:
    if output.startswith(_TOLD_FIRST) and not start and (line := _PRINTED_LINE.search(text)):
        return line.span()
    for find in (_pytest, _exception, _go_test, _error, _places, _package):
        found = find(text)
        if found:
            return start + found[0], start + found[1]
    return None


def _without_wrapping(output: str, marks: Sequence[Mark], start: int) -> str:
    """Return the end of an output with blanks where the harness wrapped it; every other character keeps its place."""
    pieces: list[str] = []
    at = start
    for mark in sorted(marks, key=lambda one: one.start):
        begin, end = max(mark.start, at), min(mark.end, len(output))
        if mark.role in ("wrapper", "image") and begin < end:
            pieces += [output[at:begin], _PRINTED.sub(" ", output[begin:end])]
            at = end
    return "".join([*pieces, output[at:]])


def _lines_backward(text: str) -> Iterator[tuple[int, int]]:
    end = len(text)
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        yield start, end
        end = start - 1


def _last_block(text: str, line: re.Pattern[str]) -> tuple[int, int] | None:
    """Return the last lines in a row that begin as wanted."""
    found = None
    for start, end in _lines_backward(text):
        if line.match(text, start, end):
            found = (start, found[1] if found else end)
        elif found:
            break
    return found


def _pytest(text: str) -> tuple[int, int] | None:
    return _last_block(text, _PYTEST) if "E   " in text else None


def _places(text: str) -> tuple[int, int] | None:
    return _last_block(text, _PLACE)


def _package(text: str) -> tuple[int, int] | None:
    return _last_block(text, _PACKAGE) if "FAIL" in text else None


def _go_test(text: str) -> tuple[int, int] | None:
    """Return the last failed test, with the line after it where that is deeper or a panic."""
    at = text.rfind(_GO_TEST)
    if at < 0:
        return None
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    if end < 0:
        return start, len(text)
    last = text.find("\n", end + 1)
    after = text[end + 1 : last if last >= 0 else len(text)]
    deeper = bool(after.strip()) and len(after) - len(after.lstrip()) > at - start
    return start, end + 1 + len(after) if deeper or after.startswith("panic: ") else end


def _exception(text: str) -> tuple[int, int] | None:
    start = text.rfind(_TRACEBACK)
    if start < 0:
        return None
    found = _EXCEPTION.search(text, text.find("\n", start) + 1 or len(text))
    return found.span() if found else (start, start + len(_TRACEBACK))


def _error(text: str) -> tuple[int, int] | None:
    for start, end in _lines_backward(text):
        line = text[start:end]
        if any(hint in line for hint in _HINTS) and _ERROR.search(line):
            return start, end
    return None
