"""Matching a few typed letters against a line: in order, anywhere, best at the starts of words and side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

MOST_CHARACTERS = 200


class Match(NamedTuple):
    """How well letters fit, more is better, and the places they were found at."""

    score: int
    places: tuple[int, ...]


@lru_cache(32)
def matcher(typed: str) -> Callable[[str], Match | None]:
    """Return a function that matches lines against what was typed: its words in any order, letters of each in order."""
    words = [_word(word) for word in typed.lower().split()[:8]]

    def match(text: str) -> Match | None:
        line = text[:MOST_CHARACTERS]
        lowered = line.lower()
        if len(lowered) != len(line):
            lowered = line
        score, places = 0, set[int]()
        for word in words:
            found = word(lowered)
            if found is None:
                return None
            score += found.score
            places.update(found.places)
        return Match(score - len(line) // 20, tuple(sorted(places)))

    return match


def _word(word: str) -> Callable[[str], Match | None]:
    def match(text: str) -> Match | None:
        at = text.find(word)
        if at >= 0:
            starts = at == 0 or not text[at - 1].isalnum()
            return Match(10 * len(word) + 15 * starts + 5 * (at == 0), tuple(range(at, at + len(word))))
        places = _scattered(word, text)
        if places is None:
            return None
        heads = sum(place == 0 or not text[place - 1].isalnum() for place in places)
        spread = places[-1] - places[0] - len(places) + 1
        return Match(2 * len(places) + 6 * heads - min(spread, 30), places)

    return match


def _scattered(word: str, text: str) -> tuple[int, ...] | None:
    """Return the first places where the letters of a word stand in order, None where they do not."""
    places: list[int] = []
    at = -1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return None
        places.append(at)
    return tuple(places)
