"""The order of a list of runs: as found, or by one of the columns, what is not known always last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from playhead.corpus.facts import RunFacts
from playhead.model import Status


class Key(StrEnum):
    """What runs are put in order by."""

    FOUND = "found"
    OUTCOME = "outcome"
    FAILURES = "failures"
    STEPS = "steps"
    TIME = "time"
    COST = "cost"
    LABELS = "labels"
    NAME = "name"


_KEYS = tuple(Key)
# What one looks for first stands first: failures before successes, much before little, names as in a dictionary.
_DESCENDING = frozenset({Key.FAILURES, Key.STEPS, Key.TIME, Key.COST, Key.LABELS})
_RANK = {Status.FAILED: 0, Status.ERROR: 1, Status.PARTIAL: 2, Status.UNKNOWN: 3, Status.RESOLVED: 4}


@dataclass(frozen=True, slots=True)
class Order:
    """By which key, and whether the other way round than that key mostly is."""

    key: Key = Key.FOUND
    reversed: bool = False

    @property
    def descending(self) -> bool:
        """Whether the greatest stands first."""
        return (self.key in _DESCENDING) != self.reversed

    def next(self, *, blind: bool = False) -> Order:
        """Return the order by the next key; `blind` passes the outcome over, which it would tell."""
        key = _KEYS[(_KEYS.index(self.key) + 1) % len(_KEYS)]
        return Order(key).next() if blind and key is Key.OUTCOME else Order(key)

    def turned(self) -> Order:
        """Return the same order the other way round."""
        return replace(self, reversed=not self.reversed)

    def arranged(self, places: Iterable[int], facts: Sequence[RunFacts]) -> list[int]:
        """Return the places of runs in this order; equal ones, and those of which it is not known, as found."""
        if self.key is Key.FOUND:
            return sorted(places, reverse=self.reversed)
        values: Mapping[int, Any] = {place: _value(self.key, facts[place]) for place in sorted(places)}
        known = [place for place, value in values.items() if value is not None]
        known.sort(key=lambda place: values[place], reverse=self.descending)
        return known + [place for place, value in values.items() if value is None]


def _value(key: Key, facts: RunFacts) -> Any:
    if key is Key.NAME:
        return facts.name.casefold()
    if facts.summary is None:
        return None
    if key is Key.LABELS:
        return facts.labels.labels
    if key is Key.OUTCOME:
        return _RANK[facts.summary.status]
    fields = {Key.FAILURES: "failed", Key.STEPS: "steps", Key.TIME: "duration_s", Key.COST: "cost_usd"}
    return getattr(facts.summary, fields[key])
