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
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of an output, and what they are.

    SHOWN stands open, FOLDED is folded for its length, WRAPPER is the harness's and folded, EDGE is the same at the
    beginning or end and takes no row while closed, CUT is what the harness says of text it left out, IMAGE a picture
    that it wrote as text.
    """

    start: int
    end: int
    role: Role


def plan(text: str, marks: Sequence[Mark], evidence: tuple[int, int] | None = None) -> list[Stretch]:
    """Return the stretches of an output, in order, without a gap: together they are the whole text."""
    stretches: list[Stretch] = []
    at = 0
    for start, end, role in _apart(text, marks):
        if start > at:
            stretches += _folded(text, at, start, evidence)
        if end > max(at, start):
            stretches.append(Stretch(max(at, start), end, role))
            at = end
    if at < len(text):
        stretches += _folded(text, at, len(text), evidence)
    return _edges(text, stretches)


_LINE_NUMBER = re.compile(r"\s*\d+[\s→|:]*")
_TAG = re.compile(r"</?[a-z_]{1,30}>")


def inline_marks(text: str, marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Return the stretches of wrapping that share a line with output, such as line numbers."""
    return tuple(
        (start, end)
        for start, end, role in _trimmed(text, marks)
        if role == "wrapper" and _line_bounds(text, start, end) is None
    )


def told_cut(text: str, one: Stretch) -> str:
    """Return what the harness says of text it left out, without the tags around it."""
    said = " ".join(_TAG.sub(" ", text[one.start : min(one.end, one.start + 4_000)]).split())
    return said or "the harness left something out here"


def lines_in(text: str, start: int, end: int) -> int:
    """Return how many lines a stretch has; one that is not ended counts."""
    if end <= start:
        return 0
    return text.count("\n", start, end) + (text[end - 1] != "\n")


def _trimmed(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, str]]:
    """Yield the marks in order as (start, end, role), without the line feed that ends the line before one."""
    for mark in sorted(marks, key=lambda one: one.start):
        start, end = mark.start, min(mark.end, len(text))
        while 0 <= start < end and text[start] == "\n":
            start += 1
        if 0 <= start < end:
            yield start, end, mark.role


def _apart(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, Role]]:
    """Yield what stands apart from the output: whole lines of wrapping, and every cut."""
    for start, end, role in _trimmed(text, marks):
        bounds = _line_bounds(text, start, end)
        if role == "cut":
            feed = text[end - 1] != "\n" and text[end : end + 1] == "\n"
            yield (*(bounds or (start, end + feed)), Role.CUT)
        elif role == "image":
            yield start, end + (text[end : end + 1] == "\n"), Role.IMAGE
        elif role == "wrapper" and bounds:
            yield (*bounds, Role.WRAPPER)


def _line_bounds(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the lines that a stretch covers, None if it leaves some of a line."""
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip() or _LINE_NUMBER.fullmatch(text, start, end):
        return None
    if text[end - 1] == "\n":
        return begin, end
    after = text.find("\n", end)
    after = len(text) if after < 0 else after + 1
    return (begin, after) if after - end < LINE_SHARE and not text[end:after].strip() else None


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
