"""A proposal: what a rule would say with a label, where, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROPOSALS_VERSION = "1"
"""The version of the rules below; those they read stand in the evidence with their own."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a proposal is on: the run (no positions), a step (`first` alone), a span (both), by shown positions."""

    first: int | None = None
    last: int | None = None

    @property
    def on(self) -> str:
        """Return `run`, `step` or `span`, as a schema says it."""
        return "run" if self.first is None else "step" if self.last is None else "span"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A label that a rule proposes; there is one for each key and place.

    `value` is as events store it, in the words of the loaded schema. `evidence` are objects of an event's evidence
    (step, action, field, start, end), each with the `rule` that saw it. `why` is one short sentence.
    """

    key: str
    value: Any
    where: Where
    rule: str
    why: str
    evidence: tuple[Mapping[str, Any], ...] = ()
    version: str = PROPOSALS_VERSION
