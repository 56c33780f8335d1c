"""Opening a record to fold into it: the real file, alone, and the same one until we are done."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playhead.labels.fold.holders import writers_of
from playhead.labels.fold.result import RefusedError
from playhead.reasons import reason_of

_FLAGS = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_SAFE = "labels are safe in the journal"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that we hold: its real path after links, a descriptor, and what it was when we took it."""

    path: Path
    descriptor: int
    status: os.stat_result

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`."""
        parts: list[bytes] = []
        while length > 0 and (part := os.pread(self.descriptor, length, offset)):
            parts.append(part)
            offset, length = offset + len(part), length - len(part)
        return b"".join(parts)

    def unchanged(self, name: str | None = None) -> bool:
        """Return whether the file at the path is still the one we hold, as it was: inode, size, time of writing.

        `name` is another one in its folder to look at instead.
        """
        path = self.path if name is None else self.path.with_name(name)
        try:
            there, here = path.stat(follow_symlinks=False), os.fstat(self.descriptor)
        except OSError:
            return False
        return _identity(there) == _identity(here) == _identity(self.status)


@contextmanager
def held(record: Path, *, append: bool = False) -> Iterator[Opened]:
    """Yield the record under its lock: one fold at a time, and never beside a writer that holds it.

    Raises:
        RefusedError: it is not there, no regular file, locked, or open for writing in another program.

    """
    path = Path(os.path.realpath(record))
    for _ in range(10):
        descriptor = _open(path, append=append)
        try:
            _lock(descriptor, path)
            status = os.fstat(descriptor)
            # Another fold may have put a new file in place while we came to the lock of the old one.
            if _same_file(path, status):
                _refuse_writers(status, descriptor, path)
                yield Opened(path, descriptor, status)
                return
        finally:
            os.close(descriptor)
    raise RefusedError(f"{path.name} is being replaced again and again; {_SAFE}.")


def sentence_of(error: OSError, path: Path) -> str:
    """Return why a record could not be folded into, for a person."""
    reasons = {
        errno.EACCES: f"{path.parent} may not be written",
        errno.EPERM: f"{path.parent} may not be written",
        errno.EROFS: f"{path.parent} is on a read-only file system",
        errno.ENOENT: f"{path.name} is gone",
        errno.ELOOP: f"{path.name} has become a symbolic link",
    }
    why = reasons.get(error.errno or 0) or reason_of(error)
    return f"The record was left as it is: {why}; {_SAFE}."


def unconfirmed(name: str, error: OSError) -> str:
    """Return what to say where labels may stand in a record, and the disk did not confirm it."""
    return f"The labels may stand in {name}, but {reason_of(error)}: fold again to be sure; {_SAFE}."


def _open(path: Path, *, append: bool) -> int:
    access = os.O_RDWR | os.O_APPEND if append else os.O_RDONLY
    try:
        if not stat.S_ISREG(path.stat(follow_symlinks=False).st_mode):
            raise RefusedError(f"{path.name} is no regular file; {_SAFE}.")
        return os.open(path, access | _FLAGS)
    except OSError as error:
        raise RefusedError(sentence_of(error, path)) from error


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RefusedError(f"Another program holds {path.name}; {_SAFE}.") from None
    except OSError:
        # No locks on this file system: the looks at inode, size, time and hash still stand.
        return


def _refuse_writers(status: os.stat_result, descriptor: int, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError(f"{path.name} is no regular file; {_SAFE}.")
    writers = writers_of(status, descriptor)
    if writers:
        raise RefusedError(f"Process {writers[0]} has {path.name} open for writing; {_SAFE}.")


def _same_file(path: Path, status: os.stat_result) -> bool:
    try:
        there = path.stat(follow_symlinks=False)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (status.st_dev, status.st_ino)


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
