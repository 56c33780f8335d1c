"""Muting a check for one run: its proposal is turned down, and nothing else changes (`labels.md` A21)."""

from __future__ import annotations

from collections.abc import Iterable

from playhead.insight.checks import CheckResult
from playhead.labels.event import Event
from playhead.labels.proposals.as_events import event_of, rules_of
from playhead.labels.proposals.values import Proposal, Where
from playhead.labels.proposed import RULE, taken_back
from playhead.labels.schema import Schema
from playhead.labels.state import LabelState
from playhead.labels.store import LabelStore
from playhead.labels.target import RunTarget
from playhead.model import Tape

_KEY = "check:"
_RULE = "checks"


def mute(store: LabelStore, tape: Tape, check: CheckResult) -> Event:
    """Mute a check in a run and return the decision: its proposal is written, taken back, and turned down.

    Taken back, because it is no label: nothing of it stands when the check speaks again.
    """
    proposal = _proposal(tape, check, store.schema)
    return store.reject(proposal, also=(taken_back(proposal, (proposal.id,)),))


def unmute(store: LabelStore, tape: Tape, check: CheckResult) -> Event:
    """Let a check speak again that was muted by `mute`."""
    return store.reconsider(_proposal(tape, check, store.schema))


def muted_checks(state: LabelState) -> frozenset[str]:
    """Return the ids of the checks that people have muted in a run.

    Those whose own proposal was turned down, and those of which labels were proposed and none is left but turned down.
    """
    direct = {one.key.removeprefix(_KEY) for one in state.rejected if one.key is not None and one.key.startswith(_KEY)}
    turned_down = _named(one for one in state.rejected if not isinstance(one.on, RunTarget))
    alive = _named(event for one in state.in_force for event in (one.event, *one.others))
    return frozenset(direct | (turned_down - alive))


def _proposal(tape: Tape, check: CheckResult, schema: Schema) -> Event:
    evidence = ({"rule": f"{check.id}@{check.version}"},)
    return event_of(tape, Proposal(f"{_KEY}{check.id}", True, Where(), _RULE, check.why, evidence), schema).event


def _named(events: Iterable[Event]) -> set[str]:
    own = (one for one in events if one.by.kind == RULE and one.by.id == _RULE)
    return {rule for one in own for rule in rules_of(one) if rule[:1] == "C" and rule[1:].isdigit()}
