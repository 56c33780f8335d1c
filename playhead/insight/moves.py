"""Files that a command moved or copied: what was seen of the one was seen of the other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from playhead.insight.shell import SimpleCommand, simple_commands
from playhead.model import Action

_MAY = re.compile(r"\b(?:mv|cp)\b")
_INTO = frozenset(("-t", "--target-directory"))


def moves_of(action: Action) -> Iterator[tuple[str, str]]:
    """Yield from where to where `mv`, `cp` and `git mv` of an action took files, as the command names them.

    Of folders nothing is told: which files were in them is not in the command.
    """
    command = action.command or ""
    if action.failed or not action.executed or not _MAY.search(command):
        return
    for one in simple_commands(command):
        yield from _moves(one)


def _moves(one: SimpleCommand) -> Iterator[tuple[str, str]]:
    words = one.words[1:] if one.program in {"mv", "cp"} else one.words[2:] if one.words[:2] == ("git", "mv") else ()
    if _INTO & set(words):
        return
    *sources, target = [word for word in words if not word.startswith("-")] or [""]
    for source in sources:
        name = posixpath.basename(source)
        if "." in name.strip("."):
            into = len(sources) > 1 or "." not in posixpath.basename(target).strip(".")
            yield source, posixpath.join(target, name) if into else target
