"""Programs that write the record and know nothing of us: no lock, no look at what stands in it."""

from __future__ import annotations

import mmap
import os
import random
import select
import struct
from pathlib import Path

from tests.soak.kills.records import Document, Log, Record

APPENDING, HOLDING, RENAMING = "appending without a lock", "holding it open", "rewriting by rename"
WAYS = (APPENDING, HOLDING, RENAMING)
_TWO = struct.Struct("<qq")


class Ledger:
    """What a writer was about to write and what it has written, in memory that outlives it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _TWO.size)

    @property
    def both(self) -> tuple[int, int]:
        """How much is written, and how much was about to be."""
        done, meant = _TWO.unpack_from(self._shared)
        return done, meant

    def mean(self, number: int) -> None:
        """Say what will be written before it is."""
        _TWO.pack_into(self._shared, 0, self.both[0], number)

    def did(self, number: int) -> None:
        """Say that it is written."""
        _TWO.pack_into(self._shared, 0, number, number)


def pieces(log: Log, number: int) -> tuple[bytes, bytes]:
    """Return line `number` in the two halves that are written one after the other; neither begins with a newline."""
    line = log.line(number)
    half = random.Random(number).randrange(1, len(line) - 1)
    return line[:half], line[half:]


def write_for_ever(record: Record, way: str, path: Path, ledger: Ledger, chance: random.Random) -> None:
    """Write on behind what was meant before, in one of the WAYS, until killed."""
    if way == RENAMING:
        _rename(record, path, ledger, chance)
    elif isinstance(record, Log):
        _append(record, path, ledger, chance, holding=way == HOLDING)
    elif way == HOLDING:
        _write_in_place(record, path, ledger, chance)
    else:
        _write_in_halves(record, path, ledger, chance)


def _rest(chance: random.Random, most: float) -> None:
    """Do nothing for a moment; now and then for a longer one, as a program does that waits for a model."""
    select.select([], [], [], chance.random() * most * (10 if chance.random() < 0.2 else 1))


def _append(log: Log, path: Path, ledger: Ledger, chance: random.Random, *, holding: bool) -> None:
    """Append halves of lines; a ledger counts halves. A new writer begins with a line of its own."""
    number = (ledger.both[1] + 1) // 2 * 2
    while True:
        file = os.open(path, os.O_WRONLY | os.O_APPEND)
        for _ in range(chance.randrange(2, 12) if holding else 1):
            ledger.mean(number + 1)
            os.write(file, pieces(log, number // 2)[number % 2])
            ledger.did(number + 1)
            number += 1
            if holding:
                _rest(chance, 0.002)
        os.close(file)
        _rest(chance, 0.004 if number % 2 else 0.02)


def _rename(record: Record, path: Path, ledger: Ledger, chance: random.Random) -> None:
    number = ledger.both[1]
    while True:
        number += 1
        beside = path.with_name("theirs.tmp")
        beside.write_bytes(record.content(number))
        ledger.mean(number)
        beside.rename(path)
        ledger.did(number)
        _rest(chance, 0.03)


def _write_in_place(record: Document, path: Path, ledger: Ledger, chance: random.Random) -> None:
    """Hold the document open and write it anew in its place: first its bytes, then where it ends."""
    number = ledger.both[1]
    while True:
        file = os.open(path, os.O_RDWR)
        for _ in range(chance.randrange(1, 5)):
            _rest(chance, 0.003)
            number += 1
            data = record.content(number)
            ledger.mean(number)
            os.pwrite(file, data, 0)
            os.ftruncate(file, len(data))
            ledger.did(number)
        os.close(file)
        _rest(chance, 0.03)


def _write_in_halves(record: Document, path: Path, ledger: Ledger, chance: random.Random) -> None:
    """Empty the document and write it in two halves, as programs do that think nothing of it."""
    number = ledger.both[1]
    while True:
        number += 1
        data = record.content(number)
        half = chance.randrange(len(data))
        ledger.mean(number)
        with path.open("wb", buffering=0) as file:
            file.write(data[:half])
            _rest(chance, 0.001)
            file.write(data[half:])
        ledger.did(number)
        _rest(chance, 0.03)
