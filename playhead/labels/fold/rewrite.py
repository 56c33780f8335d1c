"""Putting a changed copy in a file's place: whole or not at all, and never over somebody else's change."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable

from playhead.labels.append import sync_folder
from playhead.labels.fold.found import Scan
from playhead.labels.fold.holders import writers_of
from playhead.labels.fold.left import begun_name, digest, whole_name
from playhead.labels.fold.opened import Opened, unconfirmed
from playhead.labels.fold.plan import Splice
from playhead.labels.fold.result import Progress, RefusedError
from playhead.labels.fold.scan import CHUNK
from playhead.labels.fold.swap import swapped
from playhead.reasons import reason_of

_SAFE = "labels are safe in the journal"
CHANGED = f"The record changed while folding and was left as it is; {_SAFE}."


def rewrite(record: Opened, found: Scan, splice: Splice, progress: Progress | None = None) -> None:
    """Replace the record by a copy with the splice made.

    The copy stands beside it under a hidden name with the same mode, owner and extended attributes, is synced, and
    takes the record's place by a rename if the record is still what was scanned: inode, size, time and hash.

    Raises:
        RefusedError: it changed, has several names, is another's, or is written and the disk did not confirm it.
        OSError: the disk is full or fails; the record is as it was, and the copy is gone.

    """
    put_in_place(record, lambda copy: _copy(record, copy, found, splice, progress))


def put_in_place(record: Opened, fill: Callable[[int], None]) -> None:
    """Replace the record by a file that `fill` writes into a descriptor; errors and safety as `rewrite`."""
    if record.status.st_nlink > 1:
        names = f"{record.status.st_nlink} names"
        raise RefusedError(
            f"{record.path.name} has {names} (hard links), and a fold would part them; labels are safe in the journal."
        )
    folder = os.open(record.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        name = begun_name(record.path)
        copy = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
        ours = os.fstat(copy)
        try:
            try:
                _own(copy, record)
                fill(copy)
                _dress(copy, record)
                os.fsync(copy)
                name = _named_whole(record, folder, name, copy)
            finally:
                os.close(copy)
            _take_place(record, folder, name)
            sync_folder(folder)
        except BaseException as error:
            with contextlib.suppress(OSError):
                if os.path.samestat(os.stat(name, dir_fd=folder), ours):
                    os.unlink(name, dir_fd=folder)
            if isinstance(error, OSError) and _is_in_place(record, ours):
                raise RefusedError(unconfirmed(record.path.name, error)) from error
            raise
    finally:
        os.close(folder)


def _named_whole(record: Opened, folder: int, name: str, copy: int) -> str:
    """Let the copy's name say what both files hold, for the fold after one that is killed; return the name."""
    os.fsync(record.descriptor)  # or a power loss could make another of it
    whole = whole_name(record.path, digest(record.descriptor), digest(copy))
    os.rename(name, whole, src_dir_fd=folder, dst_dir_fd=folder)
    return whole


def _take_place(record: Opened, folder: int, name: str) -> None:
    """Put the copy in the record's place, unless that is no longer what was scanned."""
    if writers_of(record.status, record.descriptor) or not record.unchanged():
        raise RefusedError(CHANGED)
    if not swapped(folder, name, record.path.name):
        os.rename(name, record.path.name, src_dir_fd=folder, dst_dir_fd=folder)
    elif not writers_of(record.status, record.descriptor) and record.unchanged(name):
        with contextlib.suppress(OSError):  # the next fold removes it
            os.unlink(name, dir_fd=folder)
    else:
        # Somebody put another file there after we looked, or opened the one we copied to write into it: it stands
        # under the copy's name now, and goes back.
        try:
            swapped(folder, name, record.path.name)
        except OSError as error:
            where = f"what was put there meanwhile stands as {name} beside it ({reason_of(error)})"
            raise RefusedError(f"The record changed while folding, and {where}; {_SAFE}.") from error
        raise RefusedError(CHANGED)


def _is_in_place(record: Opened, copy: os.stat_result) -> bool:
    try:
        return os.path.samestat(record.path.stat(follow_symlinks=False), copy)
    except OSError:
        return False


def _copy(record: Opened, copy: int, found: Scan, splice: Splice, progress: Progress | None) -> None:
    """Copy all bytes but the spliced ones, and see by their hash that they are those that were scanned."""
    seen = hashlib.blake2b(digest_size=32)
    offset = 0
    while chunk := record.read(offset, CHUNK):
        seen.update(chunk)
        write_all(copy, _spliced(chunk, offset, splice))
        offset += len(chunk)
        if progress is not None:
            progress(found.size + offset, 2 * found.size)
    if splice.offset >= offset:
        write_all(copy, splice.new)
    if seen.digest() != found.digest or offset != found.size:
        raise RefusedError(CHANGED)


def _spliced(chunk: bytes, offset: int, splice: Splice) -> bytes:
    """Return a chunk of the record as it stands in the copy."""
    start, end = splice.offset - offset, splice.offset + splice.length - offset
    new = splice.new if 0 <= start < len(chunk) else b""
    return chunk[: max(0, start)] + new + chunk[max(0, end) :]


def write_all(file: int, data: bytes) -> None:
    """Write bytes to a descriptor, however many of them the system takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _own(copy: int, record: Opened) -> None:
    """Give the copy the owner and the group of the record.

    Raises:
        RefusedError: we may not, and who reads and writes the record now could no longer.

    """
    wanted = (record.status.st_uid, record.status.st_gid)
    for user in (wanted[0], -1):  # who may not give a file away may still give it to a group
        with contextlib.suppress(OSError):
            os.fchown(copy, user, wanted[1])
    status = os.fstat(copy)
    if (status.st_uid, status.st_gid) != wanted:
        whose = "account" if status.st_uid != wanted[0] else "group"
        raise RefusedError(
            f"{record.path.name} belongs to another {whose}, and a fold would take it away from there; {_SAFE}."
        )


def _dress(copy: int, record: Opened) -> None:
    """Give the copy the extended attributes and the mode of the record, and none that its folder gave to the copy."""
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            names = sorted(os.listxattr(record.descriptor), key=lambda name: name.startswith("system."))
            for name in set(os.listxattr(copy)).difference(names):
                with contextlib.suppress(OSError):
                    os.removexattr(copy, name)
            for name in names:  # who may write comes last, or we might not
                with contextlib.suppress(OSError):
                    os.setxattr(copy, name, os.getxattr(record.descriptor, name))
    os.fchmod(copy, stat.S_IMODE(record.status.st_mode))
