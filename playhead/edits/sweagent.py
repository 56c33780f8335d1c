"""Edits in SWE-agent's action lines: its editor called like a program, and its windowed `edit` in three spellings.

Sources: SWE-agent 0.x config/commands/edit_linting.sh (`edit N:M`, text, `end_of_edit`), 1.x tools/windowed_edit_*
(`edit SEARCH REPLACE`, `insert TEXT LINE`), tools/windowed (`create NAME`), tools/edit_anthropic (str_replace_editor).
The file that a windowed edit changes is the open one: the answer names it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playhead.edits.patches import edit_of_pairs
from playhead.edits.shell_script import calls_of
from playhead.edits.tools import edits_of_tool, was_refused
from playhead.late_pattern import late_pattern
from playhead.model import Edit

_PROGRAMS = late_pattern(
    r"\s*(?:edit|insert|create|append|str_replace_editor|str_replace_based_edit_tool|undo_edit)(?=\s|\Z)"
)
_BLOCK = late_pattern(r"\s*edit \d{1,9}:\d{1,9}\s*\n")
_OPEN_FILE = late_pattern(r"^\[File: (.+?) \(\d+ lines total\)\]", re.MULTILINE)
_REJECTED = late_pattern(
    r"Your proposed edit has introduced new syntax error|Your edit was not applied|Text not found|No file open"
    r"|Your original edit command|Usage: |Found \d+ occurrences|Error: File .* already exists|is not supported by"
)


def edits_of_action_line(line: str, arguments: Mapping[str, Any], output: str | None) -> tuple[Edit, ...] | None:
    """Return the edits of an action line, or None if it calls none of SWE-agent's editing tools."""
    if not _PROGRAMS.match(line):
        return None
    said = (output or "")[:4000].split("[File: ", 1)[0]  # what stands in the file itself refuses nothing
    if was_refused(output) or _REJECTED.search(said):
        return ()
    path = _open_file(arguments, output)
    if _BLOCK.match(line):
        return (Edit(path),) if path else ()
    calls = calls_of(line)
    words = [word.text for word in calls[0].words] if calls else []
    if not words:
        return ()
    if words[0].startswith("str_replace_"):
        return edits_of_tool(_editor_arguments(words), output)
    if words[0] == "create":
        return (Edit(path or words[1], added=1, written="\n"),) if len(words) == 2 else ()
    if words[0] == "edit" and path and len(words) in (3, 4):
        edit = edit_of_pairs(path, [(words[1], words[2])])
        return (edit if len(words) == 3 else Edit(path, diff=edit.diff),)
    return (Edit(path),) if path else ()


def _open_file(arguments: Mapping[str, Any], output: str | None) -> str:
    named = _OPEN_FILE.search(output or "")
    known = arguments.get("open_file")
    return named[1] if named else known if isinstance(known, str) else ""


def _editor_arguments(words: list[str]) -> dict[str, Any]:
    """Return the arguments in `str_replace_editor COMMAND PATH --name value ...`."""
    given: dict[str, Any] = dict(zip(("command", "path"), words[1:3], strict=False))
    for name, value in zip(words[3::2], words[4::2], strict=False):
        if name.startswith("--"):
            given[name[2:]] = int(value) if name == "--insert_line" and re.fullmatch(r"\d{1,9}", value) else value
    return given
