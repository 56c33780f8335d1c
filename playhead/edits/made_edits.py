"""The edits of a run in order, with what else may have changed files: for whatever replays them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from playhead.edits.reads import same_file
from playhead.model import Action, Edit
from playhead.storage.source import StepSource

ASKED_EVERY = 256
_NAME = re.compile(r"[\w.@+-]+")


class Made(NamedTuple):
    """An action with the position of its step, and the edits that it made: none where it is told for another reason."""

    position: int
    action: Action
    edits: tuple[Edit, ...]


def made_edits(steps: StepSource, stop: int, going: Callable[[int], bool] | None = None) -> Iterator[Made]:
    """Yield every executed action of the steps before `stop`; `going` ends it, asked every 256 steps."""
    for position in range(min(stop, len(steps))):
        if going is not None and position % ASKED_EVERY == 0 and not going(position):
            return
        step = steps[position]
        for action in step.actions if not step.copied else ():
            if action.executed:
                yield Made(position, action, action.edits)


class FileNames:
    """Files by what the run calls them, so that `/app/x.py` and `x.py` are one. Numbers count from 0."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._by_name: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.paths)

    def find(self, path: str) -> int | None:
        """Return the number of the file that a path names; None for a new one."""
        return next((number for number in self._beside(path) if same_file(self.paths[number], path)), None)

    def at(self, path: str) -> int:
        """Return the number of the file that a path names, a new one where it is new."""
        found = self.find(path)
        if found is None:
            found = len(self.paths)
            self.paths.append(path)
            self._by_name.setdefault(_name(path), []).append(found)
        return found

    def ending_like(self, path: str) -> int | None:
        """Return the one file whose path has the other at its end, or is the end of it; None for none or several."""
        one = path.strip("/")
        found = [
            number
            for number in self._beside(path)
            if f"/{self.paths[number].strip('/')}".endswith(f"/{one}")
            or f"/{one}".endswith(f"/{self.paths[number].strip('/')}")
        ]
        return found[0] if len(found) == 1 else None

    def named_in(self, text: str) -> Iterator[int]:
        """Yield the numbers of the files whose names a text holds."""
        for name in dict.fromkeys(_NAME.findall(text)):
            yield from self._by_name.get(name, ())

    def _beside(self, path: str) -> list[int]:
        return self._by_name.get(_name(path), [])


def _name(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]
