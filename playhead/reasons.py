"""Why a file could not be written, in words for a person: what the system calls an error, few people read."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "the folder may not be written",
    errno.EPERM: "the folder may not be written",
    errno.EIO: "the disk reports an error",
    errno.ENXIO: "the disk is gone",
    errno.ENODEV: "the disk is gone",
    errno.ELOOP: "a symbolic link stands where it should go",
    errno.EEXIST: "something else stands where its folder should be",
    errno.ENOTDIR: "something else stands where its folder should be",
    errno.ENOENT: "the run's folder is gone",
    errno.EFBIG: "the file may not grow further",
    errno.ESTALE: "the file server lost the file",
    errno.ETIMEDOUT: "the file server does not answer",
    errno.ENOLCK: "the file server has no locks left",
    errno.EINTR: "it was interrupted",
    errno.EMFILE: "this program may open no more files",
    errno.ENFILE: "the system can open no more files",
    errno.ENAMETOOLONG: "the name is longer than the file system takes",
}


def reason_of(error: BaseException) -> str:
    """Return why, as the end of a sentence and without its full stop."""
    if not isinstance(error, OSError):
        return f"{type(error).__name__}: {error}"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
