"""A tape that stands on several files, read again when one of them has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.formats.json_document import Stamp, stamp_of
from playhead.model import Tape

__all__ = ["stamp_of", "stamps_of", "watching"]


def stamps_of(paths: Iterable[Path]) -> dict[Path, Stamp | None]:
    """Return the state of each file, taken before it is read."""
    return {path: stamp_of(path) for path in paths}


def watching(tape: Tape, stamps: Mapping[Path, Stamp | None], read: Callable[[Path], Tape]) -> Tape:
    """Return the tape with a `reread` that reads `tape.path` again once a watched file differs from its stamp."""
    current: list[Tape] = []

    def reread() -> Tape:
        if all(stamp_of(path) == stamp for path, stamp in tuple(stamps.items())):
            return current[0]
        try:
            return read(tape.path)
        except (OSError, UnreadableError):
            return current[0]

    current.append(replace(tape, reread=reread))
    return current[0]


def always(tape: Tape, change: Callable[[Tape], Tape]) -> Tape:
    """Return a changed tape whose later states are changed in the same way."""
    known: list[Tape] = []

    def reread() -> Tape:
        fresh = tape.refreshed()
        return known[0] if fresh is tape else always(fresh, change)

    known.append(replace(change(tape), reread=reread))
    return known[0]
