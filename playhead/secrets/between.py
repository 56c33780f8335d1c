"""A line of a longer text without what reaches into it from other lines: private keys, values broken by an edge."""

from __future__ import annotations

from playhead.late_pattern import late_pattern
from playhead.secrets.find import Found, across_lines
from playhead.secrets.heads import dotted, head_of
from playhead.secrets.key_blocks import LONGEST, key_spans

_NEAR = 1_024
_PIECES = late_pattern(r"[^\s\x1b]+")


def masked_between(text: str, start: int, end: int, line: str) -> str:
    """Return `line`, which shows characters `start` to `end` of `text`, with what others hold of it masked.

    What the gate made of the text may have moved: a value is found in the line again by what it says.
    """
    first, last = _window(text, start, end, LONGEST)
    for span in key_spans(text[first:last]):
        line = _without(text, max(start, first + span[0]), min(end, first + span[1]), line)
    first, last = _window(text, start, end, _NEAR)
    for found in across_lines(text[first:last]):
        begin = first + found.start + _head(text, first, found)
        line = _without(text, max(start, begin), min(end, first + found.end), line)
    return line


def _window(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    first, last = max(0, start - around), min(len(text), end + around)
    whole = text.find("\n", first, start) + 1
    return (whole if first and whole else first), last


def _head(text: str, first: int, found: Found) -> int:
    return head_of(text[first + found.start : first + found.end].replace("\n", ""))


def _without(text: str, start: int, end: int, line: str) -> str:
    for piece in _PIECES.findall(text, start, end) if end > start else ():
        if piece in line:
            line = line.replace(piece, dotted(piece)) if len(piece) > 3 else line.replace(piece, dotted(piece), 1)
    return line
