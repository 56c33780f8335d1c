"""The files of a run as stories: searched, read, edited, put back, tested, each with its step.

A file is told where it was read, edited, put back or tested; that searches found it is told of such files only. An
edit puts its file back where it writes what an earlier edit had taken out, or a content that the file had before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatch
from typing import NamedTuple

from playhead.edits.made_edits import FileNames
from playhead.insight.file_facts import EVERYTHING, Edited, FileFacts
from playhead.insight.ledger import Deed
from playhead.insight.paths import COMMON_NAMES, may_be_same

RULE = "file_story"
VERSION = 1
MOST_EVENTS = 5_000
"""So many events of a file are kept; `counts` tells of all."""
MOST_FOUND = 20_000
"""So many files that searches found are kept in mind."""


class What(StrEnum):
    """What happened to a file."""

    SEARCHED = "searched"
    READ = "read"
    EDITED = "edited"
    REVERTED = "reverted"
    TESTED = "tested"


class FileEvent(NamedTuple):
    """One thing that happened to a file, in the action `number` of the step at `position`."""

    position: int
    number: int
    what: What


@dataclass(frozen=True, slots=True)
class FileStory:
    """A file with its events in the order of the run; `counts` counts all, `left_out` those that are not told."""

    path: str
    events: tuple[FileEvent, ...]
    counts: Mapping[What, int]
    left_out: int = 0

    @property
    def first(self) -> int:
        """Return the position of its first event."""
        return self.events[0].position


class FileStories(NamedTuple):
    """The stories of a run, edited files first; `only_found` counts the files that searches found and nothing else."""

    files: tuple[FileStory, ...] = ()
    only_found: int = 0


def stories_of(deeds: Iterable[Deed]) -> FileStories:
    """Return the story of each file, by the ledger of a run's actions."""
    told = _Telling()
    for deed in deeds:
        told.take(deed)
    return told.stories()


@dataclass(slots=True)
class _File:
    path: str
    events: list[FileEvent] = field(default_factory=list)
    counts: Counter[What] = field(default_factory=Counter)
    states: dict[int, set[int]] = field(default_factory=dict)
    contents: list[int] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    stashed: bool = False
    found: bool = True

    def add(self, deed: Deed, what: What) -> None:
        event = FileEvent(deed.position, deed.number, what)
        if self.events and self.events[-1] == event:
            return
        self.counts[what] += 1
        self.found = self.found and what is What.SEARCHED
        if len(self.events) < MOST_EVENTS:
            self.events.append(event)


class _Telling:
    """Files by what they are called, each with what has happened to it so far."""

    def __init__(self) -> None:
        self._names = FileNames()
        self._files: list[_File] = []

    def take(self, deed: Deed) -> None:
        facts = deed.files or FileFacts()
        for path in facts.hits:
            one = self._at(path, loose=True, new=len(self._files) < MOST_FOUND)
            if one is not None:
                one.add(deed, What.SEARCHED)
        if deed.read is not None:
            self._add(deed, deed.read, What.READ)
        for edit in facts.edited:
            found = self._at(edit.path)
            if found is not None:
                found.add(deed, What.REVERTED if _returns(found, edit) else What.EDITED)
        self._put_back(deed, facts)
        for path in facts.tested:
            self._add(deed, path, What.TESTED)

    def stories(self) -> FileStories:
        """Return what has been told, edited files first."""
        told = [one for one in self._files if not one.found]
        made = [
            FileStory(one.path, tuple(one.events), one.counts, one.counts.total() - len(one.events)) for one in told
        ]
        made.sort(key=lambda one: (not one.counts[What.EDITED], _first_edit(one)))
        return FileStories(tuple(made), len(self._files) - len(told))

    def _add(self, deed: Deed, path: str, what: What) -> None:
        one = self._at(path)
        if one is not None:
            one.add(deed, what)

    def _put_back(self, deed: Deed, facts: FileFacts) -> None:
        for path in facts.back:
            for one in self._files:
                if one.counts[What.EDITED] and _covers(path, one.path):
                    one.add(deed, What.REVERTED)
                    one.stashed = path == EVERYTHING
        for one in self._files if facts.again else ():
            if one.stashed:
                one.add(deed, What.EDITED)
                one.stashed = False

    def _number(self, path: str, *, loose: bool) -> int | None:
        """Return the number of a file; a bare name is that of the one file that ends in it, if not too common."""
        number = self._names.find(path)
        folder, _, name = path.strip("/").rpartition("/")
        if number is None and (loose or not folder) and (folder or name not in COMMON_NAMES):
            return self._names.ending_like(path)
        return number

    def _at(self, path: str, *, loose: bool = False, new: bool = True) -> _File | None:
        number = self._number(path, loose=loose)
        if number is None:
            if not new:
                return None
            number = self._names.at(path)
            self._files.append(_File(path))
        one = self._files[number]
        if one.found and not loose:
            one.path = path  # a search prints paths from where it was; how the run opens the file is its name
        return one


def _returns(one: _File, edit: Edited) -> bool:
    """Take an edit; return whether it puts back what an earlier edit had taken out, or a whole content from before."""
    if edit.come is None:
        one.states.clear()
        return False
    if edit.whole:
        back = edit.come in one.seen and one.contents[-1:] != [edit.come]
        one.contents[:] = [edit.come]
        one.seen.add(edit.come)
        return back
    assert edit.gone is not None
    before = one.states.pop(edit.gone, set())
    before.add(edit.gone)
    back = edit.come in before
    before.discard(edit.come)
    one.states[edit.come] = before
    return back


def _covers(back: str, path: str) -> bool:
    """Return whether what was put back is the file, a folder above it, or a pattern of names."""
    if back == EVERYTHING:
        return True
    name = path.rsplit("/", 1)[-1]
    if "*" in back:
        return fnmatch(name, back.rsplit("/", 1)[-1])
    if back.rstrip("/").rsplit("/", 1)[-1] == name:
        return ("/" in back or name not in COMMON_NAMES) and may_be_same(back, path)
    folder = back.removeprefix("./").strip("/")
    return bool(folder) and f"/{folder}/" in f"/{path}"


def _first_edit(one: FileStory) -> int:
    return next((event.position for event in one.events if event.what is What.EDITED), one.first)
