"""Two names of a folder changing places in one step, where the system can: nothing is overwritten unseen."""

from __future__ import annotations

import ctypes
import errno
import os

_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h
_CANNOT = frozenset((errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM))


def swapped(folder: int, one: str, other: str) -> bool:
    """Exchange two files of an open folder; return False where the system or the file system cannot.

    Raises:
        OSError: one of them is not there, or the disk fails.

    """
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if rename(folder, os.fsencode(one), folder, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code))
