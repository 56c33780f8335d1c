"""What all parsers of reports do: numbers that cannot overflow, names in order, the stretch that matches stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playhead.insight.reports.values import MOST_TESTS


def number(digits: str | None) -> int:
    """Return a count as it was printed; more than nine digits are none that a runner counted."""
    return int(digits) if digits and len(digits) <= 9 else 0


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Return names once each, in order, as many as are kept."""
    kept: dict[str, None] = {}
    for one in found:
        kept[one.strip()[:400]] = None
        if len(kept) >= MOST_TESTS:
            break
    kept.pop("", None)
    return tuple(kept)


def counted(pattern: re.Pattern[str], text: str) -> dict[str, int]:
    """Return the counts of a line such as `1 failed, 2 passed`: by word, summed. Groups are the digits and the word."""
    sums: dict[str, int] = {}
    for digits, word in pattern.findall(text):
        sums[word] = sums.get(word, 0) + number(digits)
    return sums


def stretch(*matches: re.Match[str] | None) -> tuple[int, int]:
    """Return from where the first to where the last of some matches stands."""
    there = [one for one in matches if one is not None]
    return min(one.start() for one in there), max(one.end() for one in there)


def leaves(found: Iterable[str], between: str) -> tuple[str, ...]:
    """Return names that no other name goes on from: a subtest, not the test that holds it."""
    kept = names(found)
    parents = {one.rsplit(between, nth)[0] for one in kept for nth in range(1, one.count(between) + 1)}
    return tuple(one for one in kept if one not in parents)
