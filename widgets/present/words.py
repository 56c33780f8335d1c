"""What changed within a line that was replaced: the stretch between what both versions begin and end with."""

from __future__ import annotations

import re

MOST_CHANGED = 0.6
"""Lines of which more is new than this share are other lines: marks would only flicker."""
LINE_LIMIT = 2_000
_WORD = re.compile(r"\w")

Stretch = tuple[int, int]


def changed_stretches(old: str, new: str) -> tuple[Stretch, Stretch] | None:
    """Return where `old` and `new` differ, widened to whole words; None where they are not two versions of one line.

    An empty stretch says that only the other line has something more.
    """
    if old == new or max(len(old), len(new)) > LINE_LIMIT:
        return None
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    start = _back_to_word(old, new, start)
    end = _on_to_word(old, new, start, end)
    stretches = (start, len(old) - end), (start, len(new) - end)
    for text, (first, last) in zip((old, new), stretches, strict=True):
        told = len(text.strip())
        if not told or len(text[first:last].strip()) > MOST_CHANGED * told:
            return None
    return stretches


def _alike(one: str, other: str) -> int:
    """Return with how many equal characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _back_to_word(old: str, new: str, start: int) -> int:
    """Return `start` moved back to where the word begins that it lies in."""
    if not (_WORD.match(old, start) or _WORD.match(new, start)):
        return start
    while start and _WORD.match(old, start - 1):
        start -= 1
    return start


def _on_to_word(old: str, new: str, start: int, end: int) -> int:
    """Return `end`, counted from the line's end, moved on to where the word ends that it lies in."""
    inside = any(len(text) - end > start and _WORD.match(text, len(text) - end - 1) for text in (old, new))
    while inside and end and _WORD.match(old, len(old) - end):
        end -= 1
    return end
