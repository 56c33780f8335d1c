"""Folding into an Inspect `.eval`: by Inspect itself, for it drops whatever else is put into its logs.

The log is copied, the copy is edited in a process of its own (inspect_ai takes seconds to load), compared with the
log, and takes its place. Events go into the score `playhead` of the sample: each author's are one edit of it, in its
history. Other bytes of the log do change, as Inspect writes it anew; what it says does not.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.inspect.own_score import NO_INSPECT, PYTHON, SCORE, events_in, python_with_inspect
from playhead.formats.values import mapping_of
from playhead.labels.event import Event, event_from
from playhead.labels.fold.eval_check import check
from playhead.labels.fold.left import clear
from playhead.labels.fold.opened import Opened, held
from playhead.labels.fold.result import JournalOnlyError, Progress, RefusedError
from playhead.labels.fold.rewrite import put_in_place, write_all
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.zip_entries import content_of

_CHUNK = 1 << 20
_LOOK_SECONDS = 0.1
_STOPPED = "labels are safe in the journal"


def fold_into_eval(
    record: Path, key: str, events: Sequence[Event], summary: Mapping[str, Any], progress: Progress | None
) -> int:
    """Make a sample of a log hold the events, and return how many it did not hold before.

    `summary` are the labels of the whole run that are in force: the value of the score, for Inspect's own viewer.

    Raises:
        JournalOnlyError: there is no Inspect to write with.
        RefusedError: not now, or Inspect would lose something of the log.
        OSError: the disk is full or fails; the record is as it was.

    """
    python = python_with_inspect()
    if python is None:
        raise JournalOnlyError(NO_INSPECT)
    entry = f"samples/{key}.json"
    with held(record) as opened, tempfile.TemporaryDirectory(prefix="playhead-") as folder:
        clear(opened)
        known = {event.id for event in map(event_from, _held_events(opened.path, entry)) if event is not None}
        fresh = sorted((one for one in events if one.id not in known), key=lambda one: one.id)
        if not fresh:
            return 0
        copy = Path(folder) / "log.eval"
        _copy_out(opened, copy)
        _edit(python, copy, _wanted(key, fresh, len(known) + len(fresh), summary), progress)
        check(opened.path, copy, entry)
        written = {event.id for event in map(event_from, _held_events(copy, entry)) if event is not None}
        if not {one.id for one in fresh} | known <= written:
            raise RefusedError(f"Inspect did not keep the labels; the log was left as it is, and {_STOPPED}.")
        put_in_place(opened, lambda descriptor: _copy_in(copy, descriptor))
    return len(fresh)


def _held_events(path: Path, entry: str) -> Sequence[Any]:
    try:
        return events_in(mapping_of(decode(content_of(path, entry))[0]))
    except (UnreadableError, UndecodableError) as error:
        raise RefusedError(f"The sample cannot be read: {error} Labels are safe in the journal.") from error


def _wanted(key: str, fresh: Sequence[Event], count: int, summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the writer is to write: for each author one edit with the events in the order of their ids."""
    authors = sorted({one.by.id for one in fresh})
    edits = [
        {
            "author": author,
            "reason": "labels of playhead",
            "events": [one.to_json() for one in fresh if one.by.id == author],
        }
        for author in authors
    ]
    told = f"{count} label event{'s' if count > 1 else ''} of playhead, in the history of this score."
    value = {name: _value(one) for name, one in summary.items()} or "labelled"
    return {"key": key, "score": SCORE, "value": value, "explanation": told, "edits": edits}


def _value(value: Any) -> Any:
    if isinstance(value, str | int | float | bool):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _edit(python: str, copy: Path, wanted: Mapping[str, Any], progress: Progress | None) -> None:
    """Run the writer, looking now and then whether it is still wanted."""
    size = copy.stat().st_size
    program = Path(__file__).with_name("eval_writer.py")
    with tempfile.TemporaryFile(dir=copy.parent) as said, tempfile.TemporaryFile(dir=copy.parent) as asked:
        asked.write(json.dumps(wanted).encode("ascii"))
        asked.seek(0)
        try:
            child = subprocess.Popen(
                [python, str(program), str(copy)], stdin=asked, stdout=said, stderr=said, cwd=copy.parent
            )
        except OSError as error:
            raise RefusedError(f"{python} cannot be run: {error.strerror or error}; {_STOPPED}.") from error
        try:
            while child.poll() is None:
                if progress is not None:
                    progress(0, size)
                _wait(child)
        except BaseException:
            child.kill()
            child.wait()
            raise
        if child.returncode != 0:
            said.seek(0)
            raise RefusedError(_why(said.read().decode("utf-8", "replace")))


def _wait(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(_LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return


def _why(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = lines[-1][:300] if lines else "it says nothing"
    if "inspect_ai" in last and "ModuleNotFoundError" in last:
        return f"The Python that {PYTHON} names has no inspect_ai; {_STOPPED}."
    return f"Inspect could not write the labels: {last.rstrip('.')}; the log was left as it is, and {_STOPPED}."


def _copy_out(record: Opened, copy: Path) -> None:
    with copy.open("wb") as file:
        offset = 0
        while chunk := record.read(offset, _CHUNK):
            file.write(chunk)
            offset += len(chunk)


def _copy_in(copy: Path, descriptor: int) -> None:
    with copy.open("rb") as file:
        while chunk := file.read(_CHUNK):
            write_all(descriptor, chunk)
