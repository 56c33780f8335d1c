"""`playhead labels merge`: what others packed, written into the journals of the runs it is about."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from playhead.labels.event import Event
    from playhead.labels.identity import RunIdentity

_LONGEST_LINE = 16 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="what `playhead labels pack` wrote; - for stdin")
    parser.add_argument("runs", metavar="RUN", nargs="+", help="the runs they may be of: runs, FILE#KEY, or folders")
    parser.add_argument("--labels", metavar="DIR", help="label journals are kept under DIR, not beside the runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a run that was found")


def run(arguments: argparse.Namespace) -> int:
    """Merge, say what came of it, and return the exit code: 1 where lines or events found no run.

    Raises:
        PlayheadError: the file or a path cannot be read.

    """
    from playhead.errors import CannotSaveError
    from playhead.labels.identity import Unmatched, match
    from tui.headless.table import say

    events, runs, left_out = _read(arguments.file)
    known, unopened = _identities(arguments.runs)
    problems = [f"{left_out} line{'s are' if left_out > 1 else ' is'} no packed label."] if left_out else []
    by_run: dict[RunIdentity, list[Event]] = {}
    for name, ones in events.items():
        found = match(runs[name], known)
        if isinstance(found, Unmatched):
            problems.append(_unmatched(runs[name], len(ones), found.why))
        else:
            by_run.setdefault(found, []).extend(ones)
    written = there = unsaved = 0
    for identity, ones in by_run.items():
        try:
            counts = _merge(identity, ones, arguments)
        except CannotSaveError as error:
            unsaved += 1
            problems.append(str(error))
            continue
        written += counts.written
        there += counts.known
        if counts.foreign:
            problems.append(f"{counts.foreign} events name another run of {identity.path}; they were left out.")
        if counts.differing:
            problems.append(_differing(counts.differing, identity.path))
    say(f"{written} new, {there} there already, in {len(by_run) - unsaved} of {len(known)} runs.")
    for problem in problems:
        say(problem)
    if unopened:
        say(f"{unopened} of the runs could not be opened; `playhead info` lists why.")
    return CannotSaveError.exit_code if unsaved else 1 if problems else 0


def _merge(identity: RunIdentity, events: list[Event], arguments: argparse.Namespace) -> Any:
    from playhead.labels.merging import merge_into
    from playhead.opening import RunEntry
    from tui.headless.json_lines import print_json
    from tui.headless.runs import opened

    tape = opened(RunEntry(Path(identity.path), identity.key))
    counts = merge_into(tape, events, Path(arguments.labels) if arguments.labels else None)
    if arguments.json:
        said = {"path": identity.path, "key": identity.key, "written": counts.written, "known": counts.known}
        print_json(said)
    return counts


def _read(name: str) -> tuple[dict[str, list[Event]], dict[str, Any], int]:
    """Return the events by the run they name, those runs, and how many lines are none.

    Raises:
        UnreadableError: the file cannot be read.

    """
    from playhead.labels.merging import unpacked

    events: dict[str, list[Event]] = {}
    runs: dict[str, Any] = {}
    left_out = 0
    for line in _lines(name):
        packed = None if len(line) > _LONGEST_LINE else unpacked(line)
        if packed is None:
            left_out += 1
            continue
        named = json.dumps(packed.run, sort_keys=True, default=str)
        runs[named] = packed.run
        events.setdefault(named, []).append(packed.event)
    return events, runs, left_out


def _lines(name: str) -> Iterator[bytes]:
    from playhead.errors import UnreadableError
    from playhead.storage.regular import open_regular

    if name == "-":
        yield from _filled(sys.stdin.buffer)
        return
    try:
        with open(open_regular(Path(name)), "rb", closefd=True) as file:  # noqa: PTH123 - it is a descriptor
            yield from _filled(file)
    except OSError as error:
        raise UnreadableError(f"{name} cannot be read: {error.strerror or error}.") from error


def _filled(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines that are not empty, of one that is longer than any of ours its beginning alone."""
    while line := file.readline(_LONGEST_LINE + 1):
        rest = line
        while len(rest) > _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE + 1)
        if line.strip():
            yield line


def _identities(arguments: list[str]) -> tuple[list[RunIdentity], int]:
    """Return what identifies each run that can be opened, each once, and how many cannot."""
    from playhead.errors import PlayheadError
    from playhead.labels.identity import identity_of
    from tui.headless.runs import each_opened, runs_of

    found: dict[tuple[str, str | None], RunIdentity] = {}
    unopened = 0
    for argument in arguments:
        for _, tape in each_opened(runs_of(argument)):
            if isinstance(tape, PlayheadError):
                unopened += 1
            else:
                one = identity_of(tape)
                found[one.path, one.key] = one
    return list(found.values()), unopened


def _differing(count: int, path: str) -> str:
    events = "1 event says" if count == 1 else f"{count} events say"
    return f"{events} something else than the one of the same id in {path}; what is there stays."


def _unmatched(run: Any, count: int, why: str) -> str:
    events = "1 event" if count == 1 else f"{count} events"
    return f"{events} of {run.get('id') or 'a run'} ({run.get('path', 'path not told')}) left out: {why}."
