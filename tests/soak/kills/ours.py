"""The processes of ours that are killed: people who label, and somebody who folds again and again."""

from __future__ import annotations

import os
import random
import select
import threading
from pathlib import Path

from playhead.errors import PlayheadError
from playhead.labels.event import Author
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from playhead.opening import open_tape
from tests.playhead.labels.making import a_tape
from tests.soak.kills.records import STEPS, Record

SCHEMA = load_schema()
FOLDED, UNCHANGED, REFUSED, ASIDE = b"f", b"u", b"r", b"j"
_WORDS = {"folded": FOLDED, "unchanged": UNCHANGED, "refused": REFUSED, "journal_only": ASIDE}


def label_for_ever(record: Record, path: Path, author: str, out: int, chance: random.Random) -> None:
    """Label the first steps until killed, telling each event's id once it is durable and not before."""
    tape = a_tape(STEPS, path=path, record=path, format=record.format)
    store = LabelStore.open(tape, author=Author("human", author), schema=SCHEMA)
    told = {one.id for one in store.events}
    telling = threading.Lock()

    def tell() -> None:
        with telling:
            fresh = {one.id for one in store.events} - store.waiting_ids - told
            told.update(fresh)
            os.write(out, "".join(f"{one}\n" for one in sorted(fresh)).encode())

    store.on_change = tell
    patient = chance.random() < 0.5
    while True:
        for _ in range(chance.randrange(1, 4)):
            target = StepTarget(f"s{(number := chance.randrange(STEPS))}", number + 1)
            if chance.random() < 0.1:
                store.retract(target, "phase")
            else:
                note = "n" * chance.choice((0, 0, 20, 300, 5000, 9000))
                store.set(target, "phase", chance.choice(("edit", "verification")), note=note or None)
        if patient:
            store.flush()
            tell()
        select.select([], [], [], chance.random() * 0.04)


def fold_for_ever(record: Record, path: Path, out: int, chance: random.Random) -> None:
    """Fold until killed, telling in a letter what came of it; the record may not open while others write it."""
    while True:
        store = _opened(record, path)
        for _ in range(chance.randrange(1, 6)):
            os.write(out, _WORDS[store.fold().status])
            select.select([], [], [], chance.random() * 0.004)
        store.close()


def fold_once(record: Record, path: Path, out: int) -> None:
    """Fold once, and tell the same."""
    store = _opened(record, path)
    os.write(out, _WORDS[store.fold().status])
    store.close()


def _opened(record: Record, path: Path) -> LabelStore:
    try:
        tape = open_tape(path)
    except PlayheadError:
        tape = a_tape(STEPS, path=path, record=path, format=record.format)
    return LabelStore.open(tape, author=Author("human", "zoe"), schema=SCHEMA)
