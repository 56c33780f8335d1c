"""Edits of agents' own editing tools, by a table of tool names and of what they call their arguments.

Sources of the table: the tool definitions of Claude Code (Edit, MultiEdit, Write, NotebookEdit), Anthropic's text
editor tool (str_replace_editor, str_replace_based_edit_tool; with OpenHands, SWE-agent, Augment, Amazon Q, goose),
Codex (apply_patch), Gemini CLI (replace, write_file), Copilot CLI and VS Code (create, edit, create_file,
replace_string_in_file), Cline and Roo Code (write_to_file, replace_in_file, apply_diff, insert_content), Cursor
(search_replace, edit_file), opencode and pi (edit, write, patch), Kimi CLI (StrReplaceFile, WriteFile), Amp
(edit_file, create_file), the MCP filesystem server (write_file, edit_file).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playhead.edits.patches import (
    edit_of_hunks,
    edit_of_pairs,
    edits_of_blocks,
    edits_of_unified,
    edits_of_v4a,
    is_v4a,
)
from playhead.edits.unified import Hunk, count_lines
from playhead.late_pattern import late_pattern
from playhead.model import Edit

# Names in lower case without `_` and `-`, and without what a server or a namespace puts before them.
_TOOLS = frozenset(
    {
        *("edit", "multiedit", "write", "notebookedit", "create", "insert", "replace", "patch", "undoedit"),
        *("strreplaceeditor", "strreplacebasededittool", "strreplace", "fileeditor", "texteditor", "editor", "fswrite"),
        *("applypatch", "applydiff", "replaceinfile", "searchreplace", "searchandreplace", "strreplacefile"),
        *("writefile", "writetofile", "createfile", "savefile", "editfile", "filewrite", "fileedit", "updatefile"),
        *("replacestringinfile", "multireplacestringinfile", "inserteditintofile", "insertcontent", "editnotebookfile"),
        *("createnewfile", "editexistingfile", "singlefindandreplace", "multieditfile", "textreplace"),
        *("texteditor20241022", "texteditor20250124", "texteditor20250429", "texteditor20250728"),
    }
)
_PATH = ("path", "file_path", "filePath", "filepath", "notebook_path", "target_file", "TargetFile", "filename", "file",
         "absolute_path", "relative_path", "target_notebook", "open_file")  # fmt: skip
_OLD = ("old_str", "old_string", "oldString", "oldText", "old_text", "old", "search", "SearchString", "find")
_NEW = ("new_str", "new_string", "newString", "newText", "new_text", "new", "replace", "ReplaceString", "replacement")
_CONTENT = ("content", "contents", "file_text", "file_content", "fileContent", "text")
_MANY = ("edits", "edit", "replacements", "str_replace_entries", "ReplacementChunks")
_PATCH = ("input", "patch", "patchText", "patch_text", "diff", "_args", "SEARCH/REPLACE")
_EVERY = ("replace_all", "replaceAll", "allow_multiple", "AllowMultiple", "replace-all")
_VERBS = frozenset({"view", "create", "str_replace", "insert", "undo_edit", "write", "append", "replace", "edit"})
_SPLIT = late_pattern(r"__|[./:]")
# What editors answer when they changed nothing: Anthropic's editor and its descendants, SWE-agent's windowed edit.
_REFUSED = late_pattern(
    r"\s*(?:<tool_use_error>|ERROR:|Error:|No replacement was performed|Invalid `|Invalid path|File already exists at"
    r"|String to replace not found|Your (?:proposed )?edit |No edit history|Parameter `)"
)
_NUMBERED = late_pattern(r"^ *(\d{1,7})(?:\t|→)(.*)$", re.MULTILINE)
_SNIPPET = 50_000


def is_edit_tool(tool: str) -> bool:
    """Return whether a tool is known to edit files, by its name in any agent's spelling."""
    return _SPLIT.split(tool)[-1].lower().replace("_", "").replace("-", "") in _TOOLS


def was_refused(output: str | None) -> bool:
    """Return whether an editing tool answers that it changed nothing."""
    return output is not None and _REFUSED.match(output[:200]) is not None


