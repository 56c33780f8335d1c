"""Where the values that look like credentials stand in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playhead.late_pattern import late_pattern
from playhead.secrets.key_blocks import key_spans
from playhead.secrets.near import may_hold
from playhead.secrets.normal import readings
from playhead.secrets.rules import rules_for

WINDOW, OVERLAP = 4_096, 1_024
"""A longer line is read in pieces of so many characters, each with so many of the one before: a rule's time is bounded."""
_JOINT = late_pattern(r"[A-Za-z0-9+/=_.%-]\r?\n[A-Za-z0-9+/=_.%-]")
_QUOTES = "'\"`\\"
_WIDTH = 60
_AROUND = 160


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
        found.update(_across(text))
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.rule)))


def _in_lines(text: str) -> Iterator[Found]:
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end - at > WINDOW:
            for start in range(at, end, WINDOW - OVERLAP):
                yield from _in_piece(text, start, min(start + WINDOW, end))
        elif end - at >= 8:
            yield from _in_piece(text, at, end)
        at = end + 1


def _in_piece(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield what one line, or a piece of a long one, holds in any of its readings."""
    piece = text[start:end]
    if not may_hold(piece):
        return
    for normal in readings(piece):
        for rule in rules_for(normal.text):
            for span in rule.spans(normal.text):
                first, last = _bare(piece, *normal.span(*span))
                yield Found(rule.id, start + first, start + last)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the quotes around it."""
    while end - start > 1 and text[start] in _QUOTES:
        start += 1
    while end - start > 1 and text[end - 1] in _QUOTES:
        end -= 1
    return start, end


def _across(text: str) -> Iterator[Found]:
    """Yield what a terminal's edge has broken in two: full lines that end, and go on, within a word."""
    for joint in _JOINT.finditer(text):
        feed = text.index("\n", joint.start())
        begin = text.rfind("\n", 0, feed) + 1
        if feed - begin < _WIDTH:
            continue
        last = feed + 1
        for _ in range(2):  # a long token fills whole lines
            last = text.find("\n", last)
            last = len(text) if last < 0 else last
            if last - feed < feed - begin or last == len(text):
                break
            last += 1
        first, last = max(begin, feed - 2 * _AROUND), min(last, feed + 2 * _AROUND)
        yield from _in_joined(text, first, feed, last)


def _in_joined(text: str, first: int, feed: int, last: int) -> Iterator[Found]:
    places = [place for place in range(first, last) if text[place] not in "\r\n"]
    joined = "".join(text[place] for place in places)
    if not may_hold(joined):
        return
    for rule in rules_for(joined):
        for start, end in rule.spans(joined):
            if places[start] < feed < places[end - 1]:
                yield Found(rule.id, places[start], places[end - 1] + 1)
