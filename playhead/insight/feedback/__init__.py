"""Negative feedback: what a rule reads as "it did not work" (`labels.md` 2.1, with its exclusions 2.2)."""

from __future__ import annotations

from playhead.insight.feedback.judging import feedback_of, of_action
from playhead.insight.feedback.values import RULES, RULES_VERSION, Feedback, FeedbackKind
from playhead.model import Action, Step

__all__ = [
    "RULES",
    "RULES_VERSION",
    "Feedback",
    "FeedbackKind",
    "feedback_of",
    "is_harmless",
    "is_negative",
    "is_negative_step",
    "of_action",
]


def is_negative(action: Action) -> bool:
    """Return whether an action's result alone is negative feedback."""
    found = of_action(action)
    return found is not None and found.negative


def is_harmless(action: Action) -> bool:
    """Return whether a failed action is no negative feedback: it only answered "no", or was wanted so."""
    return action.failed and not is_negative(action)


def is_negative_step(step: Step) -> bool:
    """Return whether any action of a step is negative feedback, or the record of the step is damaged."""
    return step.damaged or any(is_negative(action) for action in step.actions)
