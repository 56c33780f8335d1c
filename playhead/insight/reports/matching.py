"""What all parsers of reports do: counts that cannot overflow, names in order, the stretch that matches stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from playhead.insight.reports.values import MOST_TESTS

COUNT = r"\d{1,9}"
"""A count in a pattern: a line with a longer number is no summary, so that what it says stays unknown."""
_LONGEST_NAME = 400


def number(digits: str | None) -> int:
    """Return a count as it was printed, 0 for a part of a summary that was not printed."""
    return int(digits) if digits else 0


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Return names once each, in order, as many as are kept."""
    kept: dict[str, None] = {}
    for one in found:
        kept[one.strip()[:_LONGEST_NAME]] = None
        if len(kept) >= MOST_TESTS:
            break
    kept.pop("", None)
    return tuple(kept)


def line_of(text: str) -> str:
    """Return what a failure says, in one line."""
    return " ".join(text[:1_000].split())[:200]


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
    parents = set()
    for one in kept:
        place = one.rfind(between)
        while place > 0 and one[:place] not in parents:
            parents.add(one[:place])
            place = one.rfind(between, 0, place)
    return tuple(one for one in kept if one not in parents)


def pieces(text: str, ends: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Return the stretches of a text that each of some last lines closes; of a text without any, all of it."""
    begin, any_end = 0, False
    for one in ends:
        any_end = True
        yield begin, one.end()
        begin = one.end()
    if not any_end:
        yield 0, len(text)
