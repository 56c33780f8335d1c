"""What rules propose as labels: worked out from what they found in a run, told as events, decided by people."""

from __future__ import annotations

from playhead.labels.proposals.as_events import event_of, events_of, rules_of
from playhead.labels.proposals.muting import mute, muted_checks, unmute
from playhead.labels.proposals.rules import proposals_of
from playhead.labels.proposals.values import PROPOSALS_VERSION, Proposal, Where

__all__ = [
    "PROPOSALS_VERSION",
    "Proposal",
    "Where",
    "event_of",
    "events_of",
    "mute",
    "muted_checks",
    "proposals_of",
    "rules_of",
    "unmute",
]
