"""What all checks come to, in one sentence: what is missing, or what evidence there is. Never a verdict on a run."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from playhead.insight.checks.values import CheckResult, Severity
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.model import Status

_SHOWN = {
    "C4": "a check had failed before the first edit",
    "C6": "what it edited it had looked into",
    "C7": "every file that was named was opened",
    "C5": "a check passed after the last edit",
}
"""What an answer "no" of these says for a run."""
_WORDS = {
    MomentOutcome.RECOVERED: "recovered",
    MomentOutcome.WORKED_AROUND: "worked around",
    MomentOutcome.SPIRALLED: "spiralled",
    MomentOutcome.ABANDONED: "abandoned",
    MomentOutcome.UNRESOLVED_AT_END: "unresolved at the end",
}
UNDERSTANDING = ("C5", "C6", "C7", "C13", "C14", "C17")
"""Checks that, fired in a run that passed, leave open whether it understood what it did (`labels.md` 3)."""


def with_muted(results: Sequence[CheckResult], ids: Container[str]) -> tuple[CheckResult, ...]:
    """Return the results with those of some checks muted, beside those that are."""
    return tuple(replace(one, muted=True) if one.id in ids and not one.muted else one for one in results)


def missing_understanding(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the fired checks that say of a run that passed what evidence of understanding is missing."""
    return tuple(one for one in results if one.fired and one.id in UNDERSTANDING and not one.muted)


def standing(status: Status, results: Sequence[CheckResult]) -> str:
    """Return how a run stands: `passed; evidence of understanding missing: ...`, or what evidence there is.

    A run that failed, or that nobody judged, is told by the checks that fired. Muted ones say nothing.
    """
    results = [one for one in results if not one.muted]
    fired = [one.title for one in results if one.fired and one.severity is not Severity.INFO]
    if status is Status.RESOLVED:
        missing = [one.title for one in missing_understanding(results)]
        if missing:
            return f"passed; evidence of understanding missing: {', '.join(missing)}"
        shown = [words for id_, words in _SHOWN.items() if any(one.id == id_ and one.fired is False for one in results)]
        return f"passed; {', '.join(shown)}" if shown else "passed; the record shows little of how"
    how = {Status.UNKNOWN: "not judged", Status.ERROR: "broke off"}.get(status, str(status))
    return f"{how}; {', '.join(fired)}" if fired else f"{how}; no check fired that matters"


def moments_told(moments: Sequence[Moment]) -> str:
    """Return what came of the run's failures: `2 failures: 1 recovered, 1 spiralled`; empty for none."""
    counted = [one for one in moments if one.outcome is not MomentOutcome.NOT_NEGATIVE]
    if not counted:
        return ""
    kinds = [(sum(one.outcome is outcome for one in counted), words) for outcome, words in _WORDS.items()]
    told = ", ".join(f"{count} {words}" for count, words in kinds if count)
    circles = sum(one.spiral_inside for one in counted)
    inside = f" ({circles} after going in circles)" if circles else ""
    return f"{len(counted)} failure{'s' if len(counted) > 1 else ''}: {told}{inside}"
