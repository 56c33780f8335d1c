"""Opening files of unknown origin: regular files only, never blocking, never out of the run's folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playhead.errors import UnreadableError

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_regular(path: str | os.PathLike[str]) -> int:
    """Return a descriptor open for reading; the caller closes it.

    Raises:
        UnreadableError: it is no regular file, is not there, or may not be read. A pipe or device is never
            opened for longer than it takes to see what it is, and never waited for.

    """
    try:
        # Looked at before opening too: opening a device can do things (rewind a tape, take a terminal).
        _refuse_other(path, os.stat(path).st_mode)  # noqa: PTH116 - the path may be bytes that Path would change
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise UnreadableError(f"{os.fspath(path)} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:
        raise UnreadableError(f"{os.fspath(path)!r} is no file name: {error}.") from error
    try:
        _refuse_other(path, os.fstat(descriptor).st_mode)
    except UnreadableError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[int]:
    """Yield a descriptor of a regular file and close it after; errors as `open_regular`."""
    descriptor = open_regular(path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def read_file(path: str | os.PathLike[str], limit: int | None = None) -> bytes:
    """Return the bytes of a regular file, at most `limit` of them; errors as `open_regular`."""
    with opened(path) as descriptor:
        length = os.fstat(descriptor).st_size if limit is None else limit
        data = pread_all(descriptor, 0, length, path)
        if limit is not None or len(data) < length:
            return data
        # Files that say size 0 and are not empty (/proc), and files that grew since.
        parts = [data]
        while more := pread_all(descriptor, sum(map(len, parts)), 1 << 20, path):
            parts.append(more)
        return b"".join(parts)


def read_range(path: str | os.PathLike[str], offset: int, length: int) -> bytes:
    """Return up to `length` bytes from `offset`, fewer at the end of the file; errors as `open_regular`."""
    with opened(path) as descriptor:
        return pread_all(descriptor, offset, length, path)


def pread_all(descriptor: int, offset: int, length: int, path: str | os.PathLike[str] = "") -> bytes:
    """Return up to `length` bytes from `offset` of an open file; fewer only at its end.

    Raises:
        UnreadableError: the file system failed.

    """
    parts: list[bytes] = []
    try:
        while length > 0:
            part = os.pread(descriptor, length, offset)
            if not part:
                break
            parts.append(part)
            offset += len(part)
            length -= len(part)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UnreadableError(f"{os.fspath(path)} cannot be read at byte {offset}: {why}.") from error
    return parts[0] if len(parts) == 1 else b"".join(parts)


def inside(root: Path, candidate: str | os.PathLike[str]) -> Path | None:
    """Return where `candidate` (relative to `root` or absolute) leads after links, None if out of `root`."""
    try:
        base = root.resolve()
        resolved = base.joinpath(candidate).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return resolved if resolved.is_relative_to(base) else None


def _refuse_other(path: str | os.PathLike[str], mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    what = next((name for is_kind, name in _KINDS if is_kind(mode)), "no regular file")
    raise UnreadableError(f"{os.fspath(path)} is {what}, not a regular file.")
