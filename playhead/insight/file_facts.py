"""What one action did to files, in a few words: what it found, edited, tested and put back. Kept in the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from playhead.insight.files import tested_paths
from playhead.insight.own_output import own_output
from playhead.insight.shell import SimpleCommand, simple_commands
from playhead.model import Action, Edit, Kind

MOST_HITS = 200
"""So many different files of one search's hits are kept."""
_LOOKED_AT = 200_000
_HIT = re.compile(r"(?<![\w@])[\w./@+~-]*[\w@+-]\.[A-Za-z]\w{0,6}\b")
_END = re.compile(r"\.[A-Za-z]\w{0,6}\b")
_BETWEEN = re.compile(r"[^\w./@+~-]")
_USUAL = 80
_GREPS = {"grep", "egrep", "fgrep", "rg", "ag"}
_PUTS_BACK = {"checkout", "restore", "reset", "stash", "revert", "clean"}
_NO_PUSH = {"pop", "apply", "list", "show", "drop", "branch", "clear"}
_FILE = re.compile(r"\.|.*\.\w{1,6}$|.*/$")
EVERYTHING = "*"


class Edited(NamedTuple):
    """One edit of a file, by checksums of what it took out and of what it put in; of a whole write of the content.

    None: not in the record.
    """

    path: str
    gone: int | None
    come: int | None
    whole: bool = False


class FileFacts(NamedTuple):
    """What an action did to files; `back` are those it put back by git, an undo or `rm`, `*` for all of them.

    `again` says that it brought back what a stash had put away.
    """

    hits: tuple[str, ...] = ()
    edited: tuple[Edited, ...] = ()
    tested: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    again: bool = False


def file_facts_of(action: Action) -> FileFacts | None:
    """Return what an action did to files; None for nothing."""
    if not action.executed:
        return None
    back, again = _put_back(action)
    facts = FileFacts(
        tuple(_hits(action)),
        () if back else tuple(_edited(edit) for edit in action.edits),
        tuple(dict.fromkeys(tested_paths(action))),
        back,
        again,
    )
    return facts if any(facts) else None


def _hits(action: Action) -> Iterator[str]:
    if action.kind is not Kind.SEARCH or not action.output:
        return
    found: dict[str, None] = dict.fromkeys(_looked_in(action)) if not action.failed else {}
    for name in _names(own_output(action)[:_LOOKED_AT]):
        found[name] = None
        if len(found) >= MOST_HITS:
            break
    yield from found


def _names(text: str) -> Iterator[str]:
    """Yield what `_HIT` matches, found from its endings: there are few, and a word is looked at once, not often."""
    start, name = -1, ""
    for end in _END.finditer(text):
        before = text[max(0, end.start() - _USUAL) : end.start()]
        stem = _BETWEEN.split(before)[-1]
        if len(stem) == _USUAL:
            stem = _BETWEEN.split(text[: end.start()])[-1]
        if not stem or stem[-1] in "./~":
            continue
        if end.start() - len(stem) != start and name:
            yield name
        start, name = end.start() - len(stem), stem + end[0]
    if name:
        yield name


def _looked_in(action: Action) -> Iterator[str]:
    """Yield the files that a search was told to look in: the lines that it prints need not name them."""
    if action.path is not None and _HIT.fullmatch(action.path):
        yield action.path
    for one in simple_commands(action.command or ""):
        if one.program in _GREPS:
            words = [word for word in one.words[1:] if not word.startswith("-")]
            yield from (word for word in words[1:] if _HIT.fullmatch(word))


def _edited(edit: Edit) -> Edited:
    if edit.written is not None:
        return Edited(edit.path, None, _checksum(edit.written), whole=True)
    if edit.diff is None:
        return Edited(edit.path, None, None)
    body = edit.diff[edit.diff.find("\n@@") + 1 :].split("\n")
    gone, come = ("\n".join(line[1:] for line in body if line.startswith(sign)) for sign in "-+")
    return Edited(edit.path, _checksum(gone), _checksum(come))


def _put_back(action: Action) -> tuple[tuple[str, ...], bool]:
    if action.arguments.get("command") == "undo_edit" or (action.command or "").startswith("undo_edit"):
        return tuple(edit.path for edit in action.edits) or ((action.path,) if action.path else ()), False
    if action.command is None or action.is_error:
        return (), False
    back: list[str] = []
    again = False
    for one in simple_commands(action.command):
        if one.program == "git":
            again = again or (one.words[1:2] == ("stash",) and one.words[2:3] in (("pop",), ("apply",)))
            back += _by_git(one)
        elif one.program == "rm":
            back += [word for word in one.words[1:] if not word.startswith("-")]
    return tuple(dict.fromkeys(back)), again


def _by_git(one: SimpleCommand) -> list[str]:
    words = list(one.words[1:])
    while words[:1] == ["-C"]:
        del words[:2]
    verb = words.pop(0) if words else ""
    if verb not in _PUTS_BACK or (verb == "reset" and "--hard" not in words):
        return []
    if verb == "stash" and words and words[0] in _NO_PUSH:
        return []
    if "--" in words:
        named = words[words.index("--") + 1 :]
    else:
        named = [word for word in words if not word.startswith("-") and _FILE.match(word)]
    if verb in {"stash", "reset", "revert"} or "." in named or ":/" in named:
        return named if named and "." not in named else [EVERYTHING]
    return named


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
