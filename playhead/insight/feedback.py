"""Negative feedback: what a rule reads as "it did not work".

Rule 1: a failed action is negative unless it is harmless. Harmless is a program that answers "no" with exit code 1
(grep that found nothing, diff that found a difference, test), after Harbor's and labels' exclusions for return codes.
Failing tests behind a pipe, refusals and people come with the recovery moments.
"""

from __future__ import annotations

from playhead.insight.shell import simple_commands
from playhead.model import Action, Step

# Programs whose exit code 1 is an answer, not a failure (POSIX: grep, diff, cmp, test; and their kin).
ANSWERS_NO = frozenset(
    {"grep", "egrep", "fgrep", "rg", "ag", "ack", "diff", "cmp", "test", "[", "which", "type", "pgrep"}
)


def is_harmless(action: Action) -> bool:
    """Return whether a failed action only answered "no": exit code 1 of a program that says so, and no error text."""
    if action.exit_code != 1 or action.command is None:
        return False
    commands = simple_commands(action.command)
    return bool(commands) and commands[-1].program in ANSWERS_NO


def is_negative(action: Action) -> bool:
    """Return whether an action's result is negative feedback."""
    return action.failed and not is_harmless(action)


def is_negative_step(step: Step) -> bool:
    """Return whether any action of a step is negative feedback, or the record of the step is damaged."""
    return step.damaged or any(is_negative(action) for action in step.actions)
