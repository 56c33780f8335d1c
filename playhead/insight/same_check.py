"""What an action is about, so that the next and previous about the same can be found: a check, or a file."""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

from playhead.insight.paths import may_be_same
from playhead.insight.rows import strip_command
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind, Step
from playhead.storage.source import KINDS, StepSource

# What shapes only how a check is printed: more or less said, colours, where output goes, how much of it is kept.
_LOOKS = re.compile(
    r"-(?:v+|q+|s|x|l|ra|rA|rf|rs|v=\d)|--(?:verbose|quiet|verbosity(?:=\d)?|tb(?:=\w+)?|color(?:=\w+)?|no-header"
    r"|no-summary|durations(?:=\d+)?|maxfail(?:=\d+)?|exitfirst|nocapture|showlocals|full-trace|failfast|silent)"
)
_KEEPERS = frozenset({"tail", "head", "cat", "tee", "less", "more", "grep", "egrep", "wc", "sort", "sed", "awk", "cut"})
_CHECKS = frozenset({Kind.TEST, Kind.RUN})
_WITH_PATH = frozenset({Kind.READ, Kind.EDIT, Kind.SEARCH, Kind.RUN, Kind.OTHER})
_LOOKED_AT = 5_000
_BLOCK = 4_096


class Subject(NamedTuple):
    """What an action is about: `what` is `check` or `file`, `name` the normalised command or the path."""

    what: str
    name: str


def check_of(action: Action) -> str | None:
    """Return the command of a check in the form in which reruns are equal, None for what is none.

    Flags that only change what is printed go, and so does what reads the output in a pipe. A script in a heredoc
    stands as a checksum.
    """
    if action.kind not in _CHECKS or action.command is None:
        return None
    kept = []
    for one in simple_commands(action.command):
        piped = one.joined_by in {"|", "|&"}
        if one.program in {"echo", "printf", "sleep", "true"} or (piped and one.program in _KEEPERS):
            continue
        words = [word for word in one.words if not _LOOKS.fullmatch(word)]
        script = [] if one.heredoc is None else [f"<<{crc32(one.heredoc.encode('utf-8', 'surrogatepass')):08x}"]
        kept.append(" ".join([*words, *script]))
    return "; ".join(part for part in kept if part) or strip_command(action.command)


def subject_of(action: Action) -> Subject | None:
    """Return what an action is about: a test or run its check, anything else its file; None for neither."""
    check = check_of(action)
    if check is not None and not action.edits:
        return Subject("check", check)
    path = action.edits[0].path if action.edits else action.path
    return Subject("file", path) if path else None


def is_about(action: Action, subject: Subject) -> bool:
    """Return whether an action is the same check, or reads, edits or searches the same file."""
    if subject.what == "check":
        return check_of(action) == subject.name
    paths = [edit.path for edit in action.edits] + ([action.path] if action.path else [])
    return any(may_be_same(path, subject.name) for path in paths)


def next_about(steps: StepSource, subject: Subject, start: int, direction: int) -> tuple[int, int] | None:
    """Return position and action of the first action about a subject from `start` on; None for none near enough.

    At most 5,000 steps are decoded; which to decode is asked of the columns.
    """
    wanted = _CHECKS if subject.what == "check" else _WITH_PATH
    numbers = {place for place, kind in enumerate(KINDS) if kind in wanted}
    decoded, edge = 0, start
    while 0 <= edge < len(steps):
        low, high = (edge, min(len(steps), edge + _BLOCK)) if direction > 0 else (max(0, edge - _BLOCK + 1), edge + 1)
        columns = steps.columns(low, high)
        for position in range(low, high)[::direction]:
            place = position - low
            if place < len(columns.kinds) and columns.kinds[place] not in numbers and columns.actions[place] < 2:
                continue
            decoded += 1
            found = _in_step(steps[position], subject, direction)
            if found is not None or decoded > _LOOKED_AT:
                return None if found is None else (position, found)
        edge = high if direction > 0 else low - 1
    return None


def _in_step(step: Step, subject: Subject, direction: int) -> int | None:
    order = range(len(step.actions)) if direction > 0 else range(len(step.actions) - 1, -1, -1)
    return next((place for place in order if is_about(step.actions[place], subject)), None)
