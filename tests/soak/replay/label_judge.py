"""What must be true of a run and its labels after any crash, asked of the program's own readers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playhead.errors import CannotSaveError
from playhead.labels.event import Event
from playhead.labels.reading import read_journals
from playhead.labels.schema import Schema, load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import RunTarget
from playhead.model import Tape
from playhead.opening import open_tape
from tests.playhead.labels.making import ANA
from tests.soak.replay.records import RECORDS, what_is_wrong

the_schema = cache(load_schema)
OBSTACLE = b"not a folder"
IN_RECORD = "in the record: "
"""Before the id of an event that a fold said to have written."""


def schema() -> Schema:
    """Return the shipped schema, read once."""
    return the_schema(None)


def opened(record: Path) -> Tape:
    """Return the run, whole."""
    tape = open_tape(record)
    tape.steps.wait()
    return tape


@dataclass
class LabelJudge:
    """Judges a run by this name. `known`: every event that was ever made; `labels`: the tree they are kept in."""

    name: str
    labels: str | None = None
    known: dict[str, Event] = field(default_factory=dict)
    steps: tuple[str, ...] = ()

    def store(self, root: Path, *, read_only: bool = False) -> LabelStore:
        """Return the labels of the run as it stands, events noted as they are made."""
        place = None if self.labels is None else root / self.labels
        tape = opened(root / self.name)
        store = LabelStore.open(tape, author=ANA, schema=schema(), labels_dir=place, read_only=read_only)
        store.on_write = lambda event: self.known.update({event.id: event})
        return store

    def prepare(self, root: Path) -> None:
        """Lay out the record alone."""
        (root / self.name).write_bytes(RECORDS[self.name])
        self.steps = tuple(one.id for one in opened(root / self.name).steps)

    def __call__(self, root: Path, acknowledged: frozenset[str]) -> Iterator[str]:
        """Yield every promise that is broken."""
        record = root / self.name
        holes = b"\0" in record.read_bytes()
        yield from what_is_wrong(record, set(self.known))
        tape = opened(record)
        if not holes and tuple(one.id for one in tape.steps) != self.steps:
            yield "the run has other steps"
        held = {IN_RECORD + str(one["id"]) for one in tape.events}
        folded = {one for one in acknowledged if one.startswith(IN_RECORD)}
        yield from (f"what was folded is lost, {one}" for one in sorted(folded - held))
        before = _journals(root)
        safe = {one.id for one in read_journals({one.parent for one in root.rglob("*@*.jsonl")})[0]}
        store = self.store(root)
        try:
            there = {one.id: one for one in store.events}
            yield from (f"the acknowledged label {one} is lost" for one in sorted(acknowledged - folded - there.keys()))
            yield from (f"no journal holds the label {one}" for one in sorted(acknowledged - folded - safe))
            yield from (
                f"the label {name} says something else"
                for name, event in there.items()
                if event.to_line() != self.known[name].to_line()
            )
            new = store.set(RunTarget(), "note", "after the crash")
            yield from self._next_save(root, store, {*there, new.id})
            yield from (
                f"{path.name} did not only grow"
                for path, data in before.items()
                if not _journals(root).get(path, b"").startswith(data)
            )
            yield from self._next_fold(record, store, holes=holes)
        finally:
            store.close()

    def _next_save(self, root: Path, store: LabelStore, expected: set[str]) -> Iterator[str]:
        try:
            store.flush()
        except CannotSaveError as error:
            place = root / f"{self.name}.labels"
            if not place.is_file() or "offered again" not in str(error):
                yield f"the next label is not saved: {error}"
            elif place.read_bytes() != OBSTACLE:
                yield "what stood in the place of the labels changed"
        read = {one.id for one in self.store(root, read_only=True).events}
        yield from (f"{one} is gone after the next save" for one in sorted(expected - read))

    def _next_fold(self, record: Path, store: LabelStore, *, holes: bool) -> Iterator[str]:
        """Fold: all events are in the record then, each once, nothing else, and no copy is left beside it."""
        if store.waiting:
            return
        os.utime(record, (0, 0))  # it was left alone for a while
        result = store.fold()
        if result.status not in ("folded", "unchanged") and not holes:
            yield f"the next fold is {result.status}: {result.sentence}"
        yield from what_is_wrong(record, set(self.known))
        tape = opened(record)
        held = [str(one["id"]) for one in tape.events]
        if not holes and sorted(held) != sorted(one.id for one in store.events):
            yield f"the record holds {len(held)} events, the journals {len(store.events)}"
        if not holes and tape.diagnostics:
            yield f"the folded record is damaged: {tape.diagnostics[0].text}"
        left = [one.name for one in record.parent.iterdir() if ".playhead-" in one.name]
        if left and result.status == "folded":
            yield f"{left} is left beside the record"


def _journals(root: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in root.rglob("*@*.jsonl") if "waiting" not in one.parts}
