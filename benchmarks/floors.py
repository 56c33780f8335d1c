"""The least that could be done: every figure of reading and saving is taken against one of these."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

_BLOCK = 1 << 20


def read_bytes(path: Path) -> None:
    """Read a file, a mebibyte at a time, and look at nothing."""
    buffer = bytearray(_BLOCK)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def decode_lines(path: Path) -> None:
    """Decode every line with orjson and keep nothing."""
    with path.open("rb") as file:
        for line in file:
            orjson.loads(line)


@contextmanager
def appending(path: Path, size: int) -> Iterator[Callable[[], None]]:
    """Yield a function that appends so many bytes in one write, and returns when they are on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    sync = getattr(os, "fdatasync", os.fsync)
    data = b"x" * (size - 1) + b"\n"

    def append() -> None:
        os.write(descriptor, data)
        sync(descriptor)

    try:
        yield append
    finally:
        os.close(descriptor)
