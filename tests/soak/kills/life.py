"""The life of one record: labelled, folded and written at once, its processes killed again and again, then judged."""

from __future__ import annotations

import json
import os
import random
import select
import time
from collections.abc import Iterable
from pathlib import Path

from playhead.labels.event import Author
from playhead.labels.places import beside_record
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from playhead.opening import open_tape
from tests.soak.kills import ours
from tests.soak.kills.child import Child, forked
from tests.soak.kills.foreign import HOLDING, RENAMING, Ledger, pieces, write_for_ever
from tests.soak.kills.foreign_bytes import Found, Piece, in_document, in_log, torn_by_its_writer
from tests.soak.kills.judge import DOUBLED, FOREIGN, LEFT, LOST, OPENS, Verdict, journalled, judge_labels, judge_record
from tests.soak.kills.records import Document, Log, Record

_ONE_BY_ONE = 5
_ANNOTATORS = ("ana", "ana", "ben")
_FOLDER, _WRITER = "folder", "writer"
_LONGEST = 0.15  # seconds between two kills


class Life:
    """One record in a folder of its own, and the processes on it. `way` is how its program writes it."""

    def __init__(self, folder: Path, record: Record, way: str, seed: int) -> None:
        self.verdict = Verdict()
        self._record = record
        self._way = way
        self._path = folder / record.file
        self._path.write_bytes(record.content(0))
        if isinstance(record, Document):  # as a fold leaves it that was killed before we came
            (folder / f".{record.file}.playhead-0123456789ab.tmp").write_bytes(b"{}")
        self._where = f"{record.name}, {way}, seed {seed}"
        self._chance = random.Random(seed)
        self._ledger = Ledger()
        self._pieces: list[Piece] = [Piece(record.head)] if isinstance(record, Log) else []
        self._written = 0
        self._unsure: list[int] = []
        self._acknowledged: set[str] = set()
        self._children: list[Child] = []

    def live(self, kills: int) -> Verdict:
        """Let everybody work, kill so many of them, and return what is found."""
        roles = (*_ANNOTATORS, _FOLDER, _FOLDER, _WRITER)
        while self.verdict.counts["kills"] < kills:
            self._children = [self._begin(role) for role in roles]
            for _ in range(_ONE_BY_ONE):
                self._wait()
                victim = self._chance.randrange(len(roles))
                self._end([self._children[victim]])
                self._children[victim] = self._begin(roles[victim])
            self._wait()
            self._end(self._children)
            self._judge()
        self._finish()
        return self.verdict

    def fold_once(self) -> None:
        """Label and fold in this process."""
        store = LabelStore.open(open_tape(self._path), author=Author("human", "zoe"), schema=ours.SCHEMA)
        store.set(StepTarget("1", 1), "phase", "edit")
        store.fold()
        journalled(beside_record(self._path))
        store.close()

    def _begin(self, role: str) -> Child:
        chance = random.Random(self._chance.random())
        record, path, ledger, way = self._record, self._path, self._ledger, self._way
        if role == _WRITER:
            return forked(role, lambda _: write_for_ever(record, way, path, ledger, chance))
        if role == _FOLDER:
            return forked(role, lambda out: ours.fold_for_ever(record, path, out, chance))
        return forked(role, lambda out: ours.label_for_ever(record, path, role, out, chance))

    def _wait(self) -> None:
        """Wait until a moment that nobody chose, hearing what is told meanwhile."""
        until = time.monotonic() + self._chance.random() * _LONGEST
        while (left := until - time.monotonic()) > 0:
            for read in select.select([one.read for one in self._children], [], [], left)[0]:
                child = next(one for one in self._children if one.read == read)
                if child.hear():  # it ended by itself: that is judged when it is waited for
                    return

    def _end(self, children: Iterable[Child]) -> None:
        for child in children:
            code = child.kill()
            self.verdict.counts["kills"] += 1
            if code != -9:
                self.verdict.fail(OPENS, f"{self._where}: {child.role} ended by itself: {child.said.decode()[-600:]}")
            elif child.role == _FOLDER:
                self._count_folds(bytes(child.said))
            elif child.role != _WRITER:
                fresh = child.said.decode().split()
                self._acknowledged.update(fresh)
                self.verdict.counts["acknowledged"] += len(fresh)
            else:
                self._write_down()

    def _count_folds(self, said: bytes) -> None:
        self.verdict.counts["folds"] += said.count(ours.FOLDED)
        self.verdict.counts["folds put off"] += said.count(ours.REFUSED)

    def _write_down(self) -> None:
        """Note what the program has surely written, and what it may have written when it was killed."""
        done, meant = self._ledger.both
        self._unsure = [one for one in {*self._unsure, meant} if one > done]
        if self._appends and isinstance(self._record, Log):
            for number in range(self._written, meant):
                self._pieces.append(Piece(pieces(self._record, number // 2)[number % 2], number < done))
            self._written = (meant + 1) // 2 * 2  # the next one begins with a line of its own
        self.verdict.counts["foreign writes"] += max(0, meant - self.verdict.counts["_meant"])
        self.verdict.counts["_meant"] = meant

    @property
    def _appends(self) -> bool:
        return isinstance(self._record, Log) and self._way != RENAMING

    def _judge(self) -> None:
        if any(".playhead-" in one.name for one in self._path.parent.iterdir()):
            self._fold_again()
        there = journalled(beside_record(self._path))
        self.verdict.counts["torn"] = there.torn
        judge_labels(self.verdict, there, self._acknowledged, self._where)
        found = self._foreign({one.id: one.to_line() for one in there.events.values()})
        if found.wrong is not None:
            self.verdict.fail(FOREIGN, f"{self._where}: {found.wrong}")
        judge_record(self.verdict, found.ours, there.events.keys(), self._where)

    def _fold_again(self) -> None:
        """Fold as the next one would: what a killed fold took from the program comes back then."""
        child = forked(_FOLDER, lambda out: ours.fold_once(self._record, self._path, out))
        if child.wait() != 0:
            self.verdict.fail(OPENS, f"{self._where}: a fold: {child.said.decode(errors='replace')[-600:]}")
        self._count_folds(bytes(child.said))

    def _foreign(self, own: dict[str, bytes]) -> Found:
        """Compare the record, and what a fold has put beside it, with what its program wrote."""
        beside = sorted(self._path.parent.glob(f"{self._path.name}.kept-*"))
        tried = [self._compared(one.read_bytes(), own) for one in (self._path, *beside)]
        return next((one for one in tried if one.wrong is None), tried[0])

    def _compared(self, data: bytes, own: dict[str, bytes]) -> Found:
        record, done = self._record, self._ledger.both[0]
        unsure = [one for one in self._unsure if one > done]
        may_be = (*unsure, done)
        if isinstance(record, Document):
            found = in_document(data, map(record.content, may_be), record)
            at_it = found.wrong is not None and self._way != RENAMING
            left = map(record.content, unsure)
            torn = at_it and any(torn_by_its_writer(data, one, in_place=self._way == HOLDING) for one in left)
            return Found() if torn else found
        own = own if record.folds else {}
        if self._appends:
            return in_log(data, self._pieces, own)
        tried = [in_log(data, [Piece(record.content(one))], own) for one in may_be]
        return next((one for one in tried if one.wrong is None), tried[-1])

    def _finish(self) -> None:
        """Let the program end what it writes, fold once more, and look at everything a last time."""
        self._end_writing()
        child = forked("last fold", self._fold_last)
        if child.wait() != 0:
            self.verdict.fail(OPENS, f"{self._where}: the last fold: {child.said.decode(errors='replace')[-600:]}")
        elif child.said:
            for promise, sentence in json.loads(bytes(child.said)):
                self.verdict.fail(promise, f"{self._where}: {sentence}")
        self._judge()
        left = [one.name for one in self._path.parent.iterdir() if ".playhead-" in one.name]
        if left:
            self.verdict.fail(LEFT, f"{self._where}: {', '.join(left)} stays behind")
        del self.verdict.counts["_meant"]

    def _end_writing(self) -> None:
        _, meant = self._ledger.both
        if self._appends and isinstance(self._record, Log):
            line = self._record.line(self._written // 2 + 1)
            with self._path.open("ab", buffering=0) as file:
                file.write(b"\n" + line)
            self._pieces.append(Piece(b"\n" + line))
        else:
            self._path.write_bytes(self._record.content(meant + 1))
            self._ledger.did(meant + 1)

    def _fold_last(self, out: int) -> None:
        """Open the record, fold, and tell what does not hold then."""
        wrong = []
        store = LabelStore.open(open_tape(self._path), author=Author("human", "zoe"), schema=ours.SCHEMA)
        result = store.fold()
        expected = ("folded", "unchanged") if self._record.folds else ("journal_only",)
        if result.status not in expected:
            wrong.append((LOST, f"the last fold was {result.status}: {result.sentence}"))
        known = {one.id for one in store.events}
        tape = open_tape(self._path)
        if not len(tape.steps):
            wrong.append((OPENS, "the record opens without a step"))
        held = [one["label"]["id"] if "label" in one else one["id"] for one in tape.events]
        if self._record.folds and set(held) != known:
            wrong.append((LOST, f"the record holds {len(set(held)):,} of {len(known):,} labels after the last fold"))
        if len(held) != len(set(held)):
            wrong.append((DOUBLED, f"the record holds {len(held) - len(set(held)):,} labels twice"))
        os.write(out, json.dumps(wrong[:20]).encode())
