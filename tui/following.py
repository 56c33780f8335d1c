"""Noticing that the record on disk is no longer the one that was opened. Only `stat` is called: nothing is drawn."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from playhead.model import Tape


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