def edits_of_tool(arguments: Mapping[str, Any], output: str | None) -> tuple[Edit, ...]:
    """Return the edits that an editing tool's arguments ask for; the tool's answer may tell the line they are at."""
    verb = arguments.get("command")
    if verb == "view":
        return ()
    path = (_text(arguments, _PATH) or "").strip()
    patch = _text(arguments, _PATCH)
    if patch is not None and (edits := _patched(path, patch)):
        return edits
    many = next((value for name in _MANY if isinstance(value := arguments.get(name), list | dict)), None)
    if many is not None:
        return _many(path, many if isinstance(many, list) else [many])
    return (_one(path, verb if isinstance(verb, str) and verb in _VERBS else None, arguments, output),) if path else ()


def _text(arguments: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = arguments.get(name)
        if isinstance(value, str):
            return value
    return None


def _patched(path: str, patch: str) -> tuple[Edit, ...]:
    if is_v4a(patch):
        return edits_of_v4a(patch)
    if "SEARCH" in patch and path:
        return edits_of_blocks(path, patch)
    return edits_of_unified(patch, path)


def _many(path: str, parts: list[Any]) -> tuple[Edit, ...]:
    """Return one edit for each file of a list of replacements."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    unclear: set[str] = set()
    for part in parts:
        given = part if isinstance(part, Mapping) else {}
        name = _text(given, _PATH) or path
        old, new = _text(given, _OLD), _text(given, _NEW)
        pairs.setdefault(name, [])
        if old is None or new is None or any(given.get(flag) is True for flag in _EVERY):
            unclear.add(name)
        if old is not None and new is not None:
            pairs[name].append((old, new))
    made = {name: edit_of_pairs(name, some) if some else Edit(name) for name, some in pairs.items() if name}
    return tuple(replace(edit, added=None, removed=None) if name in unclear else edit for name, edit in made.items())


def _one(path: str, verb: Any, arguments: Mapping[str, Any], output: str | None) -> Edit:
    old, new, content = (_text(arguments, names) for names in (_OLD, _NEW, _CONTENT))
    if verb == "undo_edit":
        return Edit(path)
    place = arguments.get("insert_line", arguments.get("line"))
    inserted = new if new is not None else content
    if inserted is not None and (verb == "insert" or (verb is None and isinstance(place, int) and old is None)):
        return _inserted(path, place, inserted)
    if verb == "append":
        return _inserted(path, None, inserted or "")
    if old is not None and verb not in ("create", "write"):
        return _replaced(path, old, new or "", arguments, output)
    if content is not None:
        return Edit(path, added=count_lines(content), written=content)
    return Edit(path)


def _inserted(path: str, place: Any, text: str) -> Edit:
    after = place if isinstance(place, int) and 0 <= place < 10**9 else 0
    return edit_of_hunks(path, [Hunk(after, after + 1, ["+" + line for line in text.removesuffix("\n").split("\n")])])


def _replaced(path: str, old: str, new: str, arguments: Mapping[str, Any], output: str | None) -> Edit:
    if not old and new:
        return Edit(path, added=count_lines(new), written=new)
    edit = edit_of_pairs(path, [(old, new)], _start_of(new, output) or 1)
    if any(arguments.get(flag) in (True, "true", "True") for flag in _EVERY):
        return replace(edit, added=None, removed=None)
    return edit


def _start_of(new: str, output: str | None) -> int | None:
    """Return the line where the new text stands, by the numbered snippet that many editors answer with."""
    wanted = new.removesuffix("\n").split("\n")
    if not output or not new or len(output) > _SNIPPET or len(new) > _SNIPPET:
        return None
    shown = [(int(number), text.rstrip("\r")) for number, text in _NUMBERED.findall(output)]
    texts = [text.expandtabs() for _, text in shown]
    wanted = [line.expandtabs() for line in wanted]
    for place in range(len(shown) - len(wanted) + 1):
        if texts[place : place + len(wanted)] == wanted:
            return shown[place][0]
    return None
