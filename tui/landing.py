"""Going to what a rule found: the step, the action's output or the person's message, the line that says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playhead.insight.best_line import best_line
from playhead.insight.feedback.applies import hides_its_code
from playhead.insight.feedback.values import RULES
from playhead.storage.source import StepSource

if TYPE_CHECKING:
    from playhead.insight.run_insight import Seen
    from tui.screens.run import RunScreen

MOST_MESSAGES = 20
"""So many of a person's messages in a row are looked through for a quotation."""


def place_of(seen: Seen) -> tuple[int, int]:
    """Return where a piece of feedback is read, for the order of them: a position, and the place in that step."""
    return (seen.position if seen.said_at is None else seen.said_at), seen.place


def land_on(run: RunScreen, seen: Seen) -> None:
    """Go to a piece of feedback and bring its evidence into sight."""
    position, evidence = evidence_at(run.steps, seen)
    run.move_to(position)
    run.show_detail_now()
    shown = evidence is not None and run.detail.show_evidence((evidence,))
    if not shown and position == seen.position and len(run.steps[position].actions) > 1:
        run.detail.show_action(seen.place)
    run.insight.landed_on(seen)


def evidence_at(steps: StepSource, seen: Seen) -> tuple[int, Mapping[str, Any] | None]:
    """Return where the evidence of a piece of feedback stands, and it as a label cites it; None where it has no text.

    A person may have said it in the second of several messages: the one that holds the quotation is it.
    """
    feedback = seen.feedback
    if feedback.source == "output":
        step = steps[seen.position]
        lines = best_line(step.actions[seen.place], feedback) if seen.place < len(step.actions) else None
        cited = {"step": step.id, "action": seen.number, "field": "output"}
        return seen.position, (None if lines is None else cited | {"start": lines[0], "end": lines[1]})
    first = seen.position if seen.said_at is None else seen.said_at
    for position in range(first, min(len(steps), first + MOST_MESSAGES)):
        step = steps[position]
        start = step.text.find(feedback.quote) if feedback.quote else -1
        if start >= 0:
            return position, {"step": step.id, "field": "text", "start": start, "end": start + len(feedback.quote)}
    return first, None


def text_of(run: RunScreen) -> str:
    """Return what is said beside evidence in a record that has neither flags nor exit codes."""
    return " · text evidence only" if run.insight.text_only else ""


def told(steps: StepSource, seen: Seen) -> str:
    """Return which rule it was, of which kind, in words: `N3 test · a test report with failures, behind a pipe`."""
    feedback = seen.feedback
    words = RULES.get(feedback.rule, "")
    if feedback.source == "output" and feedback.rule not in {"N1", "N2"}:
        actions = steps[seen.position].actions
        if seen.place < len(actions) and hides_its_code(actions[seen.place]):
            words += ", its exit code behind a pipe"
    kind = str(feedback.kind).replace("_", " ")
    return f"{feedback.rule} {kind} · {words}"
