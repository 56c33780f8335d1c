"""Events that could not be saved where they belong wait in the state directory and are offered again."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Container
from pathlib import Path

from playhead.labels.event import Author, Event
from playhead.labels.places import JOURNALS
from playhead.labels.reading import read_journal, read_journals


def waiting_for(folder: Path, author: Author) -> list[Event]:
    """Return the events of an author that wait in a folder of the state directory."""
    return [event for event in read_journals([folder])[0] if event.by == author]


def clear_saved(folder: Path, saved: Container[str]) -> None:
    """Remove the waiting files whose every line is an event of `saved`; a file that a process writes to stays.

    What cannot be removed stays as well: it is offered again, and events go by id.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(JOURNALS):
            with contextlib.suppress(OSError):
                _clear(path, saved)
        folder.rmdir()


def _clear(path: Path, saved: Container[str]) -> None:
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        events, problems = read_journal(path)
        if not problems and all(event.id in saved for event in events):
            path.unlink()
    finally:
        os.close(file)
