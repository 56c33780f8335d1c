"""How the output of an action is laid out: what stands open, what is folded, what the harness put there or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from playhead.model import Mark

HEAD_LINES, TAIL_LINES, AROUND_LINES = 40, 20, 6
OPEN_LINES = 200
OPEN_CHARACTERS = 65_536
LINE_SHARE = 200
"""A line of a head or a tail counts at most this many characters, so that 10 MB in one line fold too."""
EDGE_LINES = 3


class Role(StrEnum):
    """What a stretch of an output is."""

    SHOWN = "shown"
    FOLDED = "folded"
    WRAPPER = "wrapper"
    EDGE = "edge"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of an output, and what they are.

    SHOWN stands open, FOLDED is folded for its length, WRAPPER is the harness's and folded, EDGE is the same at the
    beginning or end and takes no row while closed, CUT is what the harness says of text it left out.
    """

    start: int
    end: int
    role: Role


def plan(text: str, marks: Sequence[Mark], evidence: tuple[int, int] | None = None) -> list[Stretch]:
    """Return the stretches of an output, in order, without a gap: together they are the whole text."""
    stretches: list[Stretch] = []
    at = 0
    for start, end, role in _whole_lines(text, marks):
        if start > at:
            stretches += _folded(text, at, start, evidence)
        if end > max(at, start):
            stretches.append(Stretch(max(at, start), end, role))
            at = end
    if at < len(text):
        stretches += _folded(text, at, len(text), evidence)
    return _edges(text, stretches)


_LINE_NUMBER = re.compile(r"\s*\d+[\s→|:]*")


def inline_marks(text: str, marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Return the stretches of wrapping that share a line with output, such as line numbers."""
    return tuple(
        (mark.start, min(mark.end, len(text)))
        for mark in sorted(marks, key=lambda one: one.start)
        if mark.role == "wrapper" and 0 <= mark.start < min(mark.end, len(text)) and _line_bounds(text, mark) is None
    )


def lines_in(text: str, start: int, end: int) -> int:
    """Return how many lines a stretch has; one that is not ended counts."""
    if end <= start:
        return 0
    return text.count("\n", start, end) + (text[end - 1] != "\n")


def _whole_lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, Role]]:
    for mark in sorted(marks, key=lambda one: one.start):
        if not 0 <= mark.start < mark.end or mark.start >= len(text):
            continue
        bounds = _line_bounds(text, mark)
        if mark.role == "cut":
            start = text.rfind("\n", 0, mark.start) + 1
            end = text.find("\n", max(mark.start, min(mark.end, len(text)) - 1))
            yield start, len(text) if end < 0 else end + 1, Role.CUT
        elif bounds:
            yield *bounds, Role.WRAPPER


def _line_bounds(text: str, mark: Mark) -> tuple[int, int] | None:
    """Return the lines a mark covers, None if it leaves some of a line."""
    mark_end = min(mark.end, len(text))
    start = text.rfind("\n", 0, mark.start) + 1
    if text[start : mark.start].strip() or _LINE_NUMBER.fullmatch(text, mark.start, mark_end):
        return None
    if text[mark_end - 1] == "\n":
        return start, mark_end
    end = text.find("\n", mark_end)
    end = len(text) if end < 0 else end + 1
    return (start, end) if end - mark_end < LINE_SHARE and not text[mark_end:end].strip() else None


def _edges(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """Return the stretches with short wrapping at both ends made EDGE."""
    for places in (range(len(stretches)), range(len(stretches) - 1, -1, -1)):
        for place in places:
            one = stretches[place]
            if one.role is not Role.WRAPPER or lines_in(text, one.start, one.end) > EDGE_LINES:
                break
            stretches[place] = Stretch(one.start, one.end, Role.EDGE)
    return stretches


def _folded(text: str, start: int, end: int, evidence: tuple[int, int] | None) -> list[Stretch]:
    if end - start <= OPEN_CHARACTERS and text.count("\n", start, end) <= OPEN_LINES:
        return [Stretch(start, end, Role.SHOWN)]
    windows = [(start, _forward(text, start, end, HEAD_LINES))]
    if evidence and start <= evidence[0] < end:
        first = _backward(text, start, evidence[0], AROUND_LINES)
        windows.append((first, _forward(text, min(max(evidence), end), end, AROUND_LINES + 1)))
    windows.append((_backward(text, start, end, TAIL_LINES), end))
    stretches: list[Stretch] = []
    at = start
    for first, last in windows:
        if first - at > 0:
            stretches.append(Stretch(at, first, Role.FOLDED))
        if last > max(at, first):
            stretches.append(Stretch(max(at, first), last, Role.SHOWN))
        at = max(at, last)
    return stretches


def _forward(text: str, start: int, end: int, lines: int) -> int:
    at, limit = start, min(end, start + lines * LINE_SHARE)
    for _ in range(lines):
        newline = text.find("\n", at, limit)
        if newline < 0:
            return end if limit == end else max(at, limit) if at == start else at
        at = newline + 1
    return at


def _backward(text: str, start: int, end: int, lines: int) -> int:
    at, limit = end, max(start, end - lines * LINE_SHARE)
    for _ in range(lines):
        newline = text.rfind("\n", limit, at - 1) if at > limit else -1
        if newline < 0:
            return start if limit == start else limit if at == end else at
        at = newline + 1
    return at
