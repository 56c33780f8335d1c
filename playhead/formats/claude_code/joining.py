"""The light pass over a session: every line is decoded once for what joins it, and forgotten.

Memory: each record leaves its place (24 bytes) and its id, in its step and among the known ones (150), each step about
350 bytes, each tool call about 350: together some 400 a record. 1 GB of sessions like the real ones are 300,000
records, so 130 MB. No decoded object outlives its line.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playhead.formats.claude_code.entries import What
from playhead.formats.claude_code.facts import Facts
from playhead.formats.claude_code.lines import SESSION_RECORDS
from playhead.formats.claude_code.record import Record, Role, record_of
from playhead.formats.claude_code.threads import Spot, Thread
from playhead.formats.findings import Findings
from playhead.formats.json_lines import ALIKE, Piece, pieces_of
from playhead.formats.record_places import Places
from playhead.formats.values import text_of
from playhead.model import Diagnostic
from playhead.storage.regular import opened

MAIN = ""
_LONGEST_TYPE = 80
_SPOKEN = (Role.MODEL, Role.PERSON)


@dataclass(frozen=True, slots=True)
class Session:
    """One file after the pass: `main` is its main thread, `inline` the sub-agents that are in it, by id."""

    places: Places
    main: Thread
    inline: dict[str, Thread]
    facts: Facts
    title: str
    diagnostics: tuple[Diagnostic, ...]


def join(path: Path, *, flat: bool = False) -> Session:
    """Return the steps of a file, thread by thread. `flat`: it is a sub-agent's own file, all is its main thread.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    joiner = Joiner(path, flat=flat)
    with opened(path) as descriptor:
        for piece in pieces_of(descriptor, os.fstat(descriptor).st_size, str(path), SESSION_RECORDS):
            joiner.take(piece)
    joiner.end()
    return joiner.session()


class Joiner:
    """The pass over one file: `take` each piece in order; `end` where the file ends, for now.

    `mixed`: it was taken for a sub-agent's own file, and holds records of a main thread.
    """

    def __init__(self, path: Path, *, flat: bool = False) -> None:
        self.places = Places(path)
        self.facts = Facts()
        self.mixed = False
        self._flat = flat
        self._findings = Findings()
        self.main = Thread(MAIN, self._findings)
        self._threads = {MAIN: self.main}
        self._uuids: set[str] = set()
        self._sidechains: dict[str, str] = {}
        self._repeated = self._first_repeated = 0
        self._unknown: Counter[str] = Counter()
        self._mended = 0
        self._in_a_row, self._last_unknown = 0, -2
        self._torn = False

    @property
    def has_others(self) -> bool:
        """Return whether another thread than the main one has steps."""
        return any(thread.entries for thread in self._threads.values() if thread is not self.main)

    @property
    def renumbers(self) -> bool:
        """Return whether what came after the end would renumber what was shown then."""
        return self.mixed or any(thread.renumbers for thread in self._threads.values())

    def take(self, piece: Piece) -> None:
        """Take in one record or damaged stretch."""
        if piece.torn:
            text = f"The file ends in the middle of a record, after {piece.length:,} bytes of it: {piece.damage}."
            self._findings.torn(f"line {piece.line}", text)
            self._torn = True
            return
        if self._torn:  # the file has grown since
            self._torn = False
            self._findings.torn()
        spot = self._spot(piece)
        if piece.value is None:
            self._findings.add("damaged_record", spot.where, f"{piece.length:,} bytes are no record: {piece.damage}.")
            self.main.add_entry(What.DAMAGED, spot)
            return
        if piece.note is not None and piece.line != self._mended:
            self._mended = piece.line
            self._findings.add("mended_record", spot.where, f"The line was not as it should be: {piece.note}.")
        record = record_of(piece.value)
        thread = self._thread(record, spot)
        self.facts.see(record, main=thread.key == MAIN)
        if record.wrong is not None:
            self._findings.add("wrong_type", spot.where, f"The record is not as it should be: {record.wrong}.")
        if record.role is Role.UNKNOWN:
            self._not_understood(record, thread, spot)
        elif record.role is not Role.NOTE:
            self._join(record, thread, spot)

    def end(self) -> None:
        """Make steps of what waits for nothing any more, as the file stands now."""
        for thread in self._threads.values():
            thread.end()

    def session(self) -> Session:
        """Return what was joined so far."""
        findings = self._findings.copy()
        for thread in self._threads.values():
            findings.extend(thread.orphans)
        if self._repeated:
            text = f"{self._repeated:,} lines repeat earlier ones, as a resume or compaction does: shown once."
            findings.add("repeated_records", f"line {self._first_repeated}", text)
        for kind, count in self._unknown.items():
            findings.add("unknown_type", f"type {kind}", f"{count:,} lines are of a type that is not known.")
        main, *inline = self._threads.values()
        title = self.facts.title(self._uuids)
        by_id = {thread.key: thread for thread in inline if thread.entries}
        return Session(self.places, main, by_id, self.facts, title, findings.all())

    def _spot(self, piece: Piece) -> Spot:
        lines = self.places.lines
        again = bool(lines) and lines[-1] == piece.line
        return Spot(self.places.add(piece), piece.line, piece.offset if again else None)

    def _first(self, uuid: str | None) -> str | None:
        """Return an id when it is met for the first time, else None."""
        if uuid is None or uuid in self._uuids:
            return None
        self._uuids.add(uuid)
        return uuid

    def _join(self, record: Record, thread: Thread, spot: Spot) -> None:
        if record.uuid is not None and self._first(record.uuid) is None:
            self._repeats(spot)
            return
        if record.role is Role.BOUNDARY:
            thread.add_boundary(record, spot)
            return
        thread.native_steps += 1
        if record.role is Role.PERSON:
            said = thread.add_person(record, spot)
            if said is not None and thread.key == MAIN:
                self.facts.see_person(said)
        elif not thread.add_model(record, spot):
            self._repeats(spot)

    def _repeats(self, spot: Spot) -> None:
        self._first_repeated = self._first_repeated or self.places.lines[spot.number]
        self._repeated += 1

    def _not_understood(self, record: Record, thread: Thread, spot: Spot) -> None:
        kind = record.line.get("type")
        if record.wrong is None and isinstance(kind, str):
            self._unknown[kind[:_LONGEST_TYPE]] += 1
            return
        if record.wrong is None:
            self._findings.add("wrong_type", spot.where, "The record does not say what it is: it has no type.")
        self._in_a_row = self._in_a_row + 1 if spot.number == self._last_unknown + 1 else 0
        self._last_unknown = spot.number
        if self._in_a_row >= ALIKE:
            return  # the last one that is shown stands for all that follow; the finding counts them
        thread.add_entry(What.DAMAGED, spot, self._first(record.uuid))

    def _thread(self, record: Record, spot: Spot) -> Thread:
        if not record.sidechain:
            self.mixed = self.mixed or (self._flat and record.role in _SPOKEN)
            return self.main
        if self._flat:
            return self.main
        key = record.agent or self._sidechains.get(text_of(record.body.get("parentUuid"))) or record.uuid or spot.name
        if record.uuid is not None:
            self._sidechains[record.uuid] = key
        thread = self._threads.get(key)
        if thread is None:
            thread = self._threads[key] = Thread(key, self._findings)
        thread.spawned_by = thread.spawned_by or record.spawned_by
        return thread
