"""A recovery moment as JSON: fields may be added, never changed."""

from __future__ import annotations

from typing import Any

from playhead.insight.feedback.values import RULES_VERSION
from playhead.insight.moments.features import features_of
from playhead.insight.moments.values import MOMENT_RULES_VERSION, Moment
from playhead.storage.source import StepSource


def moment_json(moment: Moment, steps: StepSource) -> dict[str, Any]:
    """Return a moment with its evidence and what can be measured of it; steps and actions by their numbers from 1."""
    feedback = moment.feedback
    return {
        "trigger_step": steps[moment.trigger_position].n,
        "trigger_action": moment.trigger_action,
        "end_step": steps[moment.end_position].n,
        "end_action": moment.end_action,
        "outcome": str(moment.outcome),
        "spiral_inside": moment.spiral_inside,
        "kind": str(moment.kind),
        "evidence": {
            "step": steps[moment.trigger_position if feedback.at is None else feedback.at].id,
            "action": moment.trigger_action,
            "field": feedback.source,
            "start": feedback.start,
            "end": feedback.end,
            "text": feedback.quote,
        },
        "rule": f"{feedback.rule}@{RULES_VERSION} moments@{MOMENT_RULES_VERSION}",
        "expected": feedback.expected,
        "about": moment.key,
        "signature": moment.signature,
        "settled_by": moment.settled_by,
        "attempts": [one.number for one in moment.attempts],
        "changes": list(moment.changes),
        "features": features_of(moment, steps),
    }
