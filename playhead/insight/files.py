"""The files a run touched: how often each was read, edited and tested, and what the edits came to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playhead.edits.reads import same_file
from playhead.insight.shell import simple_commands
from playhead.model import Action, Edit, Kind
from playhead.storage.source import StepSource

_PATH = re.compile(r"[\w.@~+-]*(?:/[\w.@~+-]+)*\.\w{1,6}")
ASKED_EVERY = 256


@dataclass(slots=True)
class FileUse:
    """One file. `added` and `removed` sum what is known; `unknown` edits have no diff in the record.

    `first` is the position of the first step that touched it, `first_edit` of the first that edited it.
    """

    path: str
    first: int
    reads: int = 0
    edits: int = 0
    tests: int = 0
    added: int = 0
    removed: int = 0
    unknown: int = 0
    first_edit: int | None = None


def files_of(
    steps: StepSource,
    *,
    complete: Callable[[int, Edit], Edit] | None = None,
    going: Callable[[int], bool] | None = None,
) -> tuple[FileUse, ...]:
    """Return every file that was read, edited or named by a test command; edited ones first, each in reading order.

    `complete` finds what a whole-file write replaced, for its counts. `going` is told how far the look has come and
    stops it by returning False.
    """
    found = _Files()
    for position in range(len(steps)):
        if going is not None and position % ASKED_EVERY == 0 and not going(position):
            break
        step = steps[position]
        for action in step.actions if not step.copied else ():
            _take(found, action, position, complete)
    return tuple(sorted(found.all, key=lambda one: (not one.edits, one.first_edit or one.first)))


class _Files:
    """Files by name, so that `/app/x.py` and `x.py` are one."""

    def __init__(self) -> None:
        self.all: list[FileUse] = []
        self._by_name: dict[str, list[FileUse]] = {}

    def at(self, path: str, position: int) -> FileUse:
        """Return the file of a path, made where it is new."""
        beside = self._by_name.setdefault(path.rstrip("/").rsplit("/", 1)[-1], [])
        for one in beside:
            if same_file(one.path, path):
                if len(path) < len(one.path):
                    one.path = path
                return one
        made = FileUse(path, position)
        beside.append(made)
        self.all.append(made)
        return made


def _take(found: _Files, action: Action, position: int, complete: Callable[[int, Edit], Edit] | None) -> None:
    if action.kind is Kind.READ and action.path:
        found.at(action.path, position).reads += 1
    for path in dict.fromkeys(tested_paths(action)):
        found.at(path, position).tests += 1
    for edit in action.edits:
        one = found.at(edit.path, position)
        one.edits += 1
        one.first_edit = position if one.first_edit is None else one.first_edit
        known = complete(position, edit) if complete and edit.diff is None and edit.written is not None else edit
        if known.diff is None:
            one.unknown += 1
        else:
            one.added += known.added or 0
            one.removed += known.removed or 0


def tested_paths(action: Action) -> Iterator[str]:
    """Yield the files that a test command names."""
    if action.kind is not Kind.TEST or action.command is None:
        return
    for one in simple_commands(action.command):
        for word in one.words[1:]:
            path = word.split("::", 1)[0]
            if not path.startswith("-") and _PATH.fullmatch(path):
                yield path
