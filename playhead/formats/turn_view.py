"""How turns are shown: the steps of one thread of a log, built when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playhead.formats.joined_log import Build, Group, Place, RecordLog, step_in
from playhead.formats.turn import Turn, light_of_damaged
from playhead.formats.turn_parts import Part
from playhead.formats.turn_step import step_of
from playhead.model import Step
from playhead.storage.log_steps import Builder, Light

MANY_PARTS = 16
"""Parts from which on those of a record are kept: fewer are found again in no time."""


@dataclass(frozen=True, slots=True)
class TurnView:
    """What `LogSteps` asks of turns, and of groups that are shown as they stand."""

    log: RecordLog
    build: Build
    agent: str = "main"
    parent: str | None = None

    def state(self, entry: Turn | Group) -> int:
        """Return how much is known of a turn."""
        return 0 if isinstance(entry, Group) else len(entry.records) + len(entry.answers) + len(entry.ids)

    def light(self, entry: Turn | Group) -> Light:
        """Return its columns."""
        return light_of_damaged() if isinstance(entry, Group) else entry.light()

    def is_copied(self, entry: Turn | Group) -> bool:
        """Return whether it repeats another run's."""
        return entry.copied

    def ids(self, entry: Turn | Group) -> Iterable[str]:
        """Return its ids."""
        if isinstance(entry, Group):
            return (entry.id, *entry.native_ids)
        return entry.ids if entry.again == 1 else (f"{entry.ids[0]}.{entry.again}", *entry.ids)

    def builder(self, entry: Turn | Group) -> Builder:
        """Return what makes its step of what is known now."""
        group = entry if isinstance(entry, Group) else entry.group()

        def make(index: int, n: int | None, first_action: int | None) -> Step:
            raw = self.log.raw(group.records)
            return step_in(self.log, Place(index, n, first_action, group, raw, self.agent, self.parent), self.build)

        return make

    def values(self, entry: Turn | Group) -> object:
        """Return its records for a quick look."""
        return self.log.quick(tuple(entry.records))


def building(
    format_name: str,
    parts_of: Callable[[dict[str, Any]], Sequence[Part]],
    at_of: Callable[[dict[str, Any]], str | None],
) -> Build:
    """Return what builds the step of a group from its records, each with the parts that are the step's own.

    A record of many parts may be as many steps: its parts are kept until another such record is built.
    """
    kept: list[tuple[dict[str, Any], Sequence[Part]]] = []

    def build(place: Place, records: Sequence[dict[str, Any]]) -> Step:
        times = [at_of(record) for record in records]
        return step_of(format_name, place, list(map(own_parts, records, place.group.facts)), times)

    def own_parts(record: dict[str, Any], wanted: tuple[int, ...]) -> Sequence[Part]:
        parts = next((parts for one, parts in kept if one is record), None)
        if parts is None:
            parts = parts_of(record)
            if len(parts) >= MANY_PARTS:
                kept[:] = [(record, parts)]
        return [parts[index] for index in wanted if index < len(parts)]

    return build
