"""Ten people label one record at once, in processes of their own, with clocks that differ and go back.

Run as `python -m tests.soak.people.crowd LABELS`: prints one JSON object.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import sys
import tempfile
import time
from pathlib import Path

from playhead.labels import ids
from playhead.labels.event import Author
from playhead.labels.places import beside_record
from playhead.labels.reading import read_journals
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from tests.playhead.labels.making import a_tape
from tests.soak.kills.child import Child, forked

PEOPLE = ("ana", "ana", "ben", "chloé", "dan", "eve", "eve", "fay", "gil", "ana/ben")
_DOCUMENT = b'{"schema_version":"ATIF-v1.7","steps":[1.10]}\n'
_SCHEMA = load_schema()


class _Clock:
    """A clock that stands still, jumps and goes back: everybody's begins at the same millisecond."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._now = 1_700_000_000_000_000_000

    def time_ns(self) -> int:
        """Return the time that this clock shows."""
        self._now += self._chance.choice((0, 0, 1_000_000, -5_000_000, 60_000_000_000, -60_000_000_000))
        return self._now


def crowd(folder: Path, labels: int) -> dict[str, object]:
    """Let everybody set so many labels, then fold at once, and say what each has seen in the end."""
    record = folder / "run.trajectory.json"
    record.write_bytes(_DOCUMENT)
    go = os.pipe()
    children = [
        forked(who, lambda out, who=who, number=number: _label(record, who, random.Random(number), labels, (out, *go)))
        for number, who in enumerate(PEOPLE)
    ]
    for child in children:
        _heard(child, b"ready\n")
    os.close(go[1])  # nobody reads the others' last labels before all are written
    digests = [_end(child) for child in children]
    os.close(go[0])
    events, problems = read_journals([beside_record(record)])
    held = [one["id"] for one in json.loads(record.read_bytes())["extra"]["playhead"]["events"]]
    return {
        "made": labels * len(PEOPLE),
        "journalled": len(events),
        "in the record": len(held),
        "twice in the record": len(held) - len(set(held)),
        "journals": len(list(beside_record(record).iterdir())),
        "torn": len(problems),
        "views": len(set(digests)),
        "failed": sum(digest.startswith("!") for digest in digests),
        "conflicts": int(digests[0].split()[1]) if " " in digests[0] else 0,
    }


def _label(record: Path, who: str, chance: random.Random, labels: int, pipes: tuple[int, int, int]) -> None:
    out, go, ours = pipes
    os.close(ours)
    ids.time = _Clock(chance)  # type: ignore[assignment]  # a clock of one's own
    tape = a_tape(path=record, record=record, format="atif")
    store = LabelStore.open(tape, author=Author("human", who), schema=_SCHEMA)
    for turn in range(labels):
        store.set(StepTarget(f"s{turn % 5}", turn % 5 + 1), "phase", chance.choice(("edit", "verification")))
        if turn % 7 == 0:
            store.reread()
    store.flush()
    os.write(out, b"ready\n")
    os.read(go, 1)
    while (result := store.fold()).status == "refused" and "holds" in result.sentence:
        time.sleep(0)  # another one folds
    store.reread()
    seen = [(one.event.id, one.state, one.value) for one in store.state.in_force]
    digest = hashlib.blake2b(repr((seen, [one.to_line() for one in store.events])).encode()).hexdigest()
    conflicts = len(store.state.in_state("conflict"))
    store.close()
    os.write(out, f"{digest} {conflicts}".encode())


def _heard(child: Child, words: bytes) -> None:
    """Wait until a child has said something, or has ended."""
    while not child.hear() and words not in child.said:
        select.select([child.read], [], [])


def _end(child: Child) -> str:
    child.wait()
    return bytes(child.said).removeprefix(b"ready\n").decode()


def main() -> None:
    """Print what came of it."""
    with tempfile.TemporaryDirectory(prefix="playhead-people-") as base:
        os.environ["XDG_STATE_HOME"] = f"{base}/state"
        print(json.dumps(crowd(Path(base), int(sys.argv[1]))))


if __name__ == "__main__":
    main()
