"""The patch up to a step: every edit that the record holds, replayed file by file; what it does not hold is said.

Where the content of a file before its first edit is known (a whole read, a write, a new file), its edits come to one
net diff. Elsewhere they stand one after another as they were made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playhead.edits.applying import applied
from playhead.edits.history import changes_unseen, completed_edit, content_before, is_append, may_change
from playhead.edits.made_edits import FileNames, made_edits
from playhead.edits.unified import count_changes, unified_diff
from playhead.model import Action, Edit
from playhead.storage.source import StepSource


@dataclass(frozen=True, slots=True)
class FileSoFar:
    """What became of one file.

    `diffs` are one net diff (`net`), or the diff of each edit with the position of its step. `edits` counts them all,
    `unknown` are positions of edits whose diff the record does not hold, `unseen` of commands that may have changed
    the file without a trace (`git checkout`), `replaced` of whole writes over nobody knows what: their diffs show all
    lines as new. A net file without a diff says that the edits undid one another.
    """

    path: str
    diffs: tuple[tuple[int, str], ...]
    net: bool
    edits: int
    unknown: tuple[int, ...] = ()
    unseen: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every change that is known of is in the diffs."""
        return not (self.unknown or self.unseen or self.replaced)

    @property
    def added(self) -> int:
        """How many lines the diffs add."""
        return sum(count_changes(diff)[0] for _, diff in self.diffs)

    @property
    def removed(self) -> int:
        """How many lines the diffs remove."""
        return sum(count_changes(diff)[1] for _, diff in self.diffs)


@dataclass(slots=True)
class _File:
    path: str
    base: str | None = None
    base_known: bool = False
    now: str | None = None
    now_known: bool = False
    first: int = 0
    edits: int = 0
    pieces: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)


def patch_so_far(
    steps: StepSource, position: int, *, going: Callable[[int], bool] | None = None
) -> tuple[FileSoFar, ...]:
    """Return what the edits up to and including the step at `position` came to, in the order of first edits.

    `going` is told how far the look has come and stops it by returning False.
    """
    names = FileNames()
    files: list[_File] = []
    for place, action, edits in made_edits(steps, position + 1, going):
        for edit in edits:
            number = names.at(edit.path)
            if number == len(files):
                files.append(_File(edit.path, first=place))
            _take(files[number], steps, place, action, edit)
        if not edits and not action.failed and changes_unseen(action):
            for one in files:
                if may_change(action, one.path):
                    one.unseen.append(place)
                    one.now_known = False
    return tuple(_told(one) for one in files)


def _take(one: _File, steps: StepSource, place: int, action: Action, edit: Edit) -> None:
    if not one.edits:
        before = content_before(steps, place, edit)
        if before is not None and (before.tabs or "\t" not in (edit.written or edit.diff or "")):
            one.base, one.base_known = before.text, True
            one.now, one.now_known = before.text, True
    one.edits += 1
    if edit.written is not None and not edit.derived:
        _write(one, steps, place, edit, edit.written)
    elif edit.diff is None:
        one.unknown.append(place)
        one.now_known = False
    elif edit.diff:
        one.pieces.append((place, edit.diff))
        one.now = applied(one.now or "", edit.diff) if one.now_known and not is_append(action, edit) else None
        one.now_known = one.now is not None


def _write(one: _File, steps: StepSource, place: int, edit: Edit, written: str) -> None:
    whole = completed_edit(steps, place, edit)
    if whole.diff is None:
        one.replaced.append(place)
    one.pieces.append((place, whole.diff if whole.diff is not None else unified_diff(None, written, one.path)))
    one.now, one.now_known = written, True


def _told(one: _File) -> FileSoFar:
    net = one.base_known and one.now_known
    diffs = tuple(one.pieces)
    if net:
        diff = unified_diff(one.base, one.now, one.path)
        diffs = ((one.first, diff),) if diff else ()
    if net:
        return FileSoFar(one.path, diffs, net=True, edits=one.edits)
    return FileSoFar(one.path, diffs, False, one.edits, tuple(one.unknown), tuple(one.unseen), tuple(one.replaced))
