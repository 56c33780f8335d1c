"""Which faults are tried: every error at every call that a trial makes, once, lasting, and on one descriptor."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterator

from tests.soak.faults.injector import SHORT, Fault

ERRORS = (
    errno.EIO,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.ESTALE,
    errno.ENOLCK,
    errno.EINTR,
    errno.EACCES,
    errno.EFBIG,
    errno.EMFILE,
)
_WRITING = ("write", "fdatasync", "fsync", "open", "flock", "rename", "exchange", "ftruncate")
_ASKING = ("stat", "fstat", "pread", "lseek", "fchmod", "unlink", "listdir")
_DESCRIPTORS = ("write", "fstat", "pread", "fdatasync", "flock")


def faults_at(seen: Counter[str]) -> Iterator[Fault]:
    """Yield the faults for a trial that made so many calls of each name."""
    for call in (*_WRITING, *_ASKING):
        for at in range(1, seen[call] + 1):
            for error in ERRORS if call in _WRITING else (errno.EIO, errno.ESTALE):
                yield Fault(call, at, error)
                yield Fault(call, at, error, lasting=True)
            if call in _DESCRIPTORS:
                yield Fault(call, at, errno.ESTALE, stale=True)
    for at in range(1, seen["write"] + 1):
        yield Fault("write", at, SHORT)
        yield Fault("write", at, SHORT, lasting=True)
