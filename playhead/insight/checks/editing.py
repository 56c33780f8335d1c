"""Checks of what was edited: C8 (a big edit for a small failure), C10 (edits put back: Graphectory's flip-flop)."""

from __future__ import annotations

import posixpath
import statistics
from bisect import bisect_right
from collections.abc import Iterator

from playhead.insight.checks.checked import Checked
from playhead.insight.checks.values import CheckResult, Rule, Severity, times, told
from playhead.insight.ledger import Deed
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.insight.shell import simple_commands
from playhead.model import Action, Edit, Kind

C8 = Rule("C8", "over_edit", "a big edit for a small failure", Severity.INFO)
C10 = Rule("C10", "revert", "edits put back", Severity.INFO)
LOOKED_AT = 5_000
"""So many edits are looked into for what they put back."""
_FEWEST = 3
"""A median of fewer edits says nothing."""


def over_edit(run: Checked) -> CheckResult:
    """C8: after a failure of one test at most, edits of many files, or one many times as big as the run's median.

    Counted are the edits of source between one failure of the check and its next run.
    """
    settings = run.settings
    sizes = {deed.number: _size(run, deed) for deed in run.source_edits}
    known = [size for size in sizes.values() if size]
    median = statistics.median(known) if len(known) >= _FEWEST else 0
    found: list[Deed] = []
    most = 0
    for moment in run.insight.moments:
        for answer in _answers(run, moment):
            files = {change.path for deed in answer for change in run.source_changes(deed)}
            big = [deed for deed in answer if median and sizes[deed.number] >= settings.over_edit_times * median]
            most = max(most, len(files))
            found += answer if len(files) >= settings.over_edit_files else big
    found = list(dict.fromkeys(found))
    if not found:
        return C8.says(
            False, "No edit stood out after a small failure.", value=most, threshold=settings.over_edit_files
        )
    paths = [change.path for deed in found for change in run.source_changes(deed)]
    sized = f"the biggest {max(sizes[deed.number] for deed in found)} lines, the run's median {median:g}"
    why = f"One failing check was answered with {times(len(found), 'edit')} of {told(paths, 4)}; {sized}."
    return C8.says(True, why, found, value=most, threshold=settings.over_edit_files)


def _answers(run: Checked, moment: Moment) -> Iterator[list[Deed]]:
    """Yield the source edits after each failure of a moment in which one test failed at most, up to the next one."""
    counts = [each.failing for each in moment.attempts if each.failing is not None]
    if moment.outcome is MomentOutcome.NOT_NEGATIVE or not counts or max(counts) > 1:
        return
    starts = [each.number for each in moment.attempts]
    for start, stop in zip(starts, [*starts[1:], moment.end_action], strict=True):
        first, behind = (bisect_right(run.source_edits, number, key=_number) for number in (start, stop))
        yield list(run.source_edits[first:behind])


def _number(deed: Deed) -> int:
    return deed.number


def _size(run: Checked, deed: Deed) -> int:
    return sum((one.added or 0) + (one.removed or 0) for one in run.source_changes(deed) if not one.whole)


def revert(run: Checked) -> CheckResult:
    """C10: an edited file was put back: by git, by an undo, by the opposite edit, by writing what it had held before.

    Stashed and popped again is a look at the state before, and nothing put back.
    """
    put_back: list[Deed] = []
    paths: list[str] = []
    edited: dict[str, _Written] = {}
    stashed: list[Deed] = []
    for deed in [one for one in run.deeds if one.kind in {Kind.VCS, Kind.EDIT} or one.changes][:LOOKED_AT]:
        action = run.action(deed)
        if action is None or action.failed:
            continue
        if "stash" in (action.command or ""):
            stashed = [] if _pops(action) else [*stashed, deed] if edited and _stashes(action) else stashed
        undone = [path for path in _undone(action) if path in edited or (path == "*" and edited)]
        for edit in action.edits if deed.changes else ():
            name = posixpath.basename(edit.path)
            if edited.setdefault(name, _Written()).returns(edit):
                undone.append(name)
        undone = [name for name in undone if name == "*" or name not in run.own_files]
        if undone:
            put_back.append(deed)
            paths += [one if one != "*" else "all" for one in undone]
    put_back = sorted({*put_back, *stashed}, key=lambda deed: deed.number)
    if not put_back:
        return C10.says(
            False, "Nothing that was edited was put back, as far as the record shows.", value=0, threshold=1
        )
    what = told(paths) if paths else "stashed and not taken back"
    why = f"{times(len(put_back), 'action')} put edited files back as they had been: {what}."
    return C10.says(True, why, put_back, value=len(put_back), threshold=1)


class _Written:
    """What a file has held, as far as its edits tell: whole contents, and each change with the way back from it."""

    def __init__(self) -> None:
        self._whole: list[int] = []
        self._ways_back: set[int] = set()

    def returns(self, edit: Edit) -> bool:
        """Take an edit; return whether it makes the file what it had been before another edit."""
        if edit.written is not None:
            content = hash(edit.written)
            came_back = content in self._whole[:-1] and content != self._whole[-1]
            self._whole.append(content)
            self._ways_back.clear()
            return came_back
        if not edit.diff:
            return False
        removed, added = _sides(edit.diff)
        if removed == added or not (removed.strip() or added.strip()):
            return False
        came_back = hash((removed, added)) in self._ways_back
        self._ways_back.add(hash((added, removed)))
        return came_back


def _sides(diff: str) -> tuple[str, str]:
    lines = [line for line in diff.split("\n") if not line.startswith(("--- ", "+++ "))]
    return tuple("\n".join(line[1:] for line in lines if line.startswith(sign)) for sign in "-+")  # type: ignore[return-value]  # two signs


def _undone(action: Action) -> Iterator[str]:
    """Yield the names of files that git or an editor put back, `*` for all."""
    if action.tool == "undo_edit" or action.arguments.get("command") == "undo_edit":
        yield posixpath.basename(action.path or "") or "*"
    for one in simple_commands((action.command or "")[:5_000]):
        words = [word for word in one.words[2:] if not word.startswith("-") and word not in {"HEAD", "HEAD~1", "HEAD^"}]
        verb = one.words[1] if one.program == "git" and len(one.words) > 1 else ""
        if one.program == "undo_edit":
            yield posixpath.basename(one.words[-1]) if len(one.words) > 1 else "*"
        elif verb == "reset" and "--hard" in one.words:
            yield "*"
        elif verb in {"checkout", "restore"} and not {"-b", "-B", "--staged"} & set(one.words):
            yield from ("*" if word in {".", ":/"} else posixpath.basename(word) for word in words)


def _stashes(action: Action) -> bool:
    return any(_stash(one.words) in {"", "push", "save", "-u"} for one in simple_commands(action.command or ""))


def _pops(action: Action) -> bool:
    return any(_stash(one.words) in {"pop", "apply"} for one in simple_commands(action.command or ""))


def _stash(words: tuple[str, ...]) -> str | None:
    if words[:2] != ("git", "stash"):
        return None
    return words[2] if len(words) > 2 else ""
