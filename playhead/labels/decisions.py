"""One's own last decisions across runs: a short memory in the state directory, so that any of them is found again.

The journals beside the runs are the truth; what is lost here costs a list and nothing else.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from playhead.labels.event import DONE, RETRACT, Author, Event, event_from
from playhead.labels.places import reduced
from playhead.labels.plain import compact, plain
from playhead.model import Tape
from playhead.own_folders import state_folder
from playhead.storage.decode import UndecodableError, decode

SHOWN = 50
_READ = 256 << 10
_TRIMMED_ABOVE = 1 << 20


@dataclass(frozen=True, slots=True)
class Decision:
    """The last that one said in one register: `event`, about the run at `path` (and `key`), called `run`."""

    event: Event
    path: Path
    key: str | None
    run: str

    @property
    def in_force(self) -> bool:
        """Whether it says anything: it was not taken back."""
        return self.event.op != RETRACT and not (self.event.op == DONE and self.event.value is False)


class Decisions:
    """The memory of one author on this machine. Adding never raises and never waits for a disk to sync."""

    def __init__(self, author: Author, folder: Path | None = None) -> None:
        where = folder or state_folder() / "decisions"
        self.path = where / f"{reduced(author.id)}.jsonl"

    def add(self, events: Iterable[Event], tape: Tape) -> None:
        """Remember what was said about a run."""
        run = {"path": str(tape.path.absolute()), "key": tape.key, "title": (tape.title or tape.id)[:120]}
        lines = "".join(compact(plain({"label": one.to_json(), "run": run})) + "\n" for one in events)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(self.path, "a+b") as file:  # noqa: PTH123 - appended to
                file.write((b"" if _ends_line(file) else b"\n") + lines.encode("ascii"))
            if self.path.stat().st_size > _TRIMMED_ABOVE:
                self._trim()

    def last(self, count: int = SHOWN) -> tuple[Decision, ...]:
        """Return the last decisions, the newest first, each register once with the last that was said in it."""
        found: dict[Any, Decision] = {}
        for line in reversed(self._tail().split(b"\n")):
            one = _decision(line)
            if one is not None:
                found.setdefault(_register(one), one)
            if len(found) == count:
                break
        return tuple(found.values())

    def _tail(self) -> bytes:
        try:
            with open(self.path, "rb") as file:  # noqa: PTH123 - only its end is read
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _READ))
                return file.read(_READ)
        except OSError:
            return b""

    def _trim(self) -> None:
        kept = self._tail().partition(b"\n")[2]
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        fresh.write_bytes(kept)
        fresh.replace(self.path)


def _ends_line(file: BinaryIO) -> bool:
    """Return whether a file ends where a line does: a power loss may have left half a one."""
    size = file.seek(0, os.SEEK_END)
    return size == 0 or os.pread(file.fileno(), 1, size - 1) == b"\n"


def _decision(line: bytes) -> Decision | None:
    try:
        whole = decode(line)[0] if line.strip() else None
    except UndecodableError:
        return None
    event = event_from(whole)
    run = whole.get("run") if isinstance(whole, Mapping) else None
    if event is None or not isinstance(run, Mapping) or not isinstance(run.get("path"), str):
        return None
    key, title = run.get("key"), run.get("title")
    path = Path(run["path"])
    named = title if isinstance(title, str) and title else path.name
    return Decision(event, path, key if isinstance(key, str) else None, named)


def _register(one: Decision) -> Sequence[Any]:
    on = one.event.on.to_json()
    return (one.path, one.key, one.event.op == DONE, one.event.key, compact(plain(on)))
