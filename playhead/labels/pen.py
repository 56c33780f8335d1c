"""Making an author's events: the target made whole, its anchor, what the new event supersedes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from playhead.labels.anchor import Finder, Place, anchor_of
from playhead.labels.event import Author, Event
from playhead.labels.ids import new_id
from playhead.labels.known import Known
from playhead.labels.plain import plain
from playhead.labels.registers import slot_for
from playhead.labels.schema import Schema
from playhead.labels.target import StepTarget, Target
from playhead.model import Tape


@dataclass(frozen=True, slots=True)
class Aim:
    """Where an event is to be written: its target with its anchor and place, and what stands there of one's own.

    `last` is the event in force, `supersedes` are the ids of all that are open.
    """

    op: str
    target: Target
    key: str | None
    value: Any
    anchor: Mapping[str, Any] | None
    place: Place
    last: Event | None = None
    supersedes: tuple[str, ...] = ()


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

    def aim(self, op: str, target: Target, key: str | None, value: Any = None) -> Aim:
        """Return what an event of this op would be written to: worked out once for all that is asked about it."""
        anchor, value = anchor_of(target, self._finder), plain(value)
        place = self._finder.look(target, anchor)
        slot = slot_for(op, self._author, target, key=key, value=value, place=place)
        written = self._known.in_slot(slot, self._finder)
        if written is None:
            return Aim(op, target, key, value, anchor, place)
        supersedes = tuple(one.id for one in written.open_ends)
        return Aim(op, target, key, value, anchor, place, written.in_force, supersedes)

    def write(self, aim: Aim, **fields: Any) -> Event:
        """Return a new event, which supersedes all that stands open in its register."""
        event = Event(
            id=new_id(),
            op=aim.op,
            on=aim.target,
            by=self._author,
            key=aim.key,
            value=aim.value,
            at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            schema=self._schema.to_json(),
            tool=_tool(),
            anchor=aim.anchor,
            supersedes=aim.supersedes,
            blind=self._blind,
            **plain(fields),
        )
        self._finder.remember(event, aim.place)
        return event


@cache
def _tool() -> str:
    """Return the name and version of this program, as events carry it."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import, needed once

    try:
        return f"playhead {version('playhead')}"
    except PackageNotFoundError:
        return "playhead"
