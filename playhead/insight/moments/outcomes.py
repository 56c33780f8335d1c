"""What became of a problem that nothing settled: the run went in circles, dropped it, or ended on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playhead.insight.moments.settling import Settled
from playhead.insight.moments.values import Attempt, MomentOutcome
from playhead.settings import RuleSettings


def left_unsettled(attempts: Sequence[Attempt], otherwise: MomentOutcome, settings: RuleSettings) -> Settled:
    """Return spiralled where the attempts went in circles or made it worse, else `otherwise` (`labels.md` 2.3)."""
    repeats = sum(one.repeat and not one.changed for one in attempts)
    if repeats >= settings.spiral_repeats:
        return Settled(MomentOutcome.SPIRALLED, f"{repeats} repeats without a change")
    if len(attempts) >= settings.spiral_failures:
        return Settled(MomentOutcome.SPIRALLED, f"{len(attempts)} times the same failure")
    failing = [one.failing for one in attempts if one.failing is not None]
    worse = sum(after > before for before, after in pairwise(failing))
    if worse >= settings.spiral_growth:
        return Settled(MomentOutcome.SPIRALLED, f"more tests failed {worse} times")
    by = "nothing was done about it any more" if otherwise is MomentOutcome.ABANDONED else "the run ended"
    return Settled(otherwise, by)


def left_to_a_person(otherwise: MomentOutcome, *, taken_up: bool) -> Settled:
    """Return what became of an objection that no rule settled: it was taken up, or the work went on."""
    if taken_up:
        return Settled(MomentOutcome.RECOVERED, "taken up")
    if otherwise is MomentOutcome.ABANDONED:
        return Settled(MomentOutcome.WORKED_AROUND, "the work went on")
    return Settled(otherwise, "the run ended")
