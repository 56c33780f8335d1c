"""Reading a run for the list: all that is worth remembering of it."""

from __future__ import annotations

from playhead.corpus.known import KnownRun
from playhead.labels.event import event_from
from playhead.labels.places import mirror_names
from playhead.opening import RunEntry, open_tape
from playhead.summary import summary_of

MOST_EVENTS = 500
"""A record with more labels in it is read each time: remembering them would take as long."""


def read_run(entry: RunEntry) -> KnownRun:
    """Return what is known of a run once it has been read to its end.

    Raises:
        UnreadableError: it cannot be read.

    """
    tape = open_tape(entry.path, entry.key)
    summary = summary_of(tape)
    events = tuple(one for one in map(event_from, tape.events) if one is not None)
    record = None if tape.record is None else str(tape.record)
    return KnownRun(summary, record, tuple(mirror_names(tape)), events)
