"""Which steps and actions a label is asked of, one by one: those of a pass, and of a required label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from playhead.errors import BadUseError
from playhead.insight.filter import Term, parse_filter
from playhead.insight.filter_words import BY_FOUND
from playhead.insight.filtering import by_columns, matches
from playhead.labels.definition import LabelDefinition
from playhead.model import Step
from playhead.storage.source import StepSource

_ABOUT_LABELS = frozenset({"label", "by", "note"})
_BY_COLUMN = frozenset({"kind", "failed"})


class Spot(NamedTuple):
    """A step, or one action of it: `part` is its place in the step, `action` its number over the run."""

    position: int
    part: int | None = None
    action: int | None = None


def eligible_terms(label: LabelDefinition) -> tuple[Term, ...]:
    """Return what a schema asks of the steps or actions that a label is for; all of it must hold."""
    return filter_terms(label.eligible)


def eligible_steps(steps: StepSource) -> list[int]:
    """Return the positions of the steps that are judged one by one: the agent's own turns that did something.

    Told by the columns, without decoding, where the run copies no context; a copied step has no number.
    """
    known = len(steps)
    acted = [position for position, actions in enumerate(steps.columns(0, known).actions) if actions]
    if steps.counted == known:
        return acted
    return [position for position in acted if steps[position].n is not None]


def eligible_spots(
    label: LabelDefinition, steps: StepSource, *, of_actions: bool = False, first: int = 0
) -> list[Spot]:
    """Return where a label is asked, in reading order, from position `first` on: eligible steps, or their actions.

    Of the steps those that did something, and of them, or of their actions, those that the schema calls eligible. A
    label of actions, or any with `of_actions`, is asked of actions.
    """
    terms = eligible_terms(label)
    acted = [position for position in eligible_steps(steps) if position >= first]
    if of_actions or label.on == "action":
        return [spot for position in acted for spot in _of_actions(steps[position], position, terms)]
    cheap = [term for term in terms if term.key in _BY_COLUMN]
    if cheap:
        steps.wait()  # until then the columns are hints
        passed = set(by_columns(steps.columns(0, len(steps)), 0, len(steps), cheap))
        acted = [position for position in acted if position in passed]
    dear = [term for term in terms if term.key not in _BY_COLUMN]
    return [Spot(position) for position in acted if not dear or matches(steps[position], dear)]


def is_dear(label: LabelDefinition, *, of_actions: bool = False) -> bool:
    """Return whether finding the spots of a label may take long: steps are decoded, or an index waited for."""
    return of_actions or label.on == "action" or bool(label.eligible)


def _of_actions(step: Step, position: int, terms: Sequence[Term]) -> Iterator[Spot]:
    for part, action in enumerate(step.actions):
        alone = replace(step, actions=(action,), kind=action.kind)
        if action.n is not None and matches(alone, terms):
            yield Spot(position, part, action.n)


@lru_cache(maxsize=64)
def filter_terms(texts: tuple[str, ...]) -> tuple[Term, ...]:
    """Return the terms of several filters.

    Raises:
        BadUseError: a text is no filter, or asks about labels, which change while one labels, or what rules found.

    """
    terms = tuple(term for text in texts for term in parse_filter(text).terms)
    for term in terms:
        if term.key in _ABOUT_LABELS or (term.key == "is" and "labelled" in term.values):
            raise BadUseError(f"{term.key}: asks about labels; what is eligible is told by the record alone")
        if term.key in BY_FOUND:
            raise BadUseError(f"{term.key}: asks what rules found in the run; what is eligible is told step by step")
    return terms
