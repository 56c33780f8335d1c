r"""Which runs of a list are shown: a few words, all of which must hold.

    checkout failed -resolved steps:>50 time:>10m agent:mini "two words" labelled:no done:ana moment:spiralled check:C1

A bare word is looked for in outcome, agent, model, task and path; `name:text` in one of them; numbers take `>`, `<`,
`>=`, `<=` or nothing; `-` or `not` before a word turns it round. `undone` are the runs that one is neither done with
nor has skipped. `moment:` and `check:` ask what rules found in a run: who was not looked at yet is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playhead.corpus.facts import RunFacts
from playhead.errors import BadUseError
from playhead.insight.filter_words import CHECKS, MOMENTS

Holds = Callable[[RunFacts], bool | None]
"""Whether a run is meant; None while that is not known."""

_WORD = re.compile(r"""(?P<not>(?:-|!|not\s+)?)(?:(?P<name>[a-zA-Z]+):)?(?P<value>"[^"]*"?|\S*)\s*""", re.IGNORECASE)
_NUMBER = re.compile(r"(>=|<=|>|<|=|)\s*\$?(\d+(?:\.\d+)?)([smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_YES, _NO = ("yes", "true", "1", "any"), ("no", "false", "0", "none")
_TEXTS = ("outcome", "agent", "model", "task", "path")
_NUMBERS = ("failures", "steps", "actions", "time", "cost", "labels")
_FLAGS = ("labelled", "done", "skipped", "left", "failed", "unreadable", "unread")
_SHORT = {"unlabelled": ("labelled", "no"), "labelled": ("labelled", "yes"), "done": ("done", "yes"),
          "undone": ("left", "yes"), "skipped": ("skipped", "yes"), "failed": ("outcome", "failed"),
          "unreadable": ("unreadable", "yes"), "unread": ("unreadable", "yes")}  # fmt: skip
_BY_PEOPLE = ("done", "skipped")
_ABOUT_OUTCOME = frozenset({"outcome"})
_BY_RULES = {"moment": MOMENTS, "check": tuple(one.lower() for one in CHECKS)}


@dataclass(frozen=True, slots=True)
class RunFilter:
    """A filter as it was typed; "" shows all. `asks_rules`: the rules must have read the runs."""

    text: str = ""
    terms: tuple[Holds, ...] = ()
    asks_rules: bool = False

    def admits(self, facts: RunFacts) -> bool:
        """Return whether a run is shown; one that is not read yet only when what is known of it suffices."""
        return all(term(facts) for term in self.terms)


def run_filter(text: str, *, blind: bool = False) -> RunFilter:
    """Return the filter that a text stands for. `blind` knows no outcomes.

    Raises:
        BadUseError: a word makes no sense; says which, and what there is.

    """
    terms = []
    for match in _WORD.finditer(text.strip()):
        if match.group():
            holds = _term(match["name"], match["value"].strip('"'), blind=blind)
            terms.append(partial(_not, holds) if match["not"] else holds)
    asked = any((match["name"] or "").lower() in _BY_RULES for match in _WORD.finditer(text.strip()))
    return RunFilter(" ".join(text.split()), tuple(terms), asked)


def _not(holds: Holds, facts: RunFacts) -> bool | None:
    found = holds(facts)
    return None if found is None else not found


def _term(name: str | None, value: str, *, blind: bool) -> Holds:
    if name is None and value.lower() in _SHORT:
        name, value = _SHORT[value.lower()]
    name = None if name is None else name.lower()
    if blind and name in _ABOUT_OUTCOME:
        raise BadUseError("Outcomes are hidden in a blind session: they are no filter either.")
    if name is None:
        return partial(_any_text, value.casefold(), _TEXTS[1:] if blind else _TEXTS)
    if name in _TEXTS:
        return partial(_any_text, value.casefold(), (name,))
    if name == "failed" and value.lower() not in (*_YES, *_NO):
        name = "failures"
    if name in _NUMBERS:
        return _compared(name, value)
    if name in _FLAGS:
        return _flag(name, value)
    if name in _BY_RULES:
        return _by_rules(name, value.lower(), blind=blind)
    known = ", ".join(f"{one}:" for one in (*_TEXTS, *_NUMBERS, *_FLAGS, *_BY_RULES) if one != "unread")
    raise BadUseError(
        f"There is no {name}: to filter by. There are {known} and unlabelled, undone, skipped, failed, unreadable."
    )


def _any_text(wanted: str, names: tuple[str, ...], facts: RunFacts) -> bool | None:
    texts = {"path": facts.name}
    summary = facts.summary
    if summary is not None:
        task = f"{summary.title}\n{summary.task}"
        texts |= {"outcome": str(summary.status), "agent": summary.agent, "model": summary.model, "task": task}
    if any(wanted in texts[name].casefold() for name in names if name in texts):
        return True
    return False if facts.read else None


def _compared(name: str, text: str) -> Holds:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise BadUseError(f"{name}: wants a number, such as {name}:>10{'m' if name == 'time' else ''}.")
    sign, number = match[1] or "=", float(match[2]) * _SECONDS[match[3]]
    return partial(_compare, name, sign, number)


def _compare(name: str, sign: str, wanted: float, facts: RunFacts) -> bool | None:
    if facts.summary is None:
        return False if facts.read else None
    fields = {"failures": "failed", "time": "duration_s", "cost": "cost_usd"}
    value = facts.labels.labels if name == "labels" else getattr(facts.summary, fields.get(name, name))
    if value is None:
        return False
    checks = {">": value > wanted, "<": value < wanted, ">=": value >= wanted, "<=": value <= wanted}
    return bool(checks.get(sign, value == wanted))


def _by_rules(name: str, value: str, *, blind: bool) -> Holds:
    if blind:
        raise BadUseError(f"Blind: {name}: tells what rules found.")
    if value not in _BY_RULES[name]:
        there_are = "any, C1 to C20" if name == "check" else ", ".join(MOMENTS)
        raise BadUseError(f"{name}: there is no {value!r}; there are {there_are}.")
    return partial(_found, name, value)


def _found(name: str, wanted: str, facts: RunFacts) -> bool | None:
    found = facts.found
    if found is None or not found.looked:
        return None  # nobody knows: neither yes nor no
    if name == "check":
        return bool(found.checks) if wanted == "any" else wanted.upper() in found.checks
    return bool(set(found.moments) - {"not_negative"}) if wanted == "any" else wanted in found.moments


def _flag(name: str, text: str) -> Holds:
    value = text.lower()
    if value not in (*_YES, *_NO) and name not in _BY_PEOPLE:
        raise BadUseError(f"{name}: wants yes or no, not {text!r}.")
    return partial(_has, name, text if value not in (*_YES, *_NO) else None, value not in _NO)


def _has(name: str, who: str | None, wanted: bool, facts: RunFacts) -> bool | None:
    if name in ("unreadable", "unread"):
        return (facts.reason is not None) == wanted
    if facts.summary is None:
        return False if facts.read else None
    if name == "failed":
        found = facts.summary.failed > 0
    elif name == "labelled":
        found = facts.labels.labels > 0
    elif name == "left":
        found = facts.labels.left
    elif who is not None:
        found = who in (facts.labels.done_by if name == "done" else facts.labels.skipped_by)
    else:
        found = facts.labels.done if name == "done" else facts.labels.skipped
    return found == wanted
