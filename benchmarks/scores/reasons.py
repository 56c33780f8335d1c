"""Why a rule and the readers differ about a moment, as far as the rules themselves can tell: one sentence an error."""

from __future__ import annotations

from benchmarks.scores.episodes import Episode
from benchmarks.scores.recovery import RunScore
from playhead.insight.feedback.happenings import happenings
from playhead.insight.moments.values import Moment
from playhead.insight.run_insight import RunInsight, insight_of
from playhead.text import clean


def why_missed(score: RunScore, episode: Episode) -> str:
    """Return what the rules made of the action that an episode begins at, and of those beside it."""
    insight = insight_of(score.tape)
    near = [one for one in insight.feedback if abs(one.number - episode.trigger) <= 1]
    if not near:
        return f"nothing is read against action {episode.trigger}: {_state(score, episode.trigger)}, and no phrase fits"
    seen = min(near, key=lambda one: abs(one.number - episode.trigger))
    said = f"{seen.feedback.rule} ({seen.feedback.kind}) at action {seen.number}"
    if seen.feedback.excluded:
        return f"{said} is excluded: {seen.feedback.excluded}"
    holder = _holder(insight, seen.number)
    if holder is None:
        return f"{said} begins no moment of its own"
    return f"{said} is counted to the moment {_span(holder)} about {clean(holder.key)[:80]}"


def why_invented(score: RunScore, moment: Moment) -> str:
    """Return where the readers count what the rules take for a moment of its own."""
    around = [one for one in score.run.episodes if one.trigger <= moment.trigger_action <= max(one.ends)]
    if not around:
        return "the readers say nothing about these actions"
    within = max(around, key=lambda one: one.trigger)
    return (
        f"the readers count it to {within.trigger}-{max(within.ends)} ({within.kind}); for the rules its key is"
        f" another: {clean(moment.key)[:80]}"
    )


def why_other(episode: Episode, moment: Moment) -> str:
    """Return what decided the end and the outcome of a moment that the readers see otherwise."""
    repeats = f", {moment.repeats} of them repeats without a change" if moment.repeats else ""
    met = ", ".join(str(one.number) for one in moment.attempts[:8])
    more = f" and {len(moment.attempts) - 8} more" if len(moment.attempts) > 8 else ""
    attempts = f"met at {met}{more}{repeats}" if met else "never met again"
    ended = f"ended at {moment.end_action} ({clean(moment.settled_by) or 'the run ended'})"
    same = min(episode.ends) <= moment.end_action <= max(episode.ends)
    return f"{attempts}; {ended}, {'which the readers take otherwise' if same else f'not at {max(episode.ends)}'}"


def _holder(insight: RunInsight, number: int) -> Moment | None:
    """Return the moment that an action is an attempt of."""
    held = (one for one in insight.moments if number in {each.number for each in one.attempts})
    return next(held, None)


def _span(moment: Moment) -> str:
    return f"{moment.trigger_action}-{moment.end_action}"


def _state(score: RunScore, number: int) -> str:
    """Return what the record says of an action's success."""
    for one in happenings(score.tape.steps):
        if one.number == number:
            if one.action.exit_code is not None:
                return f"its exit code is {one.action.exit_code}"
            return (
                "its error flag is not set" if one.action.is_error is False else "it has no error flag and no exit code"
            )
    return "the tape has no such action"
