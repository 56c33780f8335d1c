"""What a rule is, and all of them: those of gitleaks, which stand in a data file, and our own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from playhead.late_pattern import late_pattern
from playhead.secrets.judging import entropy, is_placeholder

_FEW, _SHORT = 400, 400
"""So many lines of so many characters have keywords looked for one by one: one expression takes 15 ms to compile."""
_asked = {"times": 0}
_GITLEAKS = Path(__file__).with_name("gitleaks_rules.json")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of credential.

    `pattern` is looked for only in text that has one of `keywords` in lower case. What is secret is the first group
    that took part, else all of it. `judge` turns down what only looks so.
    """

    id: str
    keywords: tuple[str, ...]
    pattern: re.Pattern[str]
    judge: Callable[[str], bool]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the values stand in `text`."""
        for found in self.pattern.finditer(text):
            group = found.lastindex or 0
            if group:
                group = next(place for place in range(1, group + 1) if found.start(place) >= 0)
            start, end = found.span(group)
            if end > start and self.judge(text[start:end]):
                yield start, end


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, our own first; the patterns are compiled when they are first looked for."""
    from playhead.secrets.own_rules import OWN_RULES  # noqa: PLC0415 - which are made of this module's

    return (*OWN_RULES, *_gitleaks())


def rules_for(text: str) -> Iterable[Rule]:
    """Return the rules of which a keyword stands in `text`."""
    lower = text.lower()
    by_keyword = _by_keyword()
    _asked["times"] += 1
    if _asked["times"] < _FEW and len(lower) < _SHORT:
        present = [keyword for keyword in by_keyword if keyword in lower]
    else:
        present = _keywords().findall(lower)
    if not present:
        return ()
    return dict.fromkeys(rule for keyword in present for rule in by_keyword[keyword])


@cache
def _keywords() -> re.Pattern[str]:
    """Return what finds, wherever a keyword begins, the longest one that begins there."""
    tree: dict[str, Any] = {}
    for rule in all_rules():
        for keyword in rule.keywords:
            branch = tree
            for character in keyword:
                branch = branch.setdefault(character, {})
            branch[""] = {}
    firsts = "".join(map(re.escape, tree))
    return re.compile(f"(?=[{firsts}])(?=({_branches(tree)}))")


def _branches(tree: Mapping[str, Any]) -> str:
    ways = [re.escape(character) + _branches(branch) for character, branch in tree.items() if character]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)}){'?' if '' in tree else ''}"


@cache
def _by_keyword() -> dict[str, tuple[Rule, ...]]:
    """Return the rules of each keyword, with those of the shorter ones that it begins with."""
    own: dict[str, list[Rule]] = {}
    for rule in all_rules():
        for keyword in rule.keywords:
            own.setdefault(keyword, []).append(rule)
    starts = ((one, [one[:end] for end in range(1, len(one) + 1) if one[:end] in own]) for one in own)
    return {one: tuple(rule for start in begins for rule in own[start]) for one, begins in starts}


def _gitleaks() -> Iterator[Rule]:
    for one in json.loads(_GITLEAKS.read_text("utf-8"))["rules"]:
        allowed = tuple(late_pattern(pattern) for pattern in one.get("allow", ()))
        judge = _judge(one.get("entropy", 0.0), allowed)
        yield Rule(one["id"], tuple(one["keywords"]), late_pattern(one["pattern"]), judge)


def _judge(least: float, allowed: tuple[re.Pattern[str], ...]) -> Callable[[str], bool]:
    def judge(value: str) -> bool:
        if is_placeholder(value) or any(one.search(value) for one in allowed):
            return False
        return not least or entropy(value) > least

    return judge
