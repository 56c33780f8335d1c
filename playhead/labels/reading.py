"""Reading journals back: all files of a folder as one, whatever state a crash left them in."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.labels.event import Event, event_from
from playhead.labels.places import JOURNALS
from playhead.labels.registers import unique
from playhead.model import Diagnostic
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import open_regular, pread_all

_CHUNK = 1 << 20
# Nobody writes a note of 16 MiB; a longer line is somebody else's file.
_LONGEST_LINE = 16 << 20
_NOT_THERE = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG))
_BLANK = b" \t\r\n\xef\xbb\xbf"  # an editor may have put a byte order mark before an empty line


def read_journals(folders: Iterable[Path]) -> tuple[list[Event], tuple[Diagnostic, ...]]:
    """Return the events of every journal in the folders, each once and sorted by id, and what could not be read.

    Torn and foreign lines are skipped and told of; nothing is repaired, because a journal is never rewritten.
    """
    events: list[Event] = []
    diagnostics: list[Diagnostic] = []
    for folder in folders:
        for path in _journals_in(folder, diagnostics):
            _read(path, events, diagnostics)
    return unique(events), tuple(diagnostics)


def read_journal(path: Path) -> tuple[list[Event], tuple[Diagnostic, ...]]:
    """Return the events of one file, as `read_journals` does."""
    events: list[Event] = []
    diagnostics: list[Diagnostic] = []
    _read(path, events, diagnostics)
    return unique(events), tuple(diagnostics)


def _journals_in(folder: Path, diagnostics: list[Diagnostic]) -> list[Path]:
    """Return the journals of a folder in order; none when it is not there; one that cannot be listed is told of."""
    try:
        with os.scandir(folder) as found:
            return sorted(folder / one.name for one in found if fnmatchcase(one.name, JOURNALS))
    except OSError as error:
        if error.errno not in _NOT_THERE:
            text = f"The labels in {folder} cannot be read: {error.strerror or error}."
            diagnostics.append(Diagnostic("journal_unreadable", str(folder), text))
        return []


def _read(path: Path, events: list[Event], diagnostics: list[Diagnostic]) -> None:
    try:
        for number, line in enumerate(_lines(path), 1):
            if line is not None and not line.strip(_BLANK):
                continue
            try:
                event = None if line is None else event_from(decode(line)[0])
            except UndecodableError:
                event = None
            if event is None:
                text = "This line is no label event (torn by a crash, or foreign); it was left out."
                diagnostics.append(Diagnostic("journal_line", f"{path} line {number}", text))
            else:
                events.append(event)
    except UnreadableError as error:
        diagnostics.append(Diagnostic("journal_unreadable", str(path), str(error)))


def _lines(path: Path) -> Iterator[bytes | None]:
    """Yield the lines of a file, None for one that is too long to be ours."""
    with open(open_regular(path), "rb", buffering=0, closefd=True) as file:  # noqa: PTH123 - it is a descriptor
        offset, rest, skipping = 0, b"", False
        while chunk := pread_all(file.fileno(), offset, _CHUNK, path):
            offset += len(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                yield None if skipping else line
                skipping = False
            if len(rest) > _LONGEST_LINE:
                rest, skipping = b"", True
        if rest or skipping:
            yield None if skipping else rest
