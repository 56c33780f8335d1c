"""SWE-agent's action lines: which of its tools one calls, and with what.

Tools and their line syntax are those of the bundles in SWE-agent's `tools/` folder; from 1.0 on a function call is
rendered as `str_replace_editor COMMAND PATH --old_str '...'` with shell quoting.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from typing import Any

from playhead.formats.values import mapping_of
from playhead.storage.decode import UndecodableError, decode

_WORD = re.compile(r"\s*([A-Za-z_][\w-]*)(?=\s|\Z)")
_TOOLS = frozenset(
    {"append", "create", "edit", "exit_forfeit", "filemap", "find_file", "goto", "insert", "open", "scroll_down",
     "scroll_up", "search_dir", "search_file", "str_replace_editor", "submit", "undo_edit", "view_image"}
)  # fmt: skip
# Their lines name no file: they work on the one that is open.
_ON_OPEN_FILE = frozenset({"append", "edit", "goto", "insert", "scroll_down", "scroll_up"})
_EDITOR = "str_replace_editor"
_LONGEST_STATE = 65_536
# What the harness answers when it did not run the action (SWE-agent agents.py and config templates).
_REFUSALS = (
    "Your bash command contained syntax errors and was NOT executed",
    "Your command contained syntax errors and was NOT executed",
)
_BLOCKED = re.compile(
    r"\A(?:Operation|Interactive operation) ['\"`].{0,400}['\"`] is not supported by this environment", re.DOTALL
)


def tool_of(action: str) -> str:
    """Return SWE-agent's own tool that an action line calls, else `bash`; "" for an empty line."""
    if not action.strip():
        return ""
    word = _WORD.match(action)
    return word.group(1) if word and word.group(1) in _TOOLS else "bash"


def arguments_of(tool: str, action: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments in an action line of the editor tool, and the open file that other tools work on."""
    if tool == _EDITOR:
        return _editor_arguments(action)
    open_file = state.get("open_file")
    if tool in ("", "bash") or not isinstance(open_file, str) or open_file in ("", "n/a"):
        return {}
    return {"open_file": open_file, **({"path": open_file} if tool in _ON_OPEN_FILE else {})}


def state_of(value: Any) -> Mapping[str, Any]:
    """Return the state after an action: an object, or in records up to 0.7 the JSON text of one."""
    if isinstance(value, str) and len(value) <= _LONGEST_STATE:
        try:
            return mapping_of(decode(value.encode("utf-8", "surrogatepass"))[0])
        except UndecodableError:
            return {}
    return mapping_of(value)


def was_executed(action: str, observation: str) -> bool:
    """Return whether the harness ran the action: not when it was empty, malformed or blocked."""
    return bool(action.strip()) and not observation.startswith(_REFUSALS) and not _BLOCKED.match(observation[:600])


def _editor_arguments(action: str) -> dict[str, Any]:
    try:
        words = shlex.split(action)
    except ValueError:
        words = action.split(None, 3)[:3]
    arguments: dict[str, Any] = {}
    if len(words) > 1:
        arguments["command"] = words[1]
    if len(words) > 2:
        arguments["path"] = words[2]
    options = words[3:]
    for place, word in enumerate(options):
        if word == "--view_range" and place + 2 < len(options):
            numbers = options[place + 1 : place + 3]
            if all(re.fullmatch(r"-?\d{1,9}", number, re.ASCII) for number in numbers):
                arguments["view_range"] = [int(number) for number in numbers]
        elif word.startswith("--") and place + 1 < len(options):
            arguments.setdefault(word[2:], options[place + 1])
    return arguments
