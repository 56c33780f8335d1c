"""A label is set while the system fails: what was acknowledged is in the journal, what was not is offered again."""

from __future__ import annotations

import atexit
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from itertools import product
from pathlib import Path
from unittest import mock

from playhead.errors import CannotSaveError
from playhead.labels.places import places_of
from playhead.labels.reading import read_journals
from playhead.labels.saver import Saver
from playhead.labels.schema import Schema, load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import RunTarget
from tests.playhead.labels.making import ANA, a_tape
from tests.soak.faults.cases import faults_at
from tests.soak.faults.injector import Fault, Faults

SENTENCE = re.compile(
    r"\d labels? could not be saved in \S+: [^.]+\. "
    r"(Kept in \S+, and offered again when this run is next labelled or opened\."
    r"|Held in memory only \([^()]+\), and lost when playhead ends\.)"
)


def _asked(saver: Saver) -> int:
    saver._asked += 1
    return saver._asked


@contextmanager
def _alone(base: Path) -> Iterator[Path]:
    """Yield a folder for one trial, with a state directory of its own; only who flushes saves."""
    folder = Path(tempfile.mkdtemp(dir=base))
    with mock.patch.dict(os.environ, XDG_STATE_HOME=str(folder / "state")), mock.patch.object(Saver, "_ask", _asked):
        yield folder


def _end(store: LabelStore) -> None:
    """Let go of what the system takes from a program that was killed."""
    atexit.unregister(store.close)
    store._journal.close()
    store._saver._spool.close()


@cache
def _schema() -> Schema:
    return load_schema(None)


def _opened(folder: Path) -> LabelStore:
    return LabelStore.open(a_tape(1, path=folder / "run.json"), author=ANA, schema=_schema())


def trial(base: Path, fault: Fault | None, *, labelled: bool, ended: bool = False) -> tuple[list[str], Faults]:
    """Set a label under a fault and judge what became of it.

    `labelled`: there is one already. `ended`: it is the next start of the program that offers it again, where it can.
    """
    with _alone(base) as folder:
        store, faults, failures = _opened(folder), Faults(fault), []
        place = places_of(a_tape(1, path=folder / "run.json"))
        first = store.set(RunTarget(), "note", "before") if labelled else None
        store.flush()
        before = {path: path.read_bytes() for path in place.journals.glob("*")}
        told = None
        with faults:
            event = store.set(RunTarget(), "flag", "x")
            try:
                store.flush()
            except CannotSaveError as error:
                told = str(error)
        in_journal = {one.id for one in read_journals([place.journals])[0]}
        waits = {one.id for one in read_journals([place.waiting])[0]}
        if told is None and event.id not in in_journal:
            failures.append("acknowledged, and not in the journal")
        if told is not None and not SENTENCE.fullmatch(told):
            failures.append(f"said {told!r}")
        if told is not None and "Kept in" in told and event.id not in waits:
            failures.append("said to be kept, and is not")
        if told is not None and event.id not in store.waiting_ids:
            failures.append("refused, and not offered again")
        if faults.retried:
            failures.append(f"{faults.retried[0]} on a descriptor that lost data")
        if any(not path.read_bytes().startswith(content) for path, content in before.items()):
            failures.append("bytes of a journal were changed")
        is_kept = told is not None and "Kept in" in told
        if ended and is_kept:
            with faults:
                _end(store)
            store = _opened(folder)
        with faults if fault is not None and fault.stale else nullcontext():
            try:
                store.flush()
            except CannotSaveError as error:
                failures.append(f"never saved: {error}")
        wanted = {event.id} | ({first.id} if first else set())
        if {one.id for one in read_journals([place.journals])[0]} != wanted:
            failures.append("not in the journal afterwards")
        # What the journal shows is not offered again, and stays: after a failed sync that may be the cache's word.
        if is_kept and read_journals([place.waiting])[0] and not (ended and event.id in in_journal):
            failures.append("still waits though it is saved")
        store.close()
        return failures, faults


def saving(base: Path, share: float = 1.0) -> tuple[int, list[str]]:
    """Try every fault, or a share of them spread evenly; return how many and what went wrong."""
    cases, failures = 0, []
    for labelled in (False, True):
        every = list(faults_at(trial(base, None, labelled=labelled)[1].seen))
        for fault, ended in tuple(product(every, (False, True)))[:: max(1, round(1 / share))]:
            found, _ = trial(base, fault, labelled=labelled, ended=ended)
            cases += 1
            failures += [f"{fault}: {one}" for one in found]
    return cases, failures
