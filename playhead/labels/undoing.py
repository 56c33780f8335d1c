"""Undo and redo: nothing is erased, new events bring registers back to what they said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from playhead.labels.event import DONE, RETRACT, Event
from playhead.labels.history import History
from playhead.labels.target import Target


class Write(Protocol):
    """Writes an event and returns it."""

    def __call__(self, op: str, target: Target, key: str | None, value: object = None, **fields: object) -> Event:
        """Return the event of this op on a target."""
        ...


def undo(history: History, own: Callable[[], Sequence[Event]], write: Write) -> tuple[Event, ...]:
    """Undo the last unit and return the events that do so, none when there is nothing to undo.

    Step by step back through the session; of what was said before it, only the last.
    """
    unit = history.to_undo() or history.from_before(own())
    if not unit:
        return ()
    history.undone([event for event, _ in unit])
    return tuple(_restored(event, before, write) for event, before in reversed(unit))


def redo(history: History, last: Callable[[Event], Event | None], write: Write) -> tuple[Event, ...]:
    """Say again what was undone last, as new events; `last` gives what is in force in an event's register."""
    made = []
    with history.unit():
        for event in history.to_redo():
            before = last(event)
            again = _restored(event, event, write)
            history.did(again, before)
            made.append(again)
    return tuple(made)


def _restored(event: Event, wanted: Event | None, write: Write) -> Event:
    """Bring the register of `event` to what `wanted` said; to nothing for None."""
    if wanted is None or wanted.op == RETRACT:
        return write(DONE, event.on, None, False) if event.op == DONE else write(RETRACT, event.on, event.key)
    fields = {"note": wanted.note, "evidence": wanted.evidence, "proposal": wanted.proposal}
    return write(wanted.op, event.on, wanted.key, wanted.value, adjudicates=wanted.adjudicates, **fields)
