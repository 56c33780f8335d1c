"""Appending lines to a file so that a crash at any moment loses no line that was written before."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

from playhead.errors import CannotSaveError

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class AppendFile:
    """A regular file open for appending, locked against other writers (`flock`) while it is.

    A fold of labels into the file sees the lock and waits for its end. Not for use from several threads at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._descriptor = os.open(path, _FLAGS, 0o666)
        except (OSError, ValueError) as error:
            raise CannotSaveError(f"{path} cannot be written: {_why(error)}.") from error
        try:
            self._refuse_other()
            self._lock()
            self._torn = not self._ends_in_newline()
            if self.size == 0:
                sync_folder(path.parent)
        except BaseException:
            os.close(self._descriptor)
            raise

    @property
    def size(self) -> int:
        """Return the size in bytes now."""
        return os.fstat(self._descriptor).st_size

    def append(self, line: bytes) -> None:
        """Write a line, given without its end, in one go.

        It starts on a line of its own whatever stands before: where the last line has no end, it gets one first.

        Raises:
            CannotSaveError: the disk is full or failing; what was written of the line is then a torn line.

        """
        data = b"\n" + line + b"\n" if self._torn else line + b"\n"
        try:
            written = os.write(self._descriptor, data)
            while written < len(data):
                self._torn = True
                written += os.write(self._descriptor, data[written:])
        except OSError as error:
            self._torn = self._torn or not self._ends_in_newline()
            raise CannotSaveError(f"{self.path} cannot be written: {_why(error)}.") from error
        self._torn = False

    def sync(self) -> None:
        """Return when all of it is on the disk.

        Raises:
            CannotSaveError: the disk is failing.

        """
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise CannotSaveError(f"{self.path} cannot be brought to the disk: {_why(error)}.") from error

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`."""
        return os.pread(self._descriptor, length, offset)

    def close(self) -> None:
        """Give the file and its lock free."""
        os.close(self._descriptor)

    def _refuse_other(self) -> None:
        if not stat.S_ISREG(os.fstat(self._descriptor).st_mode):
            raise CannotSaveError(f"{self.path} is not a regular file.")

    def _lock(self) -> None:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotSaveError(f"{self.path} is open in another writer.") from error
        except OSError:
            return  # a file system without locks: nobody can hold one either

    def _ends_in_newline(self) -> bool:
        size = self.size
        return size == 0 or self.read(size - 1, 1) == b"\n"


def sync_folder(folder: Path) -> None:
    """Bring a new file's name to the disk, where the file system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
