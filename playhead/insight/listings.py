"""Whether an action only shows which files there are, and nothing of what is in them."""

from __future__ import annotations

import re

from playhead.insight.shell import SimpleCommand, simple_commands
from playhead.model import Action, Kind

_TOOLS = frozenset(
    ("glob", "ls", "list_files", "list_dir", "list_directory", "find_file", "file_search", "listfiles", "list")
)
_PROGRAMS = frozenset(
    ("ls", "find", "fd", "tree", "locate", "du", "stat", "file", "wc", "pwd", "which", "realpath", "dir")
)
_KEEPERS = frozenset(
    ("head", "tail", "sort", "uniq", "less", "more", "cat", "grep", "egrep", "sed", "awk", "cut", "tr")
)
_NAMES_ONLY = re.compile(
    r"-[a-zA-Z]*[lLc][a-zA-Z]*|--files(?:-with-matches|-without-match)?|--count|--name-only|--stat"
)
_OF_FOLDER = re.compile(r"\A(?:OBSERVATION:)?\s*Here's the files and directories up to \d+ levels? deep")


def is_listing(action: Action) -> bool:
    """Return whether an action lists files: names without content (`ls`, `find`, `grep -l`, a folder's view)."""
    if action.kind not in {Kind.SEARCH, Kind.READ, Kind.VCS, Kind.OTHER}:
        return False
    if action.command is None or action.tool.lower().rsplit("__", 1)[-1] in _TOOLS:
        return action.tool.lower().rsplit("__", 1)[-1] in _TOOLS or _OF_FOLDER.match(action.output or "") is not None
    shown = [one for one in simple_commands(action.command) if one.program not in {"echo", "printf", "true", ""}]
    return bool(shown) and all(_lists(one) for one in shown)


def _lists(one: SimpleCommand) -> bool:
    if one.joined_by in {"|", "|&"} and one.program in _KEEPERS:
        return True
    if one.program == "find":
        return not any(word in {"-exec", "-execdir"} for word in one.words)
    if one.program in {"grep", "egrep", "fgrep", "rg", "ag"}:
        return any(_NAMES_ONLY.fullmatch(word) for word in one.words[1:])
    if one.program == "git":
        return any(word in {"ls-files", "ls-tree"} for word in one.words[1:2])
    return one.program in _PROGRAMS
