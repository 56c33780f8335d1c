"""Where the values that look like credentials stand in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playhead.late_pattern import late_pattern
from playhead.secrets.key_blocks import key_spans
from playhead.secrets.normal import readings
from playhead.secrets.rules import rules_for
from playhead.text.candidates import lines_near, may_hold

WINDOW, OVERLAP = 4_096, 1_024
"""A longer line is read in pieces of so many characters, each with so many of the one before: time is bounded."""
_JOINT = late_pattern(
    r"(?m)^[^\n]{59,}[\w+/=.%&!#^*~@-]\r?\n(?=[\w+/=.%&!#^*~@-])(?![A-Za-z_][\w.-]{0,40}[\"']?\s?[=:]\s?[^\s=])"
)
_ALL_WORD = late_pattern(r"[A-Za-z0-9+/=_-]+\n?")
_QUOTES = "'\"`\\"
_AROUND = 320
_WIDTHS = {76, 78, 132, 158, 238}


@dataclass(frozen=True, slots=True)
class Found:
    """A value that looks like a credential, by the id of the rule that says so: characters `start` to `end`."""

    rule: str
    start: int
    end: int


def secrets_in(text: str) -> tuple[Found, ...]:
    """Return what looks like a credential in `text`, by where it begins; stretches may lie within one another."""
    found = set(_in_lines(text))
    found.update(Found("private-key", start, end) for start, end in key_spans(text))
    if "\n" in text:
        found.update(across_lines(text))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.rule)))


def _in_lines(text: str) -> Iterator[Found]:
    for at, end in lines_near(text):
        if end - at <= WINDOW:
            yield from _in_piece(text, at, end)
            continue
        for start in range(at, end, WINDOW - OVERLAP):
            if may_hold(text[start : min(start + WINDOW, end)]):
                yield from _in_piece(text, start, min(start + WINDOW, end))


def _in_piece(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield what one line, or a piece of a long one, holds in any of its readings."""
    piece = text[start:end]
    for normal in readings(piece):
        found = [(rule.id, span) for rule in rules_for(normal.text) for span in rule.spans(normal.text)]
        if "\n" in normal.text:
            found += [(one.rule, (one.start, one.end)) for one in across_lines(normal.text, any_width=True)]
        for rule_id, span in found:
            first, last = _bare(piece, *normal.span(*span))
            yield Found(rule_id, start + first, start + last)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the quotes around it."""
    while end - start > 1 and text[start] in _QUOTES:
        start += 1
    while end - start > 1 and text[end - 1] in _QUOTES:
        end -= 1
    return start, end


def across_lines(text: str, *, any_width: bool = False) -> Iterator[Found]:
    """Yield what a terminal's edge has broken in two: full lines that end, and go on, within a word.

    `any_width`: what stands before the first line, such as a name in JSON, makes it wider than it was.
    """
    full = ""
    for joint in _JOINT.finditer(text):
        line = joint[0].rstrip("\r\n")
        if not any_width and not _is_a_width(len(line)):
            continue
        blob, full = len(full) == len(line) and _ALL_WORD.fullmatch(line) is not None, line
        if blob and _ALL_WORD.fullmatch(text, joint.end(), joint.end() + len(line)):
            continue  # base64 over many lines: what begins in the midst of it is chance
        last = joint.end()
        for _ in range(2):  # a long token fills whole lines
            end = text.find("\n", last)
            end = len(text) if end < 0 else end
            if end - last < len(line) or end == len(text):
                last = end
                break
            last = end + 1
        first = max(joint.start(), joint.end() - _AROUND)
        yield from _in_joined(text, first, min(last, joint.end() + _AROUND))


def _is_a_width(cells: int) -> bool:
    """Return whether something may be that wide that breaks lines: terminals, `fold`, mail, encoders."""
    return cells % 10 == 0 or cells % 8 == 0 or cells % 10 == 9 or cells in _WIDTHS


def _in_joined(text: str, first: int, last: int) -> Iterator[Found]:
    joined = text[first:last].replace("\n", "").replace("\r", "")
    if not may_hold(joined):
        return
    places: list[int] = []
    for rule in rules_for(joined):
        for start, end in rule.spans(joined):
            places = places or [place for place in range(first, last) if text[place] not in "\r\n"]
            yield Found(rule.id, places[start], places[end - 1] + 1)
