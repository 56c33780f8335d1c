"""What a schema still asks for before a run is done, and which labels it suggests by others that are set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playhead.labels.definition import LabelDefinition, Schema
from playhead.labels.event import Author
from playhead.labels.state import LabelState
from playhead.storage.source import StepSource


@dataclass(frozen=True, slots=True)
class Missing:
    """A required label that its author has not set; `steps` on so many steps, 0 where it is not of steps."""

    definition: LabelDefinition
    steps: int = 0


def still_required(
    schema: Schema, state: LabelState, author: Author, eligible: Callable[[], Sequence[int]]
) -> tuple[Missing, ...]:
    """Return the required labels that an author has not set: of the run, on any span, on every eligible step.

    `eligible` gives the positions of the steps that a label of steps is for; it is asked only where one is required.
    """
    mine = [one for one in state.in_force if (one.event.by.kind, one.event.by.id) == (author.kind, author.id)]
    missing = []
    for label in schema.labels:
        if not label.required or label.retired:
            continue
        positions = {one.position for one in mine if one.key == label.id}
        if label.on == "step":
            left = sum(position not in positions for position in eligible())
            missing += [Missing(label, left)] if left else []
        elif not positions:
            missing.append(Missing(label))
    return tuple(missing)


def eligible_steps(steps: StepSource) -> list[int]:
    """Return the positions of the steps that are judged one by one: the agent's own turns that did something.

    Told by the columns, without decoding, where the run copies no context; a copied step has no number.
    """
    known = len(steps)
    acted = [position for position, actions in enumerate(steps.columns(0, known).actions) if actions]
    if steps.counted == known:
        return acted
    return [position for position in acted if steps[position].n is not None]


def suggested(schema: Schema, values: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of labels without a value that the schema suggests because others have theirs."""
    return frozenset(
        label.id
        for label in schema.labels
        if label.suggests
        and not label.retired
        and values.get(label.id) is None
        and all(_has(values.get(name), value) for name, value in label.suggests.items())
    )


def _has(value: Any, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted.lower() in (("true", "yes") if value else ("false", "no"))
    return wanted in value if isinstance(value, list | tuple) else value is not None and str(value) == wanted
