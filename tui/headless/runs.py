"""Which runs the argument of a command names: one, or those of a folder or of a file of many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playhead.errors import BadUseError, PlayheadError, UnreadableError
from playhead.model import Tape
from playhead.opening import RunEntry, list_runs, open_tape
from playhead.storage.standard_input import PIPED
from tui.headless.table import say


@dataclass(frozen=True, slots=True)
class Runs:
    """`many` is set for a folder or a file of many runs: their lines then say which run they are of."""

    many: bool
    entries: Iterator[RunEntry]


def runs_of(argument: str) -> Runs:
    """Return the runs that a path, or `FILE#KEY`, names.

    Raises:
        UnreadableError: it is not there or may not be read.

    """
    path = Path(argument)
    if path != PIPED and not os.path.lexists(path):
        return Runs(many=False, entries=iter([RunEntry(path)]))
    if path == PIPED or not path.is_dir():
        entries = list(list_runs(path))
        several = len(entries) > 1 or any(entry.key is not None for entry in entries)
        return Runs(several, iter(entries if several else [RunEntry(path)]))
    entry_of = list_runs(path)
    first = next(entry_of, None)
    if first is None:
        raise UnreadableError(f"There is no run in {path}.")
    if first.path == path and first.reason is None:
        return Runs(many=False, entries=iter([first]))
    return Runs(many=True, entries=_again(first, entry_of))


def opened(entry: RunEntry, *, in_part: bool = False) -> Tape:
    """Return the tape of a run with every step known; long runs may still be counting their kinds and failures.

    Raises:
        UnreadableError: it cannot be opened, or the disk failed behind a part of it. With `in_part` that part is
            returned, whose diagnostics tell.

    """
    if entry.reason is not None:
        raise UnreadableError(entry.reason)
    tape = open_tape(entry.path, entry.key)
    tape.steps.wait_for_steps()
    tape = tape.refreshed()
    tape.steps.wait_for_steps()
    broken = next((one for one in tape.diagnostics if one.code == "unreadable"), None)
    if broken is not None and not in_part:
        raise UnreadableError(f"{entry.path} could be read as far as {broken.where} only: {broken.text}")
    return tape


def one_run(argument: str) -> Tape:
    """Return the complete tape of the one run that an argument names.

    Raises:
        BadUseError: it names many.
        UnreadableError: it cannot be opened.

    """
    runs = runs_of(argument)
    if runs.many:
        raise BadUseError(f"{argument} holds many runs; name one of them.")
    return opened(next(runs.entries))


def each_opened(runs: Runs, *, in_part: bool = False) -> Iterator[tuple[RunEntry, Tape | PlayheadError]]:
    """Yield every run with its tape, or with why there is none; where only one was named the error is raised.

    `in_part` as in `opened`.

    Raises:
        PlayheadError: the only run cannot be opened.

    """
    for entry in runs.entries:
        try:
            tape = opened(entry, in_part=in_part)
        except PlayheadError as error:
            if not runs.many:
                raise
            yield entry, error
            continue
        yield entry, tape


def where(entry: RunEntry, *, many: bool) -> dict[str, str]:
    """Return what tells a run from the others in JSON Lines: its path, and its key in a file of many."""
    if not many:
        return {}
    return {"path": str(entry.path)} | ({"key": entry.key} if entry.key is not None else {})


def short_name(entry: RunEntry, argument: str) -> str:
    """Return a run's name in a table of what was named: its path below the folder and its key; in a file its key."""
    path = entry.path
    if entry.key is not None and path == Path(argument):
        return entry.key
    name = str(path.relative_to(argument)) if path != Path(argument) and path.is_relative_to(argument) else str(path)
    return name if entry.key is None else f"{name}#{entry.key}"


def tell_unopened(count: int) -> int:
    """Say how many runs of a folder could not be opened, and return the exit code of that: 1, or 0 for none."""
    if count:
        runs = "1 run" if count == 1 else f"{count} runs"
        say(f"{runs} could not be opened; `playhead info` lists why.")
    return 1 if count else 0


def _again(first: RunEntry, rest: Iterator[RunEntry]) -> Iterator[RunEntry]:
    yield first
    yield from rest
