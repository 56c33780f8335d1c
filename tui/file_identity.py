"""What tells one state of a file from another, asked by `stat` alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple


class Identity(NamedTuple):
    """What tells one state of a file from another."""

    inode: int
    size: int
    modified_ns: int


def identity(path: Path | None) -> Identity | None:
    """Return the state of a file, None where there is none."""
    if path is None:
        return None
    try:
        found = os.stat(path)  # noqa: PTH116 - one system call, no object
    except OSError:
        return None
    return Identity(found.st_ino, found.st_size, found.st_mtime_ns)
