"""What a run had seen of a file before it edited it: every read, search hit, trace and task line that names it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from playhead.insight.listings import is_listing
from playhead.insight.own_output import own_output
from playhead.insight.paths import may_be_same, naming
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind, Step
from playhead.storage.source import StepSource

MOST_LINES = 6
_LOOKED_AT = 2_000_000
ASKED_EVERY = 256
_PLACE = re.compile(r"\.\w{1,5}(?::\d+:\d+|\(\d+,\d+\)|:\d+):? .*\b(?:error|warning|undefined|cannot)\b", re.IGNORECASE)
"""How compilers and linters name a place: `src/cli.ts(8,22): error TS2307`, `a.c:3:1: warning`."""


class Came(StrEnum):
    """How a file came up."""

    TASK = "task"
    READ = "read"
    SEARCH = "search hit"
    LISTING = "listing"
    TRACE = "trace"
    EDIT = "edit"
    MOVED = "moved or copied"
    OUTPUT = "output"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Mention:
    """One time a file came up: where, how, in which action, and the lines that name it (the first few of `count`)."""

    position: int | None
    how: Came
    action: Action | None
    lines: tuple[str, ...] = ()
    count: int = 0


def before_edit(
    steps: StepSource,
    position: int,
    path: str,
    *,
    action: int | None = None,
    task: str = "",
    going: Callable[[int], bool] | None = None,
) -> tuple[Mention, ...]:
    """Return what named `path` before the step at `position`, in reading order; empty says: nothing.

    Of that step itself, what stands before its action number `action` counts. `going` is told how far the look has
    come and stops it by returning False.
    """
    rule = naming(path)
    found = [Mention(None, Came.TASK, None, *said)] if (said := lines_naming(task, rule)) else []
    for place in range(min(position, len(steps))):
        if going is not None and place % ASKED_EVERY == 0 and not going(place):
            break
        mentions = _of_step(steps[place], path, steps[place].actions, rule)
        if found and mentions and found[0].position is None and mentions[0].lines == found[0].lines:
            found.pop(0)  # the task is the run's first message
        found += mentions
    if action and position < len(steps):
        step = steps[position]
        found += [one for act in step.actions[:action] if (one := mention_by(act, path, position, rule))]
    return tuple(found)


def _of_step(step: Step, path: str, actions: Iterable[Action], rule: Callable[[str], bool]) -> list[Mention]:
    found = []
    for how, text in ((Came.TASK if step.source == "user" else Came.SAID, step.text), (Came.SAID, step.thought)):
        said = lines_naming(text, rule)
        if said and not (how is Came.SAID and step.source != "agent"):
            found.append(Mention(step.index, how, None, *said))
            break
    found += [one for action in actions if (one := mention_by(action, path, step.index, rule))]
    return found


def mention_by(action: Action, path: str, position: int, rule: Callable[[str], bool]) -> Mention | None:
    """Return how an action brought a file up, None where it did not; `rule` is what `naming` makes of the path."""
    if any(may_be_same(edit.path, path) for edit in action.edits):
        return Mention(position, Came.EDIT, action)
    listing = is_listing(action)
    if action.kind is Kind.READ and not listing:
        if action.path and may_be_same(action.path, path):
            return Mention(position, Came.READ, action)
        if action.command and rule(action.command):
            return Mention(position, Came.READ, action)
    said = lines_naming(action.output or "", rule)
    if not said and action.kind is Kind.SEARCH and not listing and _looks_in(action, path, rule):
        said = lines_naming(own_output(action), str.strip)
    if not said and listing:
        said = _in_own_folder(action, path)
    if not said:
        return None
    how = Came.LISTING if listing else Came.SEARCH if action.kind is Kind.SEARCH else Came.OUTPUT
    if action.kind in {Kind.TEST, Kind.RUN} and (action.failed or any(_is_trace(line) for line in said[0])):
        how = Came.TRACE
    return Mention(position, how, action, *said)


def _in_own_folder(action: Action, path: str) -> tuple[tuple[str, ...], int] | None:
    """Return the lines of an `ls` of the file's own folder, or of one that is not named, that are the file's name."""
    folder, name = posixpath.split(path)
    for one in simple_commands(action.command or ""):
        asked = [word for word in one.words[1:] if not word.startswith("-")]
        deep = any("R" in word for word in one.words[1:] if word.startswith("-"))
        if one.program == "ls" and not deep and (not asked or any(may_be_same(word, folder) for word in asked)):
            return lines_naming(own_output(action), lambda line: line.split()[-1:] == [name])
    return None


def _looks_in(action: Action, path: str, rule: Callable[[str], bool]) -> bool:
    """Return whether a search was in the file itself: its lines need not name it then."""
    return bool((action.path and may_be_same(action.path, path)) or (action.command and rule(action.command)))


def _is_trace(line: str) -> bool:
    return (
        'File "' in line
        or ": in " in line
        or "Error" in line
        or line.lstrip().startswith("at ")
        or _PLACE.search(line) is not None
    )


def lines_naming(text: str, rule: Callable[[str], object]) -> tuple[tuple[str, ...], int] | None:
    """Return the first few lines of a text that name the file, and how many there are; None for none."""
    lines, count = [], 0
    for line in text[:_LOOKED_AT].split("\n"):
        if rule(line):
            count += 1
            if count <= MOST_LINES:
                lines.append(line.strip()[:1_000])
    return (tuple(lines), count) if count else None
