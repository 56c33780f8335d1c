"""Words without which a pattern cannot match: looked for first, because that costs a tenth of the pattern."""

from __future__ import annotations

from functools import lru_cache

_OPTIONAL = frozenset("?*{")
_SPECIAL = frozenset("^$.+|()[]{}*?\\")
_SHORTEST = 3


@lru_cache
def marks_of(pattern: str) -> tuple[str, ...]:
    """Return words, lower case, of which every text that the pattern matches holds at least one.

    Empty where there is none to be had: some alternative has no plain stretch of three characters. Only what stands
    outside groups and classes counts.
    """
    longest = [max(_plain_stretches(one), key=len, default="") for one in _alternatives(pattern)]
    return tuple(dict.fromkeys(one.lower() for one in longest)) if all(len(one) >= _SHORTEST for one in longest) else ()


def _alternatives(pattern: str) -> list[str]:
    """Return the parts of a pattern between `|` that stand in no group."""
    found, depth, start, place = [], 0, 0, 0
    while place < len(pattern):
        one = pattern[place]
        if one == "\\":
            place += 1
        elif one == "[":
            place = _class_end(pattern, place)
        elif one in "()":
            depth += 1 if one == "(" else -1
        elif one == "|" and depth == 0:
            found.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*found, pattern[start:]]


def _plain_stretches(part: str) -> list[str]:
    found, stretch, depth, place = [], "", 0, 0
    while place < len(part):
        one, width = part[place], 1
        if one == "\\":
            width = 2
            plain = "" if part[place + 1 : place + 2].isalnum() else part[place + 1 : place + 2]
        elif one in "[{":
            width, plain = (_class_end(part, place) if one == "[" else part.find("}", place)) + 1 - place, ""
        else:
            depth += {"(": 1, ")": -1}.get(one, 0)
            plain = "" if one in _SPECIAL or depth else one
        if plain and part[place + width : place + width + 1] in _OPTIONAL:
            plain = ""
        if plain:
            stretch += plain
        else:
            found.append(stretch)
            stretch = ""
        place += width
    return [*found, stretch]


def _class_end(pattern: str, place: int) -> int:
    """Return where the `]` of the class that begins at `place` stands."""
    place += 2 if pattern[place + 1 : place + 2] in {"^", "]"} else 1
    while place < len(pattern) and pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    return min(place, len(pattern) - 1)
