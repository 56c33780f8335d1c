"""What rules propose of one run, in the words of the loaded schema: pure, from what was found and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playhead.insight.checks import CheckResult
from playhead.insight.run_insight import RunInsight
from playhead.labels.definition import Schema
from playhead.labels.proposals.of_decisions import of_decisions
from playhead.labels.proposals.of_moments import of_moments
from playhead.labels.proposals.of_run import of_run
from playhead.labels.proposals.of_steps import of_steps
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposals.vocabulary import Vocabulary
from playhead.model import Tape


def proposals_of(
    tape: Tape,
    insight: RunInsight,
    checks: Sequence[CheckResult],
    schema: Schema,
    *,
    going: Callable[[int], bool] | None = None,
) -> tuple[Proposal, ...]:
    """Return what the rules propose, in reading order: the run, then steps and spans by position.

    Each key is proposed once for a place; what the schema has no word for is not proposed. A run that was not looked
    at to its end has no proposals: what came of things may still change. `going` is asked now and then, and ends a look
    by returning False.
    """
    if not insight.complete:
        return ()
    words = Vocabulary(schema)
    found: dict[tuple[str, Where], Proposal] = {}
    sources = (
        of_run(tape, checks, words),
        of_moments(tape, insight, words),
        of_decisions(tape, words, going),
        of_steps(tape, insight, checks, words),
    )
    for source in sources:
        for one in source:
            found.setdefault((one.key, one.where), one)
    return tuple(sorted(found.values(), key=_reading_order))


def _reading_order(one: Proposal) -> tuple[int, int, str]:
    first = -1 if one.where.first is None else one.where.first
    return first, -1 if one.where.last is None else one.where.last, one.key
