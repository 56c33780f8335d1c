"""Where a person stopped: the last run and step of each folder that was listed, kept in the state directory."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playhead.own_folders import state_folder

_MOST_FOLDERS = 200
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Stop:
    """A run, by its path and key, and the step one was at: its number, else its id."""

    path: str
    key: str | None
    step: str


class Stops:
    """The stops of all folders. A file that makes no sense holds none; one that cannot be written is left."""

    def __init__(self, folders: Iterable[Path], path: Path | None = None, *, read_only: bool = False) -> None:
        self._path = path or state_folder() / "stopped.json"
        self._folder = "\n".join(os.path.realpath(one) for one in folders)
        self._read_only = read_only
        self.last = self._all().get(self._folder)

    def is_at(self, path: Path, key: str | None) -> bool:
        """Return whether this is the run one stopped in; without a key, the only run of its file."""
        last = self.last
        return last is not None and last.path == os.path.realpath(path) and key in (None, last.key)

    def stop(self, path: Path, key: str | None, step: str) -> None:
        """Remember where one is leaving."""
        self.last = Stop(os.path.realpath(path), key, step)
        if self._read_only:
            return
        stops = {folder: stop for folder, stop in self._all().items() if folder != self._folder}
        kept = [*stops.items(), (self._folder, self.last)][-_MOST_FOLDERS:]
        written = {folder: [stop.path, stop.key, stop.step] for folder, stop in kept}
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_text(json.dumps({"version": 1, "folders": written}), encoding="utf-8")
                beside.replace(self._path)
            except OSError:
                beside.unlink()

    def _all(self) -> dict[str, Stop]:
        try:
            if self._path.stat().st_size > _MOST_BYTES:
                return {}
            folders = json.loads(self._path.read_text(encoding="utf-8"))["folders"]
            return {folder: stop for folder, value in folders.items() if (stop := _stop(value)) is not None}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return {}


def _stop(value: Any) -> Stop | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    path, key, step = value
    if not isinstance(path, str) or not isinstance(step, str) or not (key is None or isinstance(key, str)):
        return None
    return Stop(path, key, step)
