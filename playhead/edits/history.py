"""What a whole-file write replaced: found in what the run showed or wrote of the file before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from playhead.edits.applying import applied
from playhead.edits.reads import Shown, same_file, shown_by
from playhead.edits.unified import count_changes, unified_diff
from playhead.model import Action, Edit, Kind
from playhead.storage.source import KINDS, StepSource

LOOKED_AT = 2_000
DECODED = 300

_TELLING = {place for place, kind in enumerate(KINDS) if kind in (Kind.READ, Kind.EDIT, Kind.VCS)}
_NEW_FILE = re.compile(r"(?i)file created successfully|created (?:and wrote to )?(?:a )?new file|new file created")
_REFUSING = ("create",)  # Anthropic's editor and its descendants create no file that is there
# Programs that change files without a trace in the record; after one that names the file nothing is known.
_UNSEEN = re.compile(r"\b(?:rm|mv|cp|git\s+(?:checkout|restore|reset|stash|apply|revert|pull|merge|rebase)|truncate)\b")
# Files opened to be written, in the languages that scripts are written in.
_SCRIPTED = re.compile(
    r"open\([^()\n]*,\s*(?:mode\s*=\s*)?['\"][rbt]*[wax+]|\.write_(?:text|bytes)\(|\bwriteFile(?:Sync)?\(|\bFile\.write\b"
    r"|\bfile_put_contents\("
)
_FORMATTER = re.compile(
    r"\b(?:black|isort|autopep8|yapf|gofmt|goimports|rustfmt|prettier|clang-format|(?:cargo|go)\s+fmt|ruff\s+format)\b|--fix\b"
)
_LOOKS_ONLY = re.compile(r"--check\b|--diff\b|\binstall\b|--version\b")
_EVERYWHERE = re.compile(r"\s\.{1,3}(?:/|\s|$)|\bfmt\b")
_OTHER_FILE = re.compile(r"\bgit\s+(?:checkout|restore)\b.*\s--\s")


def completed_edit(steps: StepSource, index: int, edit: Edit) -> Edit:
    """Return a whole-file write of step `index` with its diff, added and removed lines; unchanged if unknown.

    What the file held before is what the run last read or wrote of it: whole reads and writes, with the edits since
    applied. A partial read, an edit whose diff is not in the record, or `git checkout` in between make it unknown.
    At most 2,000 steps are looked at, and 300 decoded.
    """
    if edit.written is None or edit.diff is not None:
        return edit
    before = content_before(steps, index, edit)
    if before is None or (not before.tabs and "\t" in edit.written):
        return edit
    return _with_diff(edit, before)


def _with_diff(edit: Edit, before: Shown) -> Edit:
    assert edit.written is not None
    if before.text is None:
        diff = unified_diff(None, edit.written, edit.path)
    else:
        diff = unified_diff(before.text, edit.written, edit.path, fragment=True)
    added, removed = count_changes(diff)
    return replace(edit, diff=diff, added=added, removed=removed)


def content_before(steps: StepSource, index: int, edit: Edit) -> Shown | None:
    """Return what the file held before an edit of step `index`, None if that is not known."""
    since: list[str] = []  # diffs made after the moment that is looked for, the last one first
    for action, edits in _earlier(steps, index, edit):
        for made in reversed(edits):
            if not same_file(made.path, edit.path):
                continue
            if made.written is not None:
                return None if made.derived else _replayed(Shown(made.written), since)
            if made.diff is None or made.added is None or is_append(action, made):
                return None
            since.append(made.diff)
        if edits and any(same_file(made.path, edit.path) for made in edits):
            continue
        shown = _creates(action, edit) or shown_by(action, edit.path)
        if shown is not None:
            return _replayed(shown, since)
        if may_change(action, edit.path):
            return None
    return None


def _replayed(shown: Shown, since: list[str]) -> Shown | None:
    text = shown.text
    for diff in reversed(since):
        text = applied(text, diff) if text is not None else None
        if text is None:
            return None
    return Shown(text, shown.tabs)


def _earlier(steps: StepSource, index: int, edit: Edit) -> Iterator[tuple[Action, tuple[Edit, ...]]]:
    """Yield actions before the edit, the last first, each with its edits that were before it; first its own."""
    actions = steps[index].actions
    place = next((place for place, action in enumerate(actions) if edit in action.edits), 0)
    if actions:
        own = actions[place]
        if _creates(own, edit):
            yield own, ()
            return
        before = own.edits[: own.edits.index(edit)] if edit in own.edits else ()
        if before:
            yield own, before
    for action in reversed(actions[:place]):
        yield action, action.edits
    decoded = 0
    start = max(0, index - LOOKED_AT)
    columns = steps.columns(start, index)
    for position in range(index - 1, start - 1, -1):
        if columns.kinds[position - start] in _TELLING or columns.actions[position - start] > 1:
            decoded += 1
            if decoded > DECODED:
                return
            for action in reversed(steps[position].actions):
                yield action, action.edits


def _creates(action: Action, edit: Edit) -> Shown | None:
    """Return that there was no file where the action is the one that made it."""
    if edit not in action.edits:
        return None
    refusing = action.arguments.get("command") in _REFUSING or action.tool in _REFUSING
    return Shown(None) if refusing or _NEW_FILE.search((action.output or "")[:500]) else None


def is_append(action: Action, made: Edit) -> bool:
    """Return whether a diff adds at the end of a file whose length is not known (`cat >>`)."""
    return bool(action.command) and made.diff is not None and made.diff.split("\n", 3)[2].startswith("@@ -0,0 ")


def may_change(action: Action, path: str) -> bool:
    """Return whether an action runs a program that may change the file without a trace in the record.

    Such are `git checkout` and its like, formatters, and scripts that name the file and write files.
    """
    command = action.command or ""
    name = path.rsplit("/", 1)[-1]
    if _UNSEEN.search(command) and (name in command or ("git" in command and not _OTHER_FILE.search(command))):
        return True
    if name in command and _SCRIPTED.search(command):
        return True
    return (
        _FORMATTER.search(command) is not None
        and _LOOKS_ONLY.search(command) is None
        and (name in command or _EVERYWHERE.search(command) is not None)
    )


def changes_unseen(action: Action) -> bool:
    """Return whether an action may change any file without a trace: `may_change` is worth asking."""
    command = action.command or ""
    return any(rule.search(command) for rule in (_UNSEEN, _SCRIPTED, _FORMATTER))
