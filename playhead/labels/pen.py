"""Making an author's events: the target made whole, its anchor, what the new event supersedes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from playhead.labels.anchor import Finder, anchor_of
from playhead.labels.event import Author, Event
from playhead.labels.ids import new_id
from playhead.labels.known import Known
from playhead.labels.plain import plain
from playhead.labels.registers import in_force, open_ends, slot_of
from playhead.labels.schema import Schema
from playhead.labels.target import StepTarget, Target
from playhead.model import Tape


class Pen:
    """What one author writes about one snapshot of a run, knowing all that was written before."""

    def __init__(
        self, author: Author, schema: Schema, tape: Tape, *, finder: Finder, known: Known, blind: bool
    ) -> None:
        self._author = author
        self._schema = schema
        self._tape = tape
        self._finder = finder
        self._known = known
        self._blind = blind

    def whole(self, target: Target) -> Target:
        """Return the target with the run's key and the step's number filled in."""
        if self._tape.key is not None and target.run is None:
            target = replace(target, run=self._tape.key)
        if isinstance(target, StepTarget) and target.n is None:
            position = self._tape.steps.find(target.step)
            if position is not None:
                target = replace(target, n=self._tape.steps[position].n)
        return target

    def last(self, op: str, target: Target, key: str | None) -> Event | None:
        """Return one's own event in force in the register that such an event would write to, if any."""
        probe = Event("", op, target, self._author, key, anchor=anchor_of(target, self._finder))
        return in_force(self._written(probe))

    def write(self, op: str, target: Target, key: str | None, value: Any = None, **fields: Any) -> Event:
        """Return a new event, which supersedes all that stands open in its register."""
        event = Event(
            id=new_id(),
            op=op,
            on=target,
            by=self._author,
            key=key,
            value=plain(value),
            at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            schema=self._schema.to_json(),
            tool=_tool(),
            anchor=anchor_of(target, self._finder),
            blind=self._blind,
            **plain(fields),
        )
        return replace(event, supersedes=tuple(one.id for one in open_ends(self._written(event))))

    def _written(self, event: Event) -> Sequence[Event]:
        return self._known.in_slot(slot_of(event, self._finder.look(event)), self._finder)


@cache
def _tool() -> str:
    """Return the name and version of this program, as events carry it."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import, needed once

    try:
        return f"playhead {version('playhead')}"
    except PackageNotFoundError:
        return "playhead"
