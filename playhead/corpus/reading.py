"""Reading a run for the list: all that is worth remembering of it."""

from __future__ import annotations

from playhead.corpus.found_by_rules import FoundByRules, found_in, named
from playhead.corpus.known import KnownRun
from playhead.labels.event import event_from
from playhead.labels.places import mirror_names
from playhead.model import Tape
from playhead.opening import RunEntry, open_tape
from playhead.settings import RuleSettings
from playhead.summary import summary_of

MOST_EVENTS = 500
"""A record with more labels in it is read each time: remembering them would take as long."""


def read_run(entry: RunEntry, rules: RuleSettings | None = None) -> KnownRun:
    """Return what is known of a run once it has been read to its end; with `rules` also what they find in it.

    Raises:
        UnreadableError: it cannot be read.

    """
    tape = open_tape(entry.path, entry.key)
    summary = summary_of(tape)
    events = tuple(one for one in map(event_from, tape.events) if one is not None)
    record = None if tape.record is None else str(tape.record)
    found = None if rules is None else _found_in(tape, rules)
    return KnownRun(summary, record, tuple(mirror_names(tape)), events, found)


def _found_in(tape: Tape, rules: RuleSettings) -> FoundByRules:
    """Return what rules find; where they fail the run can be read all the same, and nobody knows what is in it."""
    try:
        return found_in(tape, rules)
    except Exception:  # noqa: BLE001 - a defect of a rule is told where one looks at what it finds
        return FoundByRules(named(rules), looked=False)
