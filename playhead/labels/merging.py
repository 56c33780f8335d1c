"""Labels on the way between people: packed as lines that name their run, and merged into the journals of a run."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playhead.errors import CannotSaveError
from playhead.labels.anchor import Finder
from playhead.labels.event import Author, Event, event_from
from playhead.labels.identity import identity_of
from playhead.labels.journal import Journal
from playhead.labels.places import places_of
from playhead.labels.plain import compact, plain
from playhead.labels.reading import read_journals
from playhead.labels.registers import unique
from playhead.model import Diagnostic, Tape
from playhead.storage.decode import UndecodableError, decode


@dataclass(frozen=True, slots=True)
class Packed:
    """One packed line: an event, and the `run` object that says what it is about."""

    event: Event
    run: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of merging into one run: how many events are new, were there already, or are of another run.

    `differing` are those of the known whose id is there with something else said; what is there stays.
    """

    written: int
    known: int
    foreign: int
    differing: int = 0


def packed_lines(tape: Tape, events: Iterable[Event]) -> Iterator[bytes]:
    """Yield a line for each event: `{"label": {...}, "run": {...}}`, ASCII. A journal may hold such lines too."""
    run = identity_of(tape).to_json()
    for event in events:
        yield compact(plain({"label": event.to_json(), "run": run})).encode("ascii") + b"\n"


def unpacked(line: bytes) -> Packed | None:
    """Return what a packed line says, None for any other line."""
    try:
        whole = decode(line)[0]
    except UndecodableError:
        return None
    run = whole.get("run") if isinstance(whole, Mapping) else None
    event = event_from(whole)
    return Packed(event, run) if event is not None and isinstance(run, Mapping) else None


def events_of(tape: Tape, labels_dir: Path | None = None) -> tuple[list[Event], tuple[Diagnostic, ...]]:
    """Return every event of a run, and what of them cannot be read.

    They are those of its record, of its journals, and those that wait in the state directory.
    """
    places = places_of(tape, labels_dir)
    held = [one for one in map(event_from, tape.events) if one is not None]
    journalled, problems = read_journals([*places.reading, places.waiting])
    finder = Finder(tape)
    return [one for one in unique([*held, *journalled]) if finder.belongs(one)], problems


def merge_into(tape: Tape, events: Iterable[Event], labels_dir: Path | None = None) -> Merged:
    """Write the events that a run does not have yet into journals named after their authors, and return the counts.

    Events go by id: merging twice writes nothing the second time, and what is there already stays as it is.

    Raises:
        CannotSaveError: they cannot be written; what was written before stays.

    """
    places = places_of(tape, labels_dir)
    finder = Finder(tape)
    given = unique(events)
    mine = [one for one in given if finder.belongs(one)]
    known = {one.id: one for one in events_of(tape, labels_dir)[0]}
    fresh: dict[Author, list[Event]] = defaultdict(list)
    for one in mine:
        if one.id not in known:
            fresh[Author(one.by.kind, one.by.id)].append(one)
    for author, ones in fresh.items():
        _append(Journal(places.journals, author, parents=places.own_tree), ones)
    written = sum(map(len, fresh.values()))
    differing = sum(one.id in known and known[one.id].to_line() != one.to_line() for one in mine)
    return Merged(written, len(mine) - written, len(given) - len(mine), differing)


def _append(journal: Journal, events: list[Event]) -> None:
    try:
        journal.append(events)
    except OSError as error:
        why = error.strerror or os.strerror(error.errno or 0)
        raise CannotSaveError(f"Labels cannot be written into {journal.folder}: {why}.") from error
    finally:
        journal.close()
