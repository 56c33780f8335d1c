"""What became of a problem that nothing settled: the run went in circles, dropped it, or ended on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.moments.open_problem import USELESS_REPEATS, Open
from playhead.insight.moments.settling import Settled
from playhead.insight.moments.signature import masked
from playhead.insight.moments.values import Attempt, MomentOutcome
from playhead.settings import RuleSettings

_REPORTS = frozenset({FeedbackKind.BUILD, FeedbackKind.LINT_TYPE})


def left_unsettled(
    attempts: Sequence[Attempt], otherwise: MomentOutcome, settings: RuleSettings, kind: FeedbackKind
) -> Settled:
    """Return spiralled where the attempts went in circles or made it worse, else `otherwise` (`labels.md` 2.3)."""
    repeats = sum(one.repeat and not one.changed for one in attempts)
    if repeats >= settings.spiral_repeats:
        return Settled(MomentOutcome.SPIRALLED, f"{repeats} repeats without a change")
    same = _longest_same(attempts) if kind in _REPORTS else len(attempts)
    if same >= settings.spiral_failures:
        return Settled(MomentOutcome.SPIRALLED, f"{same} times the same failure")
    failing = [one.failing for one in attempts if one.failing is not None]
    worse = sum(after > before for before, after in pairwise(failing))
    if worse >= settings.spiral_growth:
        return Settled(MomentOutcome.SPIRALLED, f"more tests failed {worse} times")
    by = "nothing was done about it any more" if otherwise is MomentOutcome.ABANDONED else "the run ended"
    return Settled(otherwise, by)


def _longest_same(attempts: Sequence[Attempt]) -> int:
    """Return how often in a row the same line came back: builds that fail for one reason after another get on."""
    return max((sum(1 for _ in group) for _, group in groupby(masked(one.quote) for one in attempts)), default=0)


def left_pending(one: Open) -> Settled | None:
    """Return what seemed to settle a problem when the run ended; a shell that worked once in the end is not settled."""
    if one.fallback is not None and one.problem.topic.what == "shell" and len(one.attempts) >= USELESS_REPEATS:
        return Settled(MomentOutcome.SPIRALLED, f"{len(one.attempts)} commands that did nothing, and one that did")
    return one.fallback


def left_to_a_person(otherwise: MomentOutcome, *, taken_up: bool) -> Settled:
    """Return what became of an objection that no rule settled: it was taken up, or the work went on."""
    if taken_up:
        return Settled(MomentOutcome.RECOVERED, "taken up")
    if otherwise is MomentOutcome.ABANDONED:
        return Settled(MomentOutcome.WORKED_AROUND, "the work went on")
    return Settled(otherwise, "the run ended")
