"""Labels on the repair of `making`, for the tests of the shelf and the panel."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from playhead.labels.event import Author, Event, RunTarget, SpanTarget, StepTarget, Target
from playhead.labels.schema import load_schema
from playhead.labels.state import LabelState, state_of
from tests.widgets.making import shop_tape
from widgets.present.shelf import ShelfFacts

SCHEMA = load_schema()
RUN = RunTarget()
_NUMBERS = count(1)


def said(on: Target, key: str, value: Any, by: str = "ana", **fields: Any) -> Event:
    """Return an event that sets a label; `by` with a colon names the kind of author too."""
    kind, _, name = by.rpartition(":")
    number = f"01900000-0000-7000-8000-{next(_NUMBERS):012}"
    return replace(Event(number, "set", on, Author(kind or "human", name), key, value), **fields)


def state(*events: Event) -> LabelState:
    """Return the state of the repair with these events."""
    return state_of(events, shop_tape())


def shop_labels() -> LabelState:
    """Return labels of several people, a rule's proposal, a note, a conflict and one whose step is gone."""
    return state(
        said(StepTarget("s5"), "step_value", "harms", by="me"),
        said(StepTarget("s5"), "flag", ("output_misread", "says_one_does_other"), note="the 422 was right there"),
        said(StepTarget("s5"), "root_cause", True),
        said(StepTarget("s5"), "note", "look at the schema first", by="ben"),
        said(SpanTarget("s4", "s6"), "moment", "spiralled", by="rule:feedback"),
        said(RUN, "outcome", "failed"),
        said(RUN, "outcome", "partial", by="ben"),
        said(RUN, "quality", 2, by="me"),
        said(StepTarget("gone"), "step_value", "helps"),
    )


def shop_facts(**fields: Any) -> ShelfFacts:
    """Return the shelf at the failing test of the repair."""
    return replace(ShelfFacts(SCHEMA, shop_labels(), position=5, me="me"), **fields)
