"""Texts made from a regular expression: what a rule says it finds, put together by chance when a test runs."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from re import _parser  # type: ignore[attr-defined] - there is no other way to a pattern's tree
from typing import Any

_MOST = 6
_PRINTABLE = [chr(one) for one in range(33, 127)]
_CLASSES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_WORD": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "CATEGORY_SPACE": " ",
}


def text_from(pattern: str, chance: random.Random) -> str:
    """Return a text that the pattern matches, as far as what it looks ahead for allows."""
    return _made(_parser.parse(pattern), chance)


def _made(tree: Sequence[Any], chance: random.Random) -> str:
    return "".join(_one(str(kind), what, chance) for kind, what in tree)


def _one(kind: str, what: Any, chance: random.Random) -> str:
    if kind == "LITERAL":
        return chr(what)
    if kind == "NOT_LITERAL":
        return chance.choice([one for one in _PRINTABLE if ord(one) != what])
    if kind == "ANY":
        return "."
    if kind == "IN":
        return chance.choice(_choices(what))
    if kind == "BRANCH":
        return _made(chance.choice(what[1]), chance)
    if kind == "SUBPATTERN":
        made = _made(what[3], chance)
        any_case = what[1] & re.IGNORECASE
        return "".join(chance.choice((one, one.upper())) for one in made) if any_case else made
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = what
        count = min(most, max(least, chance.randint(least, least + (0 if least > 20 else _MOST))))
        return "".join(_made(inner, chance) for _ in range(count))
    return ""


def _choices(what: Sequence[Any]) -> list[str]:
    if str(what[0][0]) == "NEGATE":
        barred = set(_choices(what[1:]))
        return [one for one in _PRINTABLE if one not in barred]
    found: list[str] = []
    for kind, value in what:
        if str(kind) == "LITERAL":
            found.append(chr(value))
        elif str(kind) == "RANGE":
            found += [chr(one) for one in range(value[0], value[1] + 1)]
        elif str(kind) == "CATEGORY":
            found += _CLASSES.get(str(value), _CLASSES["CATEGORY_WORD"])
    return found


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern is found in a text."""
    return re.search(pattern, text) is not None
