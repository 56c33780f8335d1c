"""The worst errors of the moments, with what the tape says around each, so that a person can judge who is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.scores.episodes import Episode
from benchmarks.scores.reasons import why_invented, why_missed, why_other
from benchmarks.scores.recovery import RunScore, span_overlap
from playhead.insight.feedback.happenings import happenings
from playhead.insight.moments.values import Moment
from playhead.model import Action, Tape
from playhead.text import clean

_SAID, _SHOWN = 220, 300
_LITTLE = 0.5


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing said wrongly: `cost` is how many actions a reader is misled about."""

    cost: int
    what: str
    action: int
    end: int
    score: RunScore
    episode: Episode | None = None
    moment: Moment | None = None


def mistakes(scores: Sequence[RunScore]) -> list[Mistake]:
    """Return everything that is wrong, worst first: what spans many actions before what spans few."""
    found = [one for score in scores for one in _of_run(score)]
    return sorted(found, key=lambda one: (-one.cost, one.score.run.name, one.action))


def told(number: int, one: Mistake) -> str:
    """Return a mistake with the tape's own words around its trigger."""
    lines = [f"{number}. {one.what}: {clean(one.score.run.name)}, actions {one.action}-{one.end}"]
    if one.episode is not None:
        episode = one.episode
        lines.append(f"   label: {episode.outcome} ({episode.kind}), {clean(episode.why)}")
    if one.moment is not None:
        moment = one.moment
        lines.append(
            f"   rule:  {moment.outcome} ({moment.kind}, {moment.feedback.rule})"
            f" {moment.trigger_action}-{moment.end_action}, {len(moment.attempts)} attempts;"
            f" settled by: {clean(moment.settled_by) or 'nothing'}"
        )
        lines.append(f"   key:   {clean(moment.key)[:_SAID]}")
    lines.append(f"   why:   {_why(one)}")
    return "\n".join([*lines, *_around(one.score.tape, one.action), *_around(one.score.tape, one.end, "end")])


def _why(one: Mistake) -> str:
    """Return why the rules differ from the readers, as far as they can tell themselves."""
    if one.moment is None:
        return why_missed(one.score, one.episode) if one.episode is not None else ""
    return why_invented(one.score, one.moment) if one.episode is None else why_other(one.episode, one.moment)


def _of_run(score: RunScore) -> Iterator[Mistake]:
    last = score.run.actions_read
    for one in score.missed:
        yield Mistake(one.length, "missed", one.trigger, max(one.ends), score, one)
    for moment in score.invented:
        end = min(moment.end_action, last)
        yield Mistake(end - moment.trigger_action + 1, "invented", moment.trigger_action, end, score, None, moment)
    for one, moment in score.counted:
        end = min(moment.end_action, last)
        wrong = one.outcome is not None and one.outcome != str(moment.outcome)
        if wrong or span_overlap(one, moment, last) < _LITTLE:
            cost = max(one.length, end - moment.trigger_action + 1)
            what = "another outcome" if wrong else "another span"
            yield Mistake(cost, what, one.trigger, max(one.ends), score, one, moment)


def _around(tape: Tape, number: int, name: str = "trigger") -> list[str]:
    """Return what was thought, done, printed and said next at an action."""
    for one in happenings(tape.steps):
        if one.number == number:
            return [
                f"   {name} {number}, thought: {_short(one.thought, _SAID)}",
                f"     did:     {_short(_done(one.action), _SAID)}",
                f"     printed: {_ends(one.action)}",
                f"     then:    {_short(one.next_thought, _SAID)}",
                *([f"     person:  {_short(one.person, _SAID)}"] if one.person else []),
            ]
    return [f"   {name} {number}: the tape has no such action"]


def _done(action: Action) -> str:
    return action.command or f"{action.tool} {dict(action.arguments)}"


def _ends(action: Action) -> str:
    output = action.output or ""
    text = output if len(output) <= _SHOWN else f"{output[: _SHOWN // 3]} … {output[-2 * _SHOWN // 3 :]}"
    code = f"[exit {action.exit_code}] " if action.exit_code is not None else "[error flag] " if action.is_error else ""
    return code + _short(text, _SHOWN + 3)


def _short(text: str, most: int) -> str:
    line = " ".join(clean(text[: 4 * most]).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
