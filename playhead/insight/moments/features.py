"""What can be measured of a recovery moment: how the agent answered, how long it took, what it looked at."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from playhead.insight.feedback.happenings import said_by
from playhead.insight.feedback.lines import parts_of
from playhead.insight.moments.values import Moment
from playhead.insight.times import moment_of
from playhead.model import Action, Kind, Step
from playhead.storage.source import StepSource

LOOKED_AT = 400
"""Of a longer moment only so many steps are looked at; `looked_at` says how many."""
_FILE = re.compile(
    r"[\w./@+-]*\w\.(?:py|js|ts|tsx|jsx|go|rs|rb|php|java|kt|cs|c|cc|cpp|h|hpp|toml|json|ya?ml|cfg|txt|md)\b"
)
_RESPONSES = {
    Kind.EDIT: "edit",
    Kind.READ: "read",
    Kind.SEARCH: "search",
    Kind.TEST: "rerun",
    Kind.RUN: "run",
    Kind.INSTALL: "install",
    Kind.MESSAGE: "ask",
    Kind.WEB: "search",
    Kind.SUBMIT: "give up",
}


def features_of(moment: Moment, steps: StepSource) -> dict[str, Any]:
    """Return what can be measured of a moment, by name; None where the record does not say.

    `first_response` is what the first action after the trigger did, `actions` and `steps` count up to the end,
    `seconds` and `tokens` (the agent's output) are those in between, `edited_files` the distinct files, `failing` the
    series of failing tests, `quoted` whether the next thought repeats the evidence, `read_what_failed` whether a file
    that the failure names was opened, and after how many actions.
    """
    stop = min(moment.end_position + 1, moment.trigger_position + LOOKED_AT)
    found = [steps[position] for position in range(moment.trigger_position, stop)]
    after = list(_after(found, moment))
    trigger = next((one for step in found for one in step.actions if one.n == moment.trigger_action), None)
    named = _named(trigger) if trigger is not None else frozenset()
    distance = next((nth for nth, one in enumerate(after, 1) if _opens(one, named)), None)
    edits = [edit.path for one in after if not one.failed for edit in one.edits]
    return {
        "first_response": _response(moment, after),
        "actions": moment.end_action - moment.trigger_action,
        "steps": moment.end_position - moment.trigger_position,
        "seconds": _seconds(found),
        "tokens": sum(step.tokens.output or 0 for step in found if step.tokens) or None,
        "attempts": len(moment.attempts),
        "repeats_without_change": moment.repeats,
        "repeats_after_change": sum(one.repeat and one.changed for one in moment.attempts),
        "edits": len(edits),
        "edited_files": len(set(edits)),
        "failing": [one.failing for one in moment.attempts if one.failing is not None],
        "quoted": _quoted(moment, found),
        "read_what_failed": distance is not None if named else None,
        "read_what_failed_after": distance,
        "looked_at": len(found),
    }


def _after(steps: list[Step], moment: Moment) -> Iterator[Action]:
    for step in steps:
        for one in step.actions:
            if one.n is not None and moment.trigger_action < one.n <= moment.end_action:
                yield one


def _response(moment: Moment, after: list[Action]) -> str | None:
    if not after:
        return None
    first = after[0]
    if any(one.number == first.n and one.repeat for one in moment.attempts):
        return "rerun"
    return _RESPONSES.get(first.kind, str(first.kind))


def _named(action: Action) -> frozenset[str]:
    """Return the names of files that a failure's output names."""
    text = "\n".join(part.text for part in parts_of(action))
    return frozenset(posixpath.basename(name) for name in _FILE.findall(text)[:200])


def _opens(action: Action, named: frozenset[str]) -> bool:
    if action.kind not in {Kind.READ, Kind.SEARCH} or not named:
        return False
    if action.path and posixpath.basename(action.path) in named:
        return True
    return any(name in (action.command or "") for name in named)


def _seconds(steps: list[Step]) -> float | None:
    times = [one for one in (moment_of(step.at) for step in steps) if one is not None]
    return _between(times[0], times[-1]) if len(times) > 1 else None


def _between(first: datetime, last: datetime) -> float:
    return max(0.0, (last - first).total_seconds())


def _quoted(moment: Moment, steps: list[Step]) -> bool | None:
    """Return whether the next thing the agent said repeats a word of the evidence that is no everyday word."""
    words = set(re.findall(r"\w{5,}", moment.feedback.quote.lower())) - _EVERYDAY
    said = next((said for step in steps[1:] if step.source == "agent" and (said := said_by(step))), None)
    if said is None or not words:
        return None
    return any(word in said.lower() for word in words)


_EVERYDAY = frozenset(
    ("error", "failed", "failure", "traceback", "recent", "there", "where", "which", "because", "could", "should")
)
