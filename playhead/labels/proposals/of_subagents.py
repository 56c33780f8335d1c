"""What rules propose of the steps of sub-agents: each is read as a run of its own, its labels are the run's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playhead.branch import branch_tape
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.labels.proposals.as_events import events_of
from playhead.labels.proposals.rules import proposals_of
from playhead.labels.proposals.values import Proposal
from playhead.labels.proposed import Proposed
from playhead.labels.schema import Schema
from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings

MOST_STEPS = 20_000
"""So many steps of sub-agents are read, in the order in which these were started."""
_RULES = frozenset(("moments", "phases", "checks"))
"""What came of a run, what broke it and why its files were edited is said of the run as a whole, not of its parts."""


def of_subagents(
    tape: Tape, schema: Schema, settings: RuleSettings = DEFAULTS, *, going: Callable[[int], bool] | None = None
) -> tuple[Proposed, ...]:
    """Return moments, phases and flags of the steps of a run's sub-agents, as events on `AGENT:N`."""
    found: list[Proposed] = []
    for branch in _branches(tape):
        if going is not None and not going(0):
            break
        insight = insight_of(branch, settings=settings, going=going)
        proposals = proposals_of(branch, insight, checks_of(branch, insight, settings), schema, going=going)
        found += events_of(branch, filter(_of_steps, proposals), schema, within=tape)
    return tuple(found)


def _branches(tape: Tape) -> Iterator[Tape]:
    left = MOST_STEPS
    for one in tape.subagents:
        left -= len(one.steps)
        if left < 0:
            return
        yield branch_tape(tape, one)


def _of_steps(one: Proposal) -> bool:
    return one.where.first is not None and one.rule in _RULES and one.key != "root_cause"
