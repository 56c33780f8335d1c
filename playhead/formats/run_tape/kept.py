"""The index of a big tape, kept from one opening to the next: all that reading its lines told, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from playhead.errors import UnreadableError
from playhead.formats.run_tape.contents import Contents, told_from
from playhead.formats.run_tape.facts import light_value
from playhead.formats.run_tape.steps import Agents
from playhead.model import Diagnostic
from playhead.storage.kept_columns import keep, kept
from playhead.storage.lines import LONGEST, Line, RecordFile
from playhead.storage.private_files import is_private

_END = 64 * 1024  # bytes at the start and the end of what was read, which must be the same
_MOST_OTHERS = 20_000
_DOUBTS = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, UnreadableError)


class Reached(NamedTuple):
    """How far a tape was read: bytes of ended lines, how many lines, the file's size and time when that began."""

    indexed: int
    lines: int
    size: int
    modified_ns: int


def keep_index(file: RecordFile, reached: Reached, agents: Agents, contents: Contents) -> bool:
    """Keep what was read of a tape; False where it is too odd for that, or the cache cannot be written."""
    found = agents.to_keep()
    if reached.indexed < reached.size:
        return False  # its last line is still being written
    if found is None or len(contents.others) > 2 * _MOST_OTHERS or is_private(file.path):
        return False
    state, columns = found
    state |= {"reached": list(reached), "stamp": _stamp(file, reached.indexed), "told": contents.told_to_keep()}
    return keep(file.path, state, [*columns, contents.others])


def take_index(
    file: RecordFile, agents: Agents, contents: Contents, lock: AbstractContextManager[Any]
) -> Reached | None:
    """Fill agents and contents with what was kept of this tape; None, with nothing changed, where that is in doubt.

    `lock` is held while they change.
    The other layers are read again where they stand in the tape; of the steps' lines none is.
    """
    found = None if is_private(file.path) else kept(file.path, lambda state: _fits(file, state))
    if found is None:
        return None
    try:
        reached, known, fresh, told = _checked(file, found.state, found.columns)
    except _DOUBTS:
        return None
    with lock:
        agents.become(known)
        contents.become(fresh, *told)
    return reached


def _checked(
    file: RecordFile, state: Mapping[str, Any], columns: list[Any]
) -> tuple[Reached, Agents, Contents, tuple[list[Diagnostic], int]]:
    """Return what was kept, as far as the tape bears it out.

    Raises:
        _DOUBTS: it does not.

    """
    reached = Reached(*state["reached"])
    *of_steps, others = columns
    known = Agents.of_kept(file, state, of_steps, reached.indexed)
    contents = Contents(file)
    if len(others) > 2 * _MOST_OTHERS:
        raise ValueError("more than is ever kept")
    for offset, length in zip(others[::2], others[1::2], strict=True):
        if offset + length > reached.indexed:
            raise ValueError("a line behind the end")
        line = Line(offset, length, file.read(offset, length) if length <= LONGEST else None)
        if not contents.add(light_value(file, line), line, 0):
            raise ValueError("no layer")
    return reached, known, contents, told_from(state["told"])


def _fits(file: RecordFile, state: Mapping[str, Any]) -> bool:
    """Return whether this was kept of this file, by this reader, and the file has at most grown since."""
    reached = Reached(*state["reached"])
    if not all(type(one) is int for one in reached) or not 0 <= reached.lines <= reached.indexed <= reached.size:
        return False
    if reached.size > file.size or (reached.size == file.size and reached.modified_ns != file.modified_ns):
        return False
    return bool(_stamp(file, reached.indexed) == state["stamp"])


def _stamp(file: RecordFile, indexed: int) -> list[Any]:
    """Return what tells this file, up to what was read of it, from any other, and this reader from another version."""
    from playhead.corpus.stamps import reader_version  # noqa: PLC0415 - for big tapes only

    ends = [file.read(0, min(_END, indexed)), file.read(max(0, indexed - _END), min(_END, indexed))]
    return [reader_version(), *file.identity, *(hashlib.blake2b(end, digest_size=16).hexdigest() for end in ends)]
