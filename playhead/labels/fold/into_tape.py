"""Folding into a run tape: label lines at its end."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

from playhead.labels.append import append_lines
from playhead.labels.event import Event, event_from
from playhead.labels.fold.opened import Opened, held, unconfirmed
from playhead.labels.fold.quiet import QUIET_SECONDS
from playhead.labels.fold.result import Progress, RefusedError
from playhead.labels.fold.scan import CHUNK
from playhead.storage.decode import UndecodableError, decode

_LAYER = re.compile(rb'\n[ \t\r]{0,16}\{[ \t]{0,16}"(label|outcome)"')
_LABEL = b'{"label"'
_TORN = "The tape ends in the middle of a line, so it is still being written; labels are safe in the journal."
_OVERLAP = 64  # longer than anything the pattern matches
_LONGEST_LINE = 16 << 20


def fold_into_tape(record: Path, events: Sequence[Event], progress: Progress | None) -> int:
    """Append the events that the tape does not hold, and return how many these were.

    Raises:
        RefusedError: the tape is still being written: it has no outcome, no newline at its end, or a writer.
        OSError: the disk is full or fails; the tape is as it was.

    """
    with held(record, append=True) as tape:
        size = tape.status.st_size
        torn = _torn_end(tape, size)
        if size == 0 or (torn and not _may_be_ours(torn, tape)):
            raise RefusedError(_TORN)
        known, ended = _held_labels(tape, size, progress)
        if not ended:
            raise RefusedError("The tape has no outcome yet, so the run may go on; labels are safe in the journal.")
        fresh = sorted((one for one in events if one.id not in known), key=lambda one: one.id)
        if torn:
            fresh, torn = _gone_on_with(torn, fresh, tape)
        if not fresh:
            return 0
        if not tape.unchanged():
            raise RefusedError("The tape grew while folding and was left as it is; labels are safe in the journal.")
        _append(tape, size, b"".join(event.to_line() for event in fresh), torn)
        return len(fresh)


def _torn_end(tape: Opened, size: int) -> bytes:
    """Return what stands behind the last newline: nothing, or (up to a length that no label has) half a line."""
    end = b""
    while len(end) < min(size, _LONGEST_LINE):
        offset = max(0, size - len(end) - (1 << 14))
        end = tape.read(offset, size - len(end) - offset) + end
        _, newline, rest = end.rpartition(b"\n")
        if newline:
            return rest
    return end


def _may_be_ours(torn: bytes, tape: Opened) -> bool:
    """Return whether half a line may be what a power loss left of a fold, and not what somebody is writing now."""
    return torn.startswith(_LABEL) or (_rested(tape) and _LABEL.startswith(torn))


def _rested(tape: Opened) -> bool:
    return time.time() - tape.status.st_mtime >= QUIET_SECONDS


def _gone_on_with(torn: bytes, fresh: Sequence[Event], tape: Opened) -> tuple[list[Event], bytes]:
    """Return the events in the order they are to be written, and what of the first stands in the tape already.

    The next fold goes on where a crash cut one off. Half a label that we do not know stays as it is, a line by
    itself: its fold, which would have held the lock, is over.
    """
    begun = next((one for one in fresh if one.to_line().startswith(torn)), None)
    if begun is not None:
        return [begun, *(one for one in fresh if one is not begun)], torn
    if not torn.startswith(_LABEL) or not _rested(tape):
        raise RefusedError(_TORN)
    return list(fresh), b""


def _append(tape: Opened, size: int, lines: bytes, torn: bytes) -> None:
    """Append, or leave the tape as it was: half a line of ours would make it look unfinished."""
    try:
        append_lines(tape.descriptor, lines, torn=torn)
    except OSError as error:
        if _taken_back(tape, size, lines[len(torn) :]):
            raise
        raise RefusedError(unconfirmed(tape.path.name, error)) from error


def _taken_back(tape: Opened, size: int, lines: bytes) -> bool:
    """Cut off what of our lines was written, if nobody wrote behind them; return whether the tape is as it was."""
    try:
        grown = os.fstat(tape.descriptor).st_size - size
        if 0 < grown <= len(lines) and tape.read(size, grown) == lines[:grown]:
            os.ftruncate(tape.descriptor, size)
            return True
    except OSError:
        return False
    return grown == 0


def _held_labels(tape: Opened, size: int, progress: Progress | None) -> tuple[set[str], bool]:
    """Return the ids of the labels in a tape, and whether it has an outcome. Lines in between are not decoded."""
    known: set[str] = set()
    ended = False
    before, offset = b"\n", 0  # as if a line ended before the first
    while chunk := tape.read(offset, CHUNK):
        window, start = before + chunk, offset - len(before)
        for match in _LAYER.finditer(window):
            if match.group(1) == b"outcome":
                ended = True
            else:
                known |= _id_of(_line(tape, start + match.start() + 1))
        offset += len(chunk)
        before = window[-_OVERLAP:]
        if progress is not None:
            progress(min(offset, size), size)
    return known, ended


def _line(tape: Opened, start: int) -> bytes:
    """Return the line that begins at an offset, empty where it is too long to be a label."""
    parts: list[bytes] = []
    offset = start
    while offset - start < _LONGEST_LINE and (part := tape.read(offset, 1 << 14)):
        line, newline, _ = part.partition(b"\n")
        parts.append(line)
        if newline:
            return b"".join(parts)
        offset += len(part)
    return b""


def _id_of(line: bytes) -> set[str]:
    try:
        event = event_from(decode(line)[0])
    except UndecodableError:
        return set()
    return set() if event is None else {event.id}
