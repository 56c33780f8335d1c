"""Following the run on the screen: an index that is still being made, and a record that changes on disk.

Nothing is drawn while nothing happens: only the index is asked, and `stat`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from playhead.model import Tape

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

INDEX_EVERY = 0.1
FILE_EVERY = 1.0
"""Seconds between two looks."""


class Identity(NamedTuple):
    """What tells one state of a file from another."""

    inode: int
    size: int
    modified_ns: int


class Watch:
    """The file behind a tape, looked at from time to time."""

    def __init__(self, tape: Tape) -> None:
        self._path = tape.record or (tape.path if tape.path.is_file() else None)
        self._last = identity(self._path)

    def changed(self) -> str | None:
        """Return what happened since the last look: `grown`, `rewritten`, `replaced`, `truncated`, `gone`, or None."""
        now, before = identity(self._path), self._last
        if now == before:
            return None
        self._last = now
        if now is None:
            return "gone"
        if before is None or now.inode != before.inode:
            return "replaced"
        if now.size < before.size:
            return "truncated"
        return "grown" if now.size > before.size else "rewritten"

    def settle(self) -> None:
        """Take the present state as the known one: we have just written it ourselves."""
        self._last = identity(self._path)


def identity(path: Path | None) -> Identity | None:
    """Return the state of a file, None where there is none."""
    if path is None:
        return None
    try:
        found = os.stat(path)  # noqa: PTH116 - one system call, no object
    except OSError:
        return None
    return Identity(found.st_ino, found.st_size, found.st_mtime_ns)


class Following:
    """Keeps a run screen on the newest snapshot of its run."""

    def __init__(self, run: RunScreen, watch: Watch) -> None:
        self._run = run
        self._watch = watch
        self._timer: Timer | None = None

    def start(self) -> None:
        """Begin to look; the index only until it is complete."""
        if not self._run.steps.complete:
            self._timer = self._run.set_interval(INDEX_EVERY, self._look_at_index)
        self._run.set_interval(FILE_EVERY, self._look_at_file)

    def settle(self) -> None:
        """Take the record as it is now: we have just written it ourselves."""
        self._watch.settle()

    def _look_at_index(self) -> None:
        assert self._run.tape is not None
        if self._run.steps.complete:
            if self._timer is not None:
                self._timer.stop()
            self._run.take(self._run.tape.refreshed())
        self._run.index_grew()

    def _look_at_file(self) -> None:
        """Notice within a second that the record is another one now."""
        happened = self._watch.changed()
        assert self._run.tape is not None
        if happened == "grown" and self._run.tape.reread is not None:
            self._run.take(self._run.tape.refreshed())
        elif happened is not None:
            what = f"The record was {happened} on disk; what you label is kept. Open it again to read it anew."
            self._run.say(what, problem=True)
