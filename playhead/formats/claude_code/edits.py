"""The edits that Claude Code's own tool results describe: exact hunks of what was written, not of what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playhead.edits.unified import Hunk, count_changes, diff_of_hunks, unified_diff
from playhead.formats.values import int_of, list_of, mapping_of, optional_text
from playhead.model import Edit

_SIGNS = (" ", "+", "-", "\\")
_LAST_LINE = 2**31


def edits_of_result(detail: Mapping[str, Any]) -> tuple[Edit, ...] | None:
    """Return the edits of a `toolUseResult`, None if it describes none and the rules for arguments should look.

    Edit, MultiEdit and Write give `structuredPatch`; a Write of a new file has an empty one and `originalFile` null.
    """
    path = optional_text(detail.get("filePath"))
    given = detail.get("structuredPatch")
    if path is None or not isinstance(given, list):
        return None
    content = detail.get("content")
    written = content if isinstance(content, str) else None
    if given:
        hunks = _hunks(given)
        diff = diff_of_hunks(path, hunks) if hunks else None
    elif written is not None:
        original = detail.get("originalFile")
        diff = unified_diff(original if isinstance(original, str) else None, written, path)
    else:
        diff = None
    return None if diff is None else (Edit(path, diff, *count_changes(diff), written),)


def _hunks(given: Sequence[Any]) -> list[Hunk] | None:
    """Return the hunks, None where one of them is not as a hunk should be."""
    hunks: list[Hunk] = []
    for one in given:
        hunk = mapping_of(one)
        old_start, new_start = int_of(hunk.get("oldStart")), int_of(hunk.get("newStart"))
        lines = list_of(hunk.get("lines"))
        if old_start is None or new_start is None:
            return None
        if min(old_start, new_start) < 0 or max(old_start, new_start) > _LAST_LINE:
            return None
        if not all(isinstance(line, str) and line.startswith(_SIGNS) and "\n" not in line for line in lines):
            return None
        hunks.append(Hunk(old_start, new_start, lines))
    return hunks
