"""The first harmful step: a ranking of steps at which a run may have gone wrong, by rules, each with its reason.

Who&When (2505.00212) asks for the one decisive step of a failed run (best published: 14.2 % of steps exact), MP-Bench
(2603.25001) shows that several are plausible: this is a ranking for a person, never an answer. Steps of a run that
acts are ranked by what its actions led to (here), steps of a conversation by what is said (`suspects_in_talk.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playhead.insight.checks import CheckResult
from playhead.insight.ledger import Deed
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.insight.paths import is_test_path
from playhead.insight.run_insight import RunInsight
from playhead.insight.suspects_in_talk import suspects_in_talk
from playhead.model import Kind, Tape

SUSPECT_RULES_VERSION = "1"
MOST_SUSPECTS = 20
"""So many steps are ranked; nobody looks at more."""
_UNSETTLED = {MomentOutcome.SPIRALLED, MomentOutcome.ABANDONED, MomentOutcome.UNRESOLVED_AT_END}
_ACTS = {Kind.EDIT, Kind.TEST, Kind.RUN, Kind.INSTALL, Kind.VCS}
_OF_CHECKS = {
    "C17": 0.5,
    "C13": 0.45,
    "C12": 0.45,
    "C9": 0.35,
    "C6": 0.3,
    "C11": 0.3,
    "C1": 0.3,
    "C16": 0.25,
    "C8": 0.2,
}
"""How much a fired check says against the steps that are its evidence, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A step that may be where it went wrong.

    `number` is the run-wide number of the action that is meant, None for what was said. `score` is between 0 and 1
    and orders suspects of one run, no more. `why` is one sentence, `rule` what says so (several are joined by `+`).
    """

    position: int
    number: int | None
    score: float
    why: str
    rule: str


def suspects_of(tape: Tape, insight: RunInsight, checks: Sequence[CheckResult] = ()) -> tuple[Suspect, ...]:
    """Return the steps at which the run may have gone wrong, best first; of equal ones the first of the run."""
    found = list(_of_actions(insight, checks))
    if not any(deed.kind in _ACTS for deed in insight.deeds):
        found += [Suspect(*one) for one in suspects_in_talk(tape)]
    return _ranked(found)[:MOST_SUSPECTS]


def _of_actions(insight: RunInsight, checks: Sequence[CheckResult]) -> Iterator[Suspect]:
    unsettled = [one for one in insight.moments if one.outcome in _UNSETTLED]
    yield from _first_unsettled(insight.deeds, unsettled)
    worst = max((one for one in unsettled if len(one.attempts) > 1), key=lambda one: len(one.attempts), default=None)
    if worst is not None:
        why = f"Here begins what went in circles most, {len(worst.attempts)} attempts."
        yield Suspect(worst.trigger_position, worst.trigger_action, 0.45, why, "longest_spiral")
    for check in checks:
        if check.fired and check.id in _OF_CHECKS:
            for position, number in zip(check.positions[:3], (*check.actions[:3], None, None, None), strict=False):
                yield Suspect(position, number, _OF_CHECKS[check.id], check.why, check.id)
    last = next((deed for deed in reversed(insight.deeds) if _edits_source(deed)), None)
    if last is not None:
        why = "The last edit of source: nothing after it changed the outcome."
        yield Suspect(last.position, last.number, 0.15, why, "last_edit")


def _first_unsettled(deeds: Sequence[Deed], unsettled: Sequence[Moment]) -> Iterator[Suspect]:
    """Yield, for each problem that was never settled, the edit that it came after, and the problem itself."""
    for place, moment in enumerate(unsettled):
        weight = 0.6 * 0.8**place
        earlier = (one for one in reversed(deeds) if one.number < moment.trigger_action)
        before = next((one for one in earlier if one.changes), None)
        is_check = moment.key.startswith("check:")
        if is_check and before is not None and _edits_source(before):
            why = f"The edit before a check that failed and was never put right: {moment.feedback.quote[:80]}"
            yield Suspect(before.position, before.number, weight, why, "edit_before_failure")
            weight *= 0.7
        why = f"It did not work, and that was never put right: {moment.feedback.quote[:80]}"
        yield Suspect(moment.trigger_position, moment.trigger_action, weight, why, "never_settled")


def _edits_source(deed: Deed) -> bool:
    return any(not is_test_path(change.path) for change in deed.changes)


def _ranked(found: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Return one suspect a step: what several rules say adds up as independent chances do; the strongest speaks."""
    by_step: dict[int, list[Suspect]] = defaultdict(list)
    for one in found:
        by_step[one.position].append(one)
    ranked = []
    for ones in by_step.values():
        ones.sort(key=lambda one: (-one.score, one.rule))
        clean = 1.0
        for one in ones:
            clean *= 1 - one.score
        rules = "+".join(dict.fromkeys(one.rule for one in ones))
        ranked.append(Suspect(ones[0].position, ones[0].number, round(1 - clean, 4), ones[0].why, rules))
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.position)))
