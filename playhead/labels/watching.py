"""Noticing what others write into a run's journals: by `stat`, so that nothing is read while nothing happens."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from playhead.labels.places import JOURNALS

_SUFFIX = JOURNALS.removeprefix("*")
Seen = dict[str, tuple[int, int, int]]


class JournalWatch:
    """The journals of some folders, looked at from time to time."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._last = self._look()

    def changed(self, own: Path | None = None) -> bool:
        """Return whether any journal but `own` is new or another one than at the last look."""
        before, self._last = self._last, self._look()
        mine = None if own is None else str(own)
        return any(before.get(path) != state for path, state in self._last.items() if path != mine)

    def _look(self) -> Seen:
        seen: Seen = {}
        for folder in self._folders:
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.endswith(_SUFFIX):
                            found = entry.stat()
                            seen[entry.path] = (found.st_ino, found.st_size, found.st_mtime_ns)
            except OSError:
                continue
        return seen
