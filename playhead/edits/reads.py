"""What an action showed of a file, where it showed all of it."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from playhead.edits.shell_script import calls_of
from playhead.late_pattern import late_pattern
from playhead.model import Action

_SHORTENED = ("offset", "limit", "view_range", "start_line", "end_line", "line_range", "pages", "head", "tail")
_NUMBERED = late_pattern(r" *(\d{1,7})(?:\t|→|: ?|\| ?)(.*)", re.DOTALL)
_WINDOW = late_pattern(r"^\[File: (.+?) \((\d{1,7}) lines total\)\]\r?\n", re.MULTILINE)
_WINDOW_LINE = late_pattern(r"(\d{1,7}):(.*)")
_CLIPPED = late_pattern(
    r"<response clipped>|truncated|<NOTE>This file is too large|\[\d+ lines (?:above|below) omitted\]"
)
_ABSENT = late_pattern(r"No such file or directory|does not exist|File not found|file not found")
_READ_LINES = 2_000  # Claude Code's Read shows no more, and cuts lines at 2,000 characters
_READ_COLUMNS = 2_000
_PATHS = ("path", "file_path", "filePath", "absolute_path", "target_file", "filename")
_NUMBERING = ("cat", "nl")


class Shown(NamedTuple):
    """The whole text of a file as it was shown; None: there was no such file. `tabs` tells whether they survived."""

    text: str | None
    tabs: bool = True


def same_file(one: str, other: str) -> bool:
    """Return whether two paths of a run name one file: equal, or a relative one at the end of an absolute one."""
    one, other = posixpath.normpath(one), posixpath.normpath(other)
    if one == other:
        return True
    if one.startswith("/") == other.startswith("/"):
        return False
    whole, part = (one, other) if one.startswith("/") else (other, one)
    return not part.startswith("..") and whole.endswith("/" + part)


def shown_by(action: Action, path: str) -> Shown | None:
    """Return what an action showed of `path`, None if that was not the whole file."""
    output = action.output
    if output is None or any(mark.role == "cut" for mark in action.marks):
        return None
    if (window := _window(output, path)) is not None:
        return window
    text = _without_wrappers(action, output)
    if action.command:
        return _by_command(action, text, path)
    if not any(isinstance(name := action.arguments.get(key), str) and same_file(name, path) for key in _PATHS):
        return None
    if any(action.arguments.get(key) is not None for key in _SHORTENED):
        return None
    if action.failed or _ABSENT.search(text[:500]):
        return Shown(None) if _ABSENT.search(text[:500]) else None
    if _CLIPPED.search(text):
        return None
    lines = _numbered(text[text.find("\n") + 1 :] if text.startswith("Here's the result of running") else text)
    if lines is None or len(lines) >= _READ_LINES or any(len(line) >= _READ_COLUMNS for line in lines):
        return None
    return Shown("\n".join(lines), tabs="\t" in "".join(lines))


def _by_command(action: Action, text: str, path: str) -> Shown | None:
    calls = [call for call in calls_of(action.command or "") if [word.text for word in call.words[:1]] != ["cd"]]
    if len(calls) != 1 or calls[0].outputs or not all(word.exact for word in calls[0].words):
        return None
    program, *words = [word.text for word in calls[0].words]
    files = [word for word in words if not word.startswith("-")]
    flags = {word for word in words if word.startswith("-")}
    if program not in _NUMBERING or len(files) != 1 or not same_file(calls[0].path(files[0]), path):
        return None
    if action.failed or _ABSENT.search(text[:300]):
        return Shown(None) if "No such file or directory" in text[:300] else None
    if not flags and program == "cat":
        return Shown(text)
    lines = _numbered(text) if flags <= {"-n", "-ba", "-b", "a"} and flags else None
    return None if lines is None or "-b" in flags else Shown("\n".join(lines))


def _without_wrappers(action: Action, output: str) -> str:
    pieces: list[str] = []
    done = 0
    for mark in action.marks:
        if mark.start >= done:
            pieces.append(output[done : mark.start])
            done = mark.end
    return "".join([*pieces, output[done:]])


def _numbered(text: str) -> list[str] | None:
    """Return the lines without their numbers, None unless every line has the next number from 1."""
    lines: list[str] = []
    for number, line in enumerate(text.strip("\n").split("\n"), 1):
        found = _NUMBERED.fullmatch(line)
        if not found or int(found[1]) != number:
            return None
        lines.append(found[2])
    return lines


def _window(output: str, path: str) -> Shown | None:
    """Return the file in SWE-agent's window, if the window is as long as the file."""
    heads = list(_WINDOW.finditer(output))
    if not heads or not same_file(heads[-1][1], path):
        return None
    count = int(heads[-1][2])
    lines: list[str] = []
    for line in output[heads[-1].end() :].split("\n")[: count + 1]:
        found = _WINDOW_LINE.fullmatch(line.rstrip("\r"))
        if not found or int(found[1]) != len(lines) + 1:
            break
        lines.append(found[2])
    return Shown("\n".join(lines)) if len(lines) == count else None
