"""A filter that asks for labels follows them: what a label changes is looked at again, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from playhead.insight.filter import Filter
from playhead.insight.filter_found import FoundSteps, nothing_found
from playhead.insight.filtering import LabelFact, matches
from playhead.labels.event import NOTE
from playhead.labels.state import LabelState, Standing
from playhead.storage.source import StepSource

_BY_LABEL = frozenset(("label", "by", "note"))


class FollowedLabels:
    """The steps that a filter shows, as labels come and go.

    A step that falls out while the cursor is on it stays until the cursor leaves: rows never move under a hand.
    """

    def __init__(self, query: Filter, steps: StepSource, state: LabelState, found: FoundSteps = nothing_found) -> None:
        self.query = query
        self._found = found
        self.asks = any(one.key in _BY_LABEL or (one.key == "is" and "labelled" in one.values) for one in query.terms)
        """Whether the filter asks for labels at all."""
        self.steps = steps
        self._state = state
        self._stays: int | None = None

    def after_labels(self, state: LabelState, shown: Sequence[int], cursor: int | None) -> Sequence[int]:
        """Return what is shown under other labels; `cursor` is the step that stays for now, None at a bookend."""
        changed = state.changed_since(self._state)
        self._state = state
        if not self.asks or not changed:
            return shown
        known, passing = set(shown), {one for one in changed if self._passes(one)}
        kept = known - changed | passing
        if cursor in known and cursor in changed:
            self._stays = None if cursor in passing else cursor
            kept.add(cursor)
        return shown if kept == known else tuple(sorted(kept))

    def after_move(self, shown: Sequence[int], cursor: int | None) -> Sequence[int]:
        """Return what is shown once the cursor is here: the step that stayed for it is no longer."""
        if self._stays is None or self._stays == cursor:
            return shown
        left, self._stays = self._stays, None
        return tuple(one for one in shown if one != left)

    def _passes(self, position: int) -> bool:
        known = 0 <= position < len(self.steps)
        return known and matches(self.steps[position], self.query.terms, facts_at(self._state)(position), self._found)


def facts_at(state: LabelState) -> Callable[[int], tuple[LabelFact, ...]]:
    """Return what a filter knows of the labels on a step, by its position; proposals are no labels yet."""
    return lambda position: tuple(_said(state.at(position)))


def _said(stand: Iterable[Standing]) -> Iterable[LabelFact]:
    return (_fact(one) for one in stand if one.state != "proposed")


def _fact(one: Standing) -> LabelFact:
    note = one.event.note or ""
    if one.key == NOTE:
        return LabelFact(one.key, (), one.event.by.id, f"{one.value}")
    return LabelFact(one.key, _values(one.value), one.event.by.id, note)


def _values(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return ("yes",) if value is True else ("no",) if value is False else (str(value),)
