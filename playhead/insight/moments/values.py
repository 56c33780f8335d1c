"""A recovery moment: negative feedback and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from playhead.insight.feedback.values import Feedback, FeedbackKind

MOMENT_RULES_VERSION = "2"


class MomentOutcome(StrEnum):
    """What came of negative feedback; the first that fits, in this order (`labels.md` 2.3)."""

    NOT_NEGATIVE = "not_negative"
    RECOVERED = "recovered"
    WORKED_AROUND = "worked_around"
    SPIRALLED = "spiralled"
    ABANDONED = "abandoned"
    UNRESOLVED_AT_END = "unresolved_at_end"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An action that met the same problem again: its number, its place, and what it printed in one line.

    `repeat`: it did what an earlier attempt did. `changed`: since the attempt before it something was changed.
    `failing` is how many tests failed, None where no report says so.
    """

    number: int
    position: int
    quote: str = ""
    repeat: bool = False
    changed: bool = False
    failing: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Negative feedback and what came of it. Numbers are of actions over the run, positions of shown steps.

    `settled_by` says what ended it, in words. `spiral_inside`: it was solved in the end, after useless repeats.
    `attempts` begin with the trigger; `changes` are the actions in between that changed something.
    """

    trigger_action: int
    trigger_position: int
    end_action: int
    end_position: int
    outcome: MomentOutcome
    kind: FeedbackKind
    feedback: Feedback
    key: str
    signature: str
    settled_by: str = ""
    spiral_inside: bool = False
    attempts: tuple[Attempt, ...] = ()
    changes: tuple[int, ...] = ()
    features: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def repeats(self) -> int:
        """Return how often an attempt repeated an earlier one without any change before it."""
        return sum(one.repeat and not one.changed for one in self.attempts)

    @property
    def length(self) -> int:
        """Return how many actions it spans."""
        return self.end_action - self.trigger_action + 1
