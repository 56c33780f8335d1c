"""Patches as agents write them, as edits: unified diffs, the V4A form of `apply_patch`, SEARCH/REPLACE blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playhead.edits.diff_index import DiffIndex
from playhead.edits.unified import Hunk, count_changes, count_lines, diff_of_hunks, unified_diff
from playhead.late_pattern import late_pattern
from playhead.model import Edit

MOST_EDITS = 500

# The grammar of V4A: codex-rs/apply-patch/apply_patch_tool_instructions.md in openai/codex.
_V4A = late_pattern(r"^\*\*\* Begin Patch[ \t]*\r?$(.*?)(?:^\*\*\* End Patch|\Z)", re.MULTILINE | re.DOTALL)
_V4A_FILE = late_pattern(r"^\*\*\* (Add|Update|Delete) File: (.*?)\r?$", re.MULTILINE)
_V4A_MOVE = late_pattern(r"\s*\*\*\* Move to: (.*?)\r?$", re.MULTILINE)
# Cline's replace_in_file writes 7 or more signs or `------- SEARCH`; Roo's apply_diff adds `:start_line:N` and a rule.
_BLOCK_START = late_pattern(r"(?:<{5,}|-{5,}) ?SEARCH>?\s*")
_BLOCK_MIDDLE = late_pattern(r"={5,}\s*")
_BLOCK_END = late_pattern(r"(?:>{5,}|\+{5,}) ?REPLACE\s*")
_BLOCK_LINE = late_pattern(r":(?:start|end)_line: ?(\d{1,9})\s*")


def is_v4a(text: str) -> bool:
    """Return whether a text holds a patch of the `apply_patch` kind."""
    return "*** Begin Patch" in text


def edits_of_v4a(text: str) -> tuple[Edit, ...]:
    """Return the edits of a V4A patch; its hunks have no line numbers, so they are numbered from 1."""
    found = _V4A.search(text)
    if not found:
        return ()
    _, *parts = _V4A_FILE.split(found[1], maxsplit=MOST_EDITS)
    return tuple(_v4a_edit(*parts[place : place + 3]) for place in range(0, len(parts), 3))


def _v4a_edit(verb: str, path: str, body: str) -> Edit:
    if verb == "Delete":
        return Edit(path, added=0)
    if verb == "Add":
        content = "".join(line[1:] + "\n" for line in body.split("\n") if line.startswith("+"))
        diff = unified_diff(None, content, path)
        return Edit(path, diff=diff, added=count_lines(content), removed=0, written=content)
    moved = _V4A_MOVE.match(body)
    if moved:
        path, body = moved[1], body[moved.end() :]
    diff = diff_of_hunks(path, _v4a_hunks(body))
    added, removed = count_changes(diff)
    return Edit(path, diff=diff, added=added, removed=removed)


def _v4a_hunks(body: str) -> Iterator[Hunk]:
    section, lines = "", list[str]()
    old = new = 1
    for line in [*body.strip("\n").split("\n"), "@@"]:
        if line.startswith("@@"):
            if lines:
                yield Hunk(old, new, lines, section)
                old += sum(one[:1] != "+" for one in lines)
                new += sum(one[:1] != "-" for one in lines)
            section, lines = line[2:].strip(), []
        elif not line.startswith("*** "):
            lines.append(line if line[:1] in ("+", "-", " ") else " " + line)


def edits_of_blocks(path: str, text: str) -> tuple[Edit, ...]:
    """Return one edit of `path` made of its SEARCH/REPLACE blocks, or none where there is no whole block."""
    hunks: list[Hunk] = []
    side: list[str] | None = None
    old: list[str] = []
    start = 1
    for line in text.split("\n"):
        if _BLOCK_START.fullmatch(line):
            old, start = [], 1
            side = old
        elif side is None:
            continue
        elif side is old and (number := _BLOCK_LINE.fullmatch(line)):
            start = int(number[1]) if line.startswith(":start") else start
        elif side is old and not old and line.strip() == "-------":
            continue
        elif side is old and _BLOCK_MIDDLE.fullmatch(line):
            side = []
        elif side is not old and _BLOCK_END.fullmatch(line):
            hunks.append(Hunk(start, start, _pair_lines("\n".join(old), "\n".join(side))))
            side = None
        else:
            side.append(line)
    return (edit_of_hunks(path, hunks),) if hunks else ()


def edit_of_pairs(path: str, pairs: list[tuple[str, str]], start: int = 1) -> Edit:
    """Return the edit that replaces each first text by its second; `start` is the line of the first pair, if known."""
    hunks: list[Hunk] = []
    for old, new in pairs:
        lines = _pair_lines(old, new)
        if lines:
            hunks.append(Hunk(start, start, lines))
            start += sum(line[:1] != "+" for line in lines)
    return edit_of_hunks(path, hunks)


def edit_of_hunks(path: str, hunks: list[Hunk]) -> Edit:
    """Return an edit with these hunks and their counts."""
    diff = diff_of_hunks(path, hunks)
    added, removed = count_changes(diff)
    return Edit(path, diff=diff, added=added, removed=removed)


def _pair_lines(old: str, new: str) -> list[str]:
    """Return the diff lines of a pair, all of its context kept."""
    if not all(side.endswith("\n") for side in (old, new) if side):
        old, new = old and old + "\n", new and new + "\n"
    body = unified_diff(old or None, new or None, "x", fragment=True, context=None)
    return body.split("\n")[3:-1]


def edits_of_unified(text: str, path: str = "") -> tuple[Edit, ...]:
    """Return one edit for each file of a unified diff, each with its own part of it; `path` names a lone one."""
    index = DiffIndex(text)
    edits: list[Edit] = []
    for file in index.files[:MOST_EDITS]:
        name = path if path and len(index.files) == 1 else file.path
        if name and file.hunks:
            diff = index.text_of(file.start, file.stop)
            edits.append(Edit(name, diff=diff, added=file.added, removed=file.removed))
    return tuple(edits)
