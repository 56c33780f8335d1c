"""What killed folds left beside a record: a copy of ours is removed, what another program wrote comes back.

A fold that is killed behind the exchange of names leaves the former record under its copy's name, and a program that
opened or replaced the record right before the exchange has written into that. The name says what both files held, so
that the next fold can tell.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from pathlib import Path

from playhead.labels.append import sync_folder
from playhead.labels.fold.holders import writers_of
from playhead.labels.fold.opened import Opened
from playhead.labels.fold.result import RefusedError
from playhead.labels.fold.scan import CHUNK
from playhead.labels.fold.swap import swapped

_LONGEST = 150
"""Bytes of a record's name in a name of ours, which has to end within 255."""
_BEGUN = re.compile(r"[0-9a-f]+\.tmp")
_WHOLE = re.compile(r"([0-9a-f]{16})-([0-9a-f]{16})-[0-9a-f]{12}\.tmp")


def begun_name(record: Path) -> str:
    """Return a name for a copy that is being written: it may be removed whenever its fold has ended."""
    return f"{_prefix(record)}{_chance()}.tmp"


def whole_name(record: Path, before: bytes, after: bytes) -> str:
    """Return a name for a copy that is whole; `before` and `after` are digests of the record and the copy."""
    return f"{_prefix(record)}{before.hex()}-{after.hex()}-{_chance()}.tmp"


def digest(descriptor: int) -> bytes:
    """Return eight bytes that tell the content of a file from any other that a fold may meet."""
    found, offset = hashlib.blake2b(digest_size=8), 0
    while part := os.pread(descriptor, CHUNK, offset):
        found.update(part)
        offset += len(part)
    return found.digest()


def clear(record: Opened) -> None:
    """Remove what killed folds left beside a record that we hold, so that it is nobody's now.

    Raises:
        RefusedError: another program's writing was among it, and is now the record again or stands beside it.

    """
    with contextlib.suppress(OSError):
        folder = os.open(record.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for one in sorted(record.path.parent.iterdir()):
                if one.name.startswith(_prefix(record.path)):
                    _clear(folder, one.name, record)
        finally:
            os.close(folder)


def _clear(folder: int, name: str, record: Opened) -> None:
    end = name.removeprefix(_prefix(record.path))
    told = _WHOLE.fullmatch(end)
    if told is None and _BEGUN.fullmatch(end) is None:
        return  # another record's, whose name goes on like ours, or none of ours
    if told is not None and _is_foreign(folder, name, {bytes.fromhex(one) for one in told.groups()}):
        _give_back(folder, name, record, bytes.fromhex(told[2]))
    with contextlib.suppress(OSError):
        os.unlink(name, dir_fd=folder)


def _is_foreign(folder: int, name: str, ours: set[bytes]) -> bool:
    """Return whether a file holds, or is about to hold, what was never ours, or cannot be read."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return True
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return False
        return digest(descriptor) not in ours or bool(writers_of(status, descriptor))
    finally:
        os.close(descriptor)


def _give_back(folder: int, name: str, record: Opened, after: bytes) -> None:
    """Put a foreign file in the place of our copy, or beside what has come there since; always raises."""
    shown = record.path.name
    same_owner = os.stat(name, dir_fd=folder, follow_symlinks=False).st_uid == record.status.st_uid
    is_ours = digest(record.descriptor) == after and record.unchanged()
    if same_owner and is_ours and swapped(folder, name, shown):
        if not writers_of(record.status, record.descriptor) and record.unchanged(name):
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=folder)
                sync_folder(folder)
            raise RefusedError(
                f"Another program wrote {shown} while a fold into it was killed: its file is in place again. "
                "Fold again; labels are safe in the journal."
            )
        swapped(folder, name, shown)  # somebody has just opened our copy to write into it
    kept = f"{_short(record.path)}.kept-{_chance()}"
    os.rename(name, kept, src_dir_fd=folder, dst_dir_fd=folder)
    raise RefusedError(
        f"What another program wrote into {shown} while a fold was killed stands as {kept} beside it. "
        "Fold again; labels are safe in the journal."
    )


def _prefix(record: Path) -> str:
    return f".{_short(record)}.playhead-"


def _short(record: Path) -> str:
    """Return a record's name, or where that is too long or no text its start and a hash of it: no other's."""
    name = os.fsencode(record.name)
    start = name[:_LONGEST].decode(errors="ignore")
    return start if start.encode() == name else f"{start}-{hashlib.blake2b(name, digest_size=4).hexdigest()}"


def _chance() -> str:
    return os.urandom(6).hex()
