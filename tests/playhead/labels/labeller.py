"""Processes for tests: those that label at once, and programs that write a record beside us.

Run as `python -m tests.playhead.labels.labeller COMMAND FOLDER NUMBER`; prints one JSON object.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import threading
from pathlib import Path

from playhead.errors import CannotSaveError
from playhead.labels.places import places_of
from playhead.labels.reading import read_journals
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import StepTarget
from tests.playhead.labels.making import ANA, a_tape

TAPE = b'{"tape":{"version":1}}\n{"outcome":{"status":"failed"}}\n'


def _label(path: Path, out: int, count: int, go: int) -> None:
    """Set so many labels, telling each id when it is durable. After the first, wait for `go`."""
    store = LabelStore.open(a_tape(path=path), author=ANA, schema=load_schema())
    told: set[str] = set()

    telling = threading.Lock()

    def tell() -> None:
        with telling:
            fresh = {one.id for one in store.events} - store.waiting_ids - told - before
            told.update(fresh)
            if fresh:
                os.write(out, "".join(f"{one}\n" for one in sorted(fresh)).encode())

    before = {one.id for one in store.events}
    store.on_change = tell
    for number in range(count):
        store.set(StepTarget("s1", 2, number % 9 + 1), "phase", str(number), note="n" * (number * 997 % 9000))
        if number % 3 == 0:
            store.flush()
        if number == 0:
            os.read(go, 1)
    store.close()
    tell()  # closing waits for the disk, not for those who are told


def _forked(path: Path, count: int, go: tuple[int, int]) -> tuple[int, int]:
    """Return the process id of a labeller and the descriptor its acknowledged ids come from."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.close(read)
            os.close(go[1])
            _label(path, write, count, go[0])
        os._exit(0)
    os.close(write)
    return child, read


def _rest(read: int) -> str:
    parts = []
    while part := os.read(read, 1 << 16):
        parts.append(part)
    os.close(read)
    return b"".join(parts).decode()


def _journalled(path: Path) -> tuple[set[str], int]:
    events, problems = read_journals([places_of(a_tape(path=path)).journals])
    return {one.id for one in events}, len(problems)


def together(folder: Path, writers: int) -> dict[str, int]:
    """Let processes of one author label one run at once, and count what is there."""
    path = folder / "run.json"
    go = os.pipe()
    children = [_forked(path, 40, go) for _ in range(writers)]
    first = "".join(os.read(read, 1 << 16).decode() for _, read in children)
    os.close(go[1])
    acknowledged = {*first.split(), *(one for _, read in children for one in _rest(read).split())}
    for child, _ in children:
        os.waitpid(child, 0)
    files = len(list(places_of(a_tape(path=path)).journals.iterdir()))
    found, bad = _journalled(path)
    return {"acknowledged": len(acknowledged), "lost": len(acknowledged - found), "torn": bad, "files": files}


def small_disk(folder: Path, limit: int) -> dict[str, object]:
    """Label while no file may grow beyond a limit, and tell what was acknowledged, found and kept aside."""
    path = folder / "run.json"
    store = LabelStore.open(a_tape(path=path), author=ANA, schema=load_schema())
    soft = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, soft[1]))
    refused = ""
    events = []
    for number in range(12):
        events.append(store.set(StepTarget("s1", 2, number), "phase", "edit", note="n" * 100))
        try:
            store.flush()
        except CannotSaveError as error:
            refused = str(error)
    waiting = store.waiting_ids
    resource.setrlimit(resource.RLIMIT_FSIZE, soft)
    found, torn = _journalled(path)
    acknowledged = {one.id for one in events} - waiting
    store.close()
    after, _ = _journalled(path)
    return {
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - found),
        "waited": len(waiting),
        "torn": torn,
        "refused": refused,
        "after": len(after),
    }


def append_without_lock(folder: Path, rounds: int) -> dict[str, int]:
    """Append to a tape without a lock, many lines in two halves, until told to stop."""
    path = folder / "run.tape.jsonl"
    file = os.open(path, os.O_WRONLY | os.O_APPEND)
    print("ready", flush=True)
    for number in range(rounds):
        line = b'{"step":{"step_id":%d,"message":"%s"}}\n' % (number, b"m" * (number * 31 % 5000))
        half = number * 17 % len(line)
        os.write(file, line[:half])
        os.write(file, line[half:])
    return {"lines": rounds}


def rewrite_by_rename(folder: Path, rounds: int) -> dict[str, int]:
    """Rewrite a document by rename, again and again, as a live harness does."""
    path = folder / "run.json"
    print("ready", flush=True)
    for number in range(rounds):
        beside = folder / "theirs.tmp"
        beside.write_text(json.dumps({"version": number, "steps": ["x" * 2000] * 10}))
        beside.rename(path)
    return {"last": rounds - 1}


if __name__ == "__main__":
    command, where, amount = sys.argv[1:]
    print(json.dumps(globals()[command](Path(where), int(amount))), flush=True)
