"""Evidence and reasons of proposals: what is cited, and short sentences of what a record says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playhead.insight.checks import CheckResult
from playhead.insight.feedback.values import RULES_VERSION, Feedback
from playhead.insight.run_insight import Seen
from playhead.storage.source import StepSource

_LONGEST = 160
MOST_CITED = 5
"""So many places a proposal cites; a check says all of them."""


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return a text as one line of so many characters at most."""
    line = " ".join(text[: 8 * longest].split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def plural(count: int, word: str) -> str:
    """Return `1 step`, `3 steps`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def cited_feedback(steps: StepSource, position: int, number: int, feedback: Feedback, seen: Seen | None) -> Any:
    """Return feedback as a place that a label cites: the characters of the output, or of what a person said."""
    said_at = seen.said_at if seen is not None and feedback.source == "said" else None
    cited: dict[str, Any] = {"step": steps[position if said_at is None else said_at].id}
    if said_at is None:
        cited["action"] = number
    cited |= {"field": "text" if said_at is not None else "output", "start": feedback.start, "end": feedback.end}
    return cited | {"rule": f"{feedback.rule}@{RULES_VERSION}"}


def cited_action(steps: StepSource, position: int, number: int | None, rule: str) -> dict[str, Any]:
    """Return an action, or a step, as a place that a label cites."""
    named = {"step": steps[position].id} | ({} if number is None else {"action": number})
    return named | {"rule": rule}


def cited_check(steps: StepSource, check: CheckResult) -> Iterable[dict[str, Any]]:
    """Yield the places that a check cites; a check without any cites itself."""
    rule = f"{check.id}@{check.version}"
    if not check.positions:
        yield {"rule": rule}
    for nth, position in enumerate(check.positions[:MOST_CITED]):
        number = check.actions[nth] if len(check.actions) == len(check.positions) else None
        yield cited_action(steps, position, number, rule)
