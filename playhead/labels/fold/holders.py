"""Who else has a record open for writing, as far as this system tells: Linux, and processes we may look at."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_PROCESSES = Path("/proc")


def writers_of(status: os.stat_result, own: int) -> list[int]:
    """Return the ids of processes that hold a file open for writing, not counting our own descriptor `own`."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        processes = (one for one in _PROCESSES.iterdir() if one.name.isdigit())
        found.extend(int(one.name) for one in processes if _writes(one, status, own))
    return sorted(found)


def _writes(process: Path, status: os.stat_result, own: int) -> bool:
    ours = process.name == str(os.getpid())
    with contextlib.suppress(OSError):
        for descriptor in (process / "fd").iterdir():
            if ours and descriptor.name == str(own):
                continue
            with contextlib.suppress(OSError, ValueError):
                there = descriptor.stat()
                same = (there.st_dev, there.st_ino) == (status.st_dev, status.st_ino)
                if same and _flags(process / "fdinfo" / descriptor.name) & os.O_ACCMODE:
                    return True
    return False


def _flags(path: Path) -> int:
    for line in path.read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "flags":
            return int(value, 8)
    return 0
