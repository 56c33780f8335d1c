"""What is piped in: spooled once into a private file, and read from there like any record. It takes no labels."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from playhead.errors import UnreadableError

if TYPE_CHECKING:
    from playhead.storage.private_files import PrivateFile

PIPED = Path("-")
"""What stands for it on the command line; a file of that name is opened by its absolute path."""
REFUSAL = "Labels are not kept: this run was piped in, and is nowhere on the disk. Write it to a file to label it."
_AT_ONCE = 1 << 20
_spooled: list[PrivateFile] = []


def is_piped(word: str) -> bool:
    """Return whether a word of the command line names what is piped in, or a run of it."""
    return word == "-" or word.startswith("-#")


def piped_file() -> Path:
    """Return the file that standard input was spooled into, waiting for its end the first time.

    Raises:
        UnreadableError: it is a terminal, empty, more than 4 GiB, or cannot be written.

    """
    if not _spooled:
        if sys.stdin is None or sys.stdin.isatty():
            raise UnreadableError("Standard input is a terminal: pipe a record into it.")
        from playhead.storage.packing import spool  # noqa: PLC0415 - only where there is a pipe

        file, _ = spool(_chunks(sys.stdin.buffer), "standard-input", "-", "Standard input")
        if not file.path.stat().st_size:
            raise UnreadableError("Standard input is empty.")
        _spooled.append(file)
    return _spooled[0].path


def readable(path: Path) -> Path:
    """Return the file behind a path: the spooled one for `-`, any other as it is."""
    return piped_file() if path == PIPED else path


def _chunks(source: BinaryIO) -> Iterator[tuple[bytes, int]]:
    while data := source.read(_AT_ONCE):
        yield data, 1 << 62  # it is not compressed: only the limit of its size holds
