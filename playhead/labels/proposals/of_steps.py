"""Labels of steps: phase, flags, candidates for the root cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playhead.insight.checks import CheckResult
from playhead.insight.feedback.values import RULES_VERSION, FeedbackKind
from playhead.insight.moments.values import MOMENT_RULES_VERSION, MomentOutcome
from playhead.insight.run_insight import RunInsight
from playhead.insight.run_phases import recovering
from playhead.insight.suspects import SUSPECT_RULES_VERSION, suspects_of
from playhead.labels.proposals.reasons import cited_action, cut
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposals.vocabulary import Vocabulary
from playhead.model import Phase, Status, Tape

MOST_PHASED = 2_000
"""In a longer run no phases are proposed: nobody decides on them one by one."""
MOST_ROOT_CAUSES = 3
_FLAGS = {"C9": "edit_unrelated", "C12": "test_edited", "C13": "special_casing"}
_Flag = tuple[str, str, Mapping[str, Any]]
"""An option, a reason, evidence."""


def of_steps(tape: Tape, insight: RunInsight, checks: Sequence[CheckResult], words: Vocabulary) -> Iterator[Proposal]:
    """Yield what may be said of single steps."""
    yield from _flags(tape, insight, checks, words)
    yield from _root_causes(tape, insight, checks, words)
    yield from _phases(tape, insight, words)


def _flags(tape: Tape, insight: RunInsight, checks: Sequence[CheckResult], words: Vocabulary) -> Iterator[Proposal]:
    found: dict[int, list[_Flag]] = defaultdict(list)
    for position, flag in (*_flags_of_checks(tape, checks), *_flags_of_moments(tape, insight)):
        if words.value("flag", "step", flag[0]) is not None:
            found[position].append(flag)
    for position, flags in found.items():
        said = words.value("flag", "step", *(option for option, _, _ in flags))
        if said is not None and tape.steps[position].n is not None:
            why = "; ".join(dict.fromkeys(reason for _, reason, _ in flags))
            evidence = {str(cited): cited for _, _, cited in flags}
            yield Proposal(*said, Where(position), "checks", cut(why), tuple(evidence.values()))


def _flags_of_checks(tape: Tape, checks: Sequence[CheckResult]) -> Iterator[tuple[int, _Flag]]:
    for check in checks:
        option = _FLAGS.get(check.id)
        if not check.fired or option is None:
            continue
        numbers = check.actions if len(check.actions) == len(check.positions) else [None] * len(check.positions)
        for position, number in zip(check.positions, numbers, strict=True):
            cited = cited_action(tape.steps, position, number, f"{check.id}@{check.version}")
            yield position, (option, check.why, cited)


def _flags_of_moments(tape: Tape, insight: RunInsight) -> Iterator[tuple[int, _Flag]]:
    for moment in insight.moments:
        if moment.outcome is MomentOutcome.NOT_NEGATIVE:
            continue
        for attempt in moment.attempts[1:]:
            if attempt.repeat and not attempt.changed:
                cited = cited_action(tape.steps, attempt.position, attempt.number, f"moments@{MOMENT_RULES_VERSION}")
                why = "the same as before, with nothing changed in between"
                yield attempt.position, ("repeats_without_progress", why, cited)
    for deed in insight.deeds:
        if deed.feedback is not None and deed.feedback.kind is FeedbackKind.NO_OP and deed.feedback.negative:
            cited = cited_action(tape.steps, deed.position, deed.number, f"N8@{RULES_VERSION}")
            yield deed.position, ("no_op", "a command that did nothing", cited)


def _root_causes(
    tape: Tape, insight: RunInsight, checks: Sequence[CheckResult], words: Vocabulary
) -> Iterator[Proposal]:
    """The first suspects of a run that did not succeed: where nothing failed, nothing went wrong."""
    said = words.value("root_cause", "step")
    if said is None or tape.outcome.status not in {Status.FAILED, Status.PARTIAL}:
        return
    label = words.label("root_cause", "step")
    most = min(MOST_ROOT_CAUSES, (label.most_per_run if label is not None else None) or MOST_ROOT_CAUSES)
    steps = tape.steps
    ranked = [one for one in suspects_of(tape, insight, checks) if steps[one.position].n is not None]
    for nth, one in enumerate(ranked[:most], 1):
        rules = [f"{rule}@{SUSPECT_RULES_VERSION}" for rule in one.rule.split("+")]
        evidence = tuple(cited_action(steps, one.position, one.number, rule) for rule in rules)
        yield Proposal(*said, Where(one.position), "suspects", cut(f"candidate {nth}: {one.why}"), evidence)


def _phases(tape: Tape, insight: RunInsight, words: Vocabulary) -> Iterator[Proposal]:
    """What each step is for; within a moment it is recovery, where the schema has that word."""
    steps = tape.steps
    if words.label("phase", "step") is None or len(steps) > MOST_PHASED:
        return
    within = recovering(insight.moments, len(steps)) if words.value("phase", "step", str(Phase.RECOVERY)) else ()
    for position in range(len(steps)):
        step = steps[position]
        if step.n is None or not step.actions or step.source != "agent" or step.phase is Phase.NONE:
            continue
        told = Phase.RECOVERY if position in within else step.phase
        said = words.value("phase", "step", str(told))
        if said is not None:
            kinds = ", ".join(dict.fromkeys(str(action.kind) for action in step.actions))
            why = f"within a moment: {kinds}" if told is Phase.RECOVERY else f"by what it does: {kinds}"
            yield Proposal(*said, Where(position), "phases", why, ({"step": step.id, "rule": "phases@1"},))
