"""The base of formats that are a log: JSON lines whose records are joined into steps, built when they are looked at.

A reader makes one light pass over `Log.scan()`, or lets `growing.py` feed it while one looks. Memory: 24 bytes a
record for where it stands, and what the pass keeps; no decoded record outlives the pass.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from playhead.errors import UnreadableError
from playhead.formats.build import damaged_step
from playhead.formats.findings import Findings
from playhead.formats.json_lines import Piece, decode_piece, pieces_of
from playhead.formats.read_again import ReadAgain
from playhead.formats.record_places import CHANGED, ChangedError, Places
from playhead.formats.rescue import ANY_RECORD, Rescue
from playhead.model import RawRef, Step
from playhead.storage.decode import UndecodableError
from playhead.storage.joined_steps import JoinedSteps
from playhead.storage.regular import opened


class Record(NamedTuple):
    """One record of a log: its number in the file from 0, where it stands (`line 12`), its object.

    `value` is None where the bytes are no record: the pass puts `Log.damaged(number)` among its groups.
    """

    number: int
    where: str
    value: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Group:
    """A step to be: the numbers of its records, the first one its own, and how many actions it has.

    `facts` is what else the pass learnt and the records alone do not tell: small, never a decoded record.
    """

    id: str
    records: tuple[int, ...]
    actions: int = 0
    native_ids: tuple[str, ...] = ()
    copied: bool = False
    damaged: bool = False
    facts: Any = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands in its run: what `make_step` wants to know of it."""

    index: int
    n: int | None
    first_action: int | None
    group: Group
    raw: tuple[RawRef, ...]
    agent: str = "main"
    parent: str | None = None

    def number(self, action: int) -> int | None:
        """Return the run-wide number of this step's action `action` (from 0), None where the step is copied."""
        return None if self.first_action is None else self.first_action + action

    def fields(self) -> dict[str, Any]:
        """Return the arguments of `make_step` that do not depend on what the records say."""
        return {
            "index": self.index,
            "n": self.n,
            "id": self.group.id,
            "native_ids": self.group.native_ids or (self.group.id,),
            "agent": self.agent,
            "parent": self.parent,
            "copied": self.group.copied,
            "raw": self.raw,
        }


Build = Callable[[Place, Sequence[dict[str, Any]]], Step]


class RecordLog(Protocol):
    """Records in an order, by number: lines of a file (`Log`), elements of a list in a document, files of a folder.

    What reads them again may raise ChangedError, UndecodableError and UnreadableError.
    """

    @property
    def findings(self) -> Findings:
        """Return the diagnostics so far: the pass adds its own."""
        ...

    def scan(self) -> Iterator[Record]:
        """Yield the records in their order."""
        ...

    def damaged(self, number: int) -> Group:
        """Return the group of a record that is shown as it stands."""
        ...

    def name(self, number: int) -> str:
        """Return the id of a record that has none of its own."""
        ...

    def raw(self, numbers: Sequence[int]) -> tuple[RawRef, ...]:
        """Return where some records stand."""
        ...

    def read(self, numbers: Sequence[int]) -> Sequence[dict[str, Any]]:
        """Return some records, decoded."""
        ...

    def text(self, numbers: Sequence[int]) -> str:
        """Return damaged records as they stand."""
        ...

    def quick(self, numbers: Sequence[int]) -> object:
        """Return some records for a quick look, decoded or as bytes; None where that cannot be had cheaply."""
        ...


@dataclass(slots=True)
class Log:
    """A file of JSON lines. `findings` are the diagnostics so far: the pass adds its own."""

    path: Path
    rescue: Rescue = ANY_RECORD
    findings: Findings = field(default_factory=Findings)
    places: Places = field(init=False)
    torn: bool = False
    _mended: int = 0
    _records: ReadAgain[dict[str, Any]] = field(default_factory=lambda: ReadAgain(lambda data: decode_piece(data)[0]))

    def __post_init__(self) -> None:
        """Begin without records."""
        self.places = Places(self.path)

    def scan(self) -> Iterator[Record]:
        """Yield the records in the order of the file; a last line that has not ended yet is left out, and told.

        Raises:
            UnreadableError: it is no regular file, or the file system failed.

        """
        with opened(self.path) as descriptor:
            for piece in pieces_of(descriptor, os.fstat(descriptor).st_size, str(self.path), self.rescue):
                record = self.record(piece)
                if record is not None:
                    yield record

    def record(self, piece: Piece) -> Record | None:
        """Take in the next piece of the file and return its record, None for one that has not ended yet."""
        where = f"line {piece.line}"
        if piece.torn:
            self.torn = True
            text = f"The file ends in the middle of a record, after {piece.length:,} bytes of it."
            self.findings.torn(where, text)
            return None
        if self.torn:  # the file has grown since
            self.torn = False
            self.findings.torn()
        if piece.value is None:
            self.findings.add("damaged_record", where, f"{piece.length:,} bytes are no record: {piece.damage}.")
        elif piece.note is not None and piece.line != self._mended:
            self._mended = piece.line
            self.findings.add("mended_record", where, f"The line was not as it should be: {piece.note}.")
        return Record(self.places.add(piece), where, piece.value)

    def damaged(self, number: int) -> Group:
        """Return the group of a record that no decoder could read: it is shown as its bytes."""
        return Group(f"byte-{self.places.offsets[number]}", (number,), damaged=True)

    def name(self, number: int) -> str:
        """Return the id of a record that has none: its line."""
        return f"line-{self.places.lines[number]}"

    def raw(self, numbers: Sequence[int]) -> tuple[RawRef, ...]:
        """Return where some records stand."""
        return tuple(self.places.raw(numbers))

    def read(self, numbers: Sequence[int]) -> Sequence[dict[str, Any]]:
        """Return some records, decoded again from where they stand."""
        found = self._records.made(self.places.bytes_of(numbers))
        return [found[number] for number in numbers]

    def text(self, numbers: Sequence[int]) -> str:
        """Return damaged records as they stand, of a very long one its start."""
        return self.places.text_of(numbers)

    def quick(self, numbers: Sequence[int]) -> object:
        """Return the bytes of some records, None where they are gone or others by now."""
        try:
            return b"\n".join(self.places.bytes_of(numbers).values())
        except (ChangedError, UnreadableError):
            return None


def step_in(log: RecordLog, place: Place, build: Build) -> Step:
    """Return the step of a place: built of its records, or shown as it stands where those are damaged or others now."""
    try:
        if place.group.damaged:
            return shown_as_text(place, log.text(place.group.records))
        return build(place, log.read(place.group.records))
    except (ChangedError, UndecodableError, UnreadableError):
        return shown_as_text(place, CHANGED)


def steps_of(log: RecordLog, groups: Sequence[Group], build: Build) -> JoinedSteps[Group]:
    """Return the steps of groups that are all known; `build` is called with a step's records when it is looked at."""

    def make(index: int, n: int | None, first_action: int | None, group: Group) -> Step:
        return step_in(log, Place(index, n, first_action, group, log.raw(group.records)), build)

    return JoinedSteps(
        groups,
        make,
        action_counts=[group.actions for group in groups],
        copied=[group.copied for group in groups],
        values=lambda group: log.quick(group.records),
    )


def shown_as_text(place: Place, text: str) -> Step:
    """Return the damaged step of a place: what stands there, as text."""
    step = damaged_step(index=place.index, n=place.n, id=place.group.id, text=text, raw=place.raw)
    ids = place.group.native_ids or (place.group.id,)
    return replace(step, native_ids=ids, agent=place.agent, parent=place.parent)
