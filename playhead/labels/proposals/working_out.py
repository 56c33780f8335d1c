"""What rules propose of a run, from its first step to its events: for whoever has time to wait for it."""

from __future__ import annotations

from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.labels.proposals.as_events import events_of
from playhead.labels.proposals.of_subagents import of_subagents
from playhead.labels.proposals.rules import proposals_of
from playhead.labels.proposed import Proposed
from playhead.labels.schema import Schema
from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings


def proposed_of(tape: Tape, schema: Schema, settings: RuleSettings = DEFAULTS) -> tuple[Proposed, ...]:
    """Return what the rules propose of a run, as events, each with its place."""
    insight = insight_of(tape, settings=settings)
    own = events_of(tape, proposals_of(tape, insight, checks_of(tape, insight, settings), schema), schema)
    return own + of_subagents(tape, schema, settings)
