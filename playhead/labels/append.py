"""Appending whole lines to a file that a crash, a full disk or another writer may have left in the middle of one."""

from __future__ import annotations

import errno
import os
from pathlib import Path


class PoisonedError(OSError):
    """Syncing failed: what this descriptor wrote may be gone without a further word (fsyncgate), so use another."""


def append_lines(descriptor: int, lines: bytes, size: int | None = None, *, torn: bytes = b"") -> None:
    """Append whole lines to a file (of `size` bytes, if that was just seen) and return when they are on the disk.

    One write, led by a newline only if the last byte is none, then fdatasync. The descriptor is open for reading
    and appending, its lock held by the caller. If somebody without the lock left half a line right before ours,
    the first of ours, which is spoilt, is written once more behind a newline. `torn` is a beginning of `lines`
    that the file ends in already, because a crash cut us off there: they go on behind it.

    Raises:
        PoisonedError: the data could not be synced.
        OSError: it could not be written, or not all of it (a torn line is then left behind, and tolerated).

    """
    held = os.fstat(descriptor).st_size if size is None else size
    start = _write(descriptor, lines[len(torn) :], led=not torn and not _ends_line(descriptor, held))
    if start is not None and not (start == held if torn else _ends_line(descriptor, start)):
        _write(descriptor, lines[: lines.index(b"\n") + 1], led=True)
    try:
        _sync(descriptor)
    except OSError as error:
        raise PoisonedError(error.errno, error.strerror) from error


def _write(descriptor: int, lines: bytes, *, led: bool) -> int | None:
    """Write and return where the lines begin in the file; None where they lead themselves with a newline.

    What the system took a part of is gone on with: that either fits after all, or tells why it does not.
    """
    data = b"\n" + lines if led else lines
    written = os.write(descriptor, data)
    if written == len(data):
        # After an appending write the descriptor stands behind what it wrote.
        return None if led else os.lseek(descriptor, 0, os.SEEK_CUR) - written
    end = os.lseek(descriptor, 0, os.SEEK_CUR)
    start = end - written
    while written < len(data):
        more = os.write(descriptor, data[written:])
        end, expected = os.lseek(descriptor, 0, os.SEEK_CUR), end + more
        if not more or end != expected:  # nothing fits, or somebody without the lock wrote in between
            raise OSError(errno.EAGAIN, f"only {written} of {len(data)} bytes were written in one piece")
        written += more
    return None if led else start


def _ends_line(descriptor: int, size: int) -> bool:
    return size == 0 or os.pread(descriptor, 1, size - 1) in (b"\n", b"")


def _sync(descriptor: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:  # pragma: no cover - macOS
        os.fsync(descriptor)


def keep_folder(folder: Path, *, parents: bool = False) -> None:
    """Make the name of a folder durable in the one above it; `parents`: the names of those above as well.

    Also where they were there: a process that was killed may have made them and not come to this.
    """
    for made in (folder, *folder.parents) if parents else (folder,):
        try:
            holder = os.open(made.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except PermissionError:  # who may not read a folder cannot sync it
            continue
        try:
            sync_folder(holder)
        finally:
            os.close(holder)


def sync_folder(descriptor: int) -> None:
    """Make a new name in an open folder survive a power loss, where the file system can say so."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
