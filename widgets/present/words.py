"""What changed within a line that was replaced, by words and signs; what both versions share in order is unmarked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_CHANGED = 0.6
"""Lines of which more is new than this share are other lines: marks would only flicker."""
LINE_LIMIT = 2_000
MOST_TOKENS = 60
"""Between what both lines begin and end with; of more than that all is marked as one."""
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")

Stretch = tuple[int, int]
Stretches = tuple[Stretch, ...]
_Change = tuple[int, int, int, int]


def changed_stretches(old: str, new: str) -> tuple[Stretches, Stretches] | None:
    """Return where `old` and `new` differ, in whole words; None where they are not two versions of one line.

    No stretch in one line says that only the other has something more. How wide a gap between words is does not count.
    """
    if old == new or max(len(old), len(new)) > LINE_LIMIT:
        return None
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    removed: list[Stretch] = []
    added: list[Stretch] = []
    for first, last, start, end in _changes(before, after):
        _note(removed, first, last)
        _note(added, start, end)
    ends = _ends(before), _ends(after)
    found = tuple(
        tuple((at[first], at[last]) for first, last in one) for at, one in zip(ends, (removed, added), strict=True)
    )
    return (found[0], found[1]) if _are_versions(old, new, found[0], found[1]) else None


def _changes(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    """Return the changed runs of tokens, (first, last) of one and the other; runs that only signs part are one."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if max(len(old), len(new)) > MOST_TOKENS:
        return [(start, start + len(old), start, start + len(new))]
    joined: list[_Change] = []
    for tag, first, last, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        change = start + first, start + last, start + begin, start + stop
        between = "".join(before[joined[-1][1] : change[0]]) if joined else "word"
        if _WORD.search(between):
            joined.append(change)
        else:
            joined[-1] = (joined[-1][0], change[1], joined[-1][2], change[3])
    return [_without_gaps(before, after, one) for one in joined]


def _without_gaps(before: Sequence[str], after: Sequence[str], change: _Change) -> _Change:
    """Return a change without the blanks that stand beside its words in both lines: columns moved, nothing is new."""
    first, last, start, end = change
    while max(first, 1) < last and max(start, 1) < end and before[last - 1].isspace() and after[end - 1].isspace():
        last, end = last - 1, end - 1
    while 0 < first < last and 0 < start < end and before[first].isspace() and after[start].isspace():
        first, start = first + 1, start + 1
    return first, last, start, end


def _note(stretches: list[Stretch], first: int, last: int) -> None:
    if last > first:
        stretches.append((first, last))


def _ends(tokens: Sequence[str]) -> list[int]:
    """Return where each token begins, and where the last one ends."""
    places = [0]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal tokens both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _are_versions(old: str, new: str, removed: Stretches, added: Stretches) -> bool:
    """Return whether enough stays: of both lines, or one of them whole and with a word."""
    if not old.strip() or not new.strip():
        return False
    if (not removed and _WORD.search(old)) or (not added and _WORD.search(new)):
        return True
    shares = (
        sum(len(text[first:last].strip()) for first, last in stretches) / len(text.strip())
        for text, stretches in ((old, removed), (new, added))
    )
    return max(shares) <= MOST_CHANGED
