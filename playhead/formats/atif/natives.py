"""The step objects of ATIF documents with where they stand, and steps of a tape made of them when looked at."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.atif.join import joined
from playhead.formats.atif.step import count_actions, is_copied, step_from_atif
from playhead.formats.build import damaged_step
from playhead.formats.element_ranges import element_ranges
from playhead.formats.json_document import Stamp
from playhead.formats.salvage import Damaged
from playhead.formats.values import optional_text, text_of
from playhead.model import RawRef, Step
from playhead.storage.joined_steps import JoinedSteps
from playhead.storage.regular import opened, pread_all

_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SHOWN = 4_096


class Ranges:
    """Byte ranges of the elements of a document's `steps`, found when first asked for.

    There are none when the file has changed since it was read, or is not UTF-8.
    """

    def __init__(self, path: Path, stamp: Stamp, count: int) -> None:
        self._path = path
        self._stamp = stamp
        self._count = count
        self._ranges: list[tuple[int, int]] | None = None

    def of(self, place: int) -> tuple[int | None, int | None]:
        """Return offset and length of element `place`, or None and None."""
        if self._ranges is None:
            self._ranges = self._read()
        return self._ranges[place] if place < len(self._ranges) else (None, None)

    def _read(self) -> list[tuple[int, int]]:
        try:
            with opened(self._path) as descriptor:
                status = os.fstat(descriptor)
                if (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns) != self._stamp:
                    return []
                data = pread_all(descriptor, 0, status.st_size, self._path)
        except UnreadableError:
            return []
        if data.startswith(_UTF16_BOMS):
            return []
        return element_ranges(data, "steps")[: self._count]


@dataclass(frozen=True, slots=True)
class Native:
    """One element of a `steps` list: its value, its name in the run, and its file, list (a JSON pointer) and place."""

    value: Any
    name: str
    file: Path
    steps: str
    place: int
    ranges: Ranges | None = None
    known: RawRef | None = None

    @property
    def raw(self) -> RawRef:
        """Return where it stands."""
        if self.known is not None:
            return self.known
        if isinstance(self.value, Damaged):
            return RawRef(self.file, self.value.offset, self.value.length)
        offset, length = self.ranges.of(self.place) if self.ranges else (None, None)
        return RawRef(self.file, offset, length, f"{self.steps}/{self.place}")

    @property
    def fields(self) -> Mapping[str, Any] | None:
        """Return the step object under its name in the run; None when the element is no object."""
        if not isinstance(self.value, Mapping) or self.value.get("step_id") == self.name:
            return self.value if isinstance(self.value, Mapping) else None
        return {**self.value, "step_id": self.name}


class Names:
    """Names of step objects, each given once in a run. In next to no memory where ids count up.

    A step object is known by its id, one without by its place. Ids of a continuation are led by its file's part, for
    every file numbers from 1; an id that is there already gets `~2`.
    """

    def __init__(self) -> None:
        self._count = 0
        self._shift: int | None = None  # from an object's number in the run to its name, where ids count up
        self._odd: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._times: dict[str, int] = {}  # of names that were asked for again

    def of(self, value: Any, pointer: str, prefix: str = "") -> str:
        """Return the name of the next step object."""
        given = optional_text(value.get("step_id")) if isinstance(value, Mapping) else None
        asked = given or pointer
        while (times := self._asked_for(prefix + asked)) > 1:
            asked = f"{asked}~{times}"
        return self._give(prefix + asked)

    def name_of(self, number: int) -> str:
        """Return the name of a step object by its number in the run."""
        odd = self._odd.get(number)
        return str(number + (self._shift or 0)) if odd is None else odd

    def number_of(self, name: str) -> int | None:
        """Return the number of the step object with this name, or None."""
        number = self._numbers.get(name)
        if number is not None or self._shift is None or (counted := _integer(name)) is None:
            return number
        number = counted - self._shift
        return number if 0 <= number < self._count and number not in self._odd else None

    def _asked_for(self, name: str) -> int:
        times = self._times.get(name) or int(self.number_of(name) is not None)
        if times:
            self._times[name] = times + 1
        return times + 1

    def _give(self, name: str) -> str:
        counted = _integer(name)
        if self._shift is None and counted is not None:
            self._shift = counted - self._count
        if counted is None or counted - self._count != self._shift:
            self._odd[self._count] = name
            self._numbers[name] = self._count
        self._count += 1
        return name


def _integer(name: str) -> int | None:
    """Return the integer that a name spells as we would, or None."""
    if not (name.isascii() and name.isdecimal() and len(name) < 19) or (name[0] == "0" and len(name) > 1):
        return None
    return int(name)


class Turns:
    """Step objects in order, joined by model turn. Beside the objects themselves only places are kept."""

    def __init__(self, natives: Sequence[Native]) -> None:
        self.natives = natives
        self.groups = joined([native.value for native in natives])

    def objects(self, group: tuple[int, ...]) -> list[Mapping[str, Any]]:
        """Return the step objects of a group; none for an element that is no object."""
        return [fields for place in group if (fields := self.natives[place].fields) is not None]

    def heads(self) -> dict[int, str]:
        """Return for the place of each step object the id of the step that it is part of."""
        return {place: self.natives[group[0]].name for group in self.groups for place in group}


def steps_of(turns: Turns, *, agent: str = "main", parent: str | None = None) -> JoinedSteps[tuple[int, ...]]:
    """Return the steps that step objects make."""
    natives, groups = turns.natives, turns.groups

    def build(index: int, n: int | None, first_action: int | None, group: tuple[int, ...]) -> Step:
        return step_of([natives[place] for place in group], index, n, first_action, agent=agent, parent=parent)

    first = [natives[group[0]].value for group in groups]
    return JoinedSteps(
        groups,
        build,
        action_counts=[sum(_actions(natives[place].value) for place in group) for group in groups],
        copied=[isinstance(value, Mapping) and is_copied(value) for value in first],
        native_steps=len(natives),
        values=lambda group: [natives[place].value for place in group],
    )


def step_of(
    natives: Sequence[Native], index: int, n: int | None, first_action: int | None, *, agent: str, parent: str | None
) -> Step:
    """Return the step that the step objects of one model turn make."""
    raw = [native.raw for native in natives]
    objects = [fields for native in natives if (fields := native.fields) is not None]
    if not objects:
        return replace(_damaged(index, n, natives[0], raw), agent=agent, parent=parent)
    return step_from_atif(
        objects,
        index=index,
        n=n,
        first_action=first_action,
        raw=raw,
        agent=agent,
        parent=parent,
        copied=is_copied(objects[0]),
    )


def _actions(value: Any) -> int:
    return count_actions(value) if isinstance(value, Mapping) else 0


def _damaged(index: int, n: int | None, native: Native, raw: Sequence[RawRef]) -> Step:
    value = native.value
    text = value.text if isinstance(value, Damaged) else text_of(value)[:_SHOWN]
    return damaged_step(index=index, n=n, id=native.name, text=text, raw=raw, source="system")
