"""A journal: the append-only file of one author's events, written by one process at a time."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from playhead.labels.append import PoisonedError, append_lines, keep_folder, sync_folder
from playhead.labels.event import Author, Event
from playhead.labels.places import journal_name

_FILE = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NO_LOCKS = frozenset((errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS))
_MOST_WRITERS = 1000


class Journal:
    """One author's file in a folder, made and locked when the first event comes.

    Another process of the same author has its own: `-2`, `-3` and so on. Where the file system has no locks the
    file gets a private name instead. A file that was deleted, replaced, or failed to sync is left as it is for
    another one. `parents`: make the folders above as well; beside a record they must be there.
    """

    def __init__(self, folder: Path, author: Author, *, parents: bool = False) -> None:
        self.folder = folder
        self.path: Path | None = None
        self._author = author
        self._file: int | None = None
        self._parents = parents
        self._poisoned: set[str] = set()

    def append(self, events: Sequence[Event]) -> None:
        """Write events and return when they are durable.

        Raises:
            OSError: they are not, or not all; they may be offered again, here or elsewhere.

        """
        lines = b"".join(event.to_line() for event in events)
        try:
            for _ in range(3):
                file, size = self._opened()
                append_lines(file, lines, size)
                # Somebody may have put another file in its place meanwhile (git, a sync program).
                if self._in_place(file) is not None:
                    return
                self.close()
        except OSError as error:
            if isinstance(error, PoisonedError) and self.path is not None:
                self._poisoned.add(self.path.name)
            self.close()  # the next try opens it anew: a file server that forgot the descriptor never knows it again
            raise
        raise OSError(errno.ESTALE, "the journal is taken away again and again")

    def close(self) -> None:
        """Let go of the file and its lock."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file = None

    def _opened(self) -> tuple[int, int]:
        """Return the file and how many bytes are in it."""
        if self._file is not None:
            size = self._in_place(self._file)
            if size is not None:
                return self._file, size
            self.close()
        self.folder.mkdir(parents=self._parents, exist_ok=True)
        folder = os.open(self.folder, _FOLDER)
        try:
            self._file = self._locked_file(folder)
        finally:
            os.close(folder)
        return self._file, _size(self._file)

    def _locked_file(self, folder: int) -> int:
        for number in range(1, _MOST_WRITERS):
            name = journal_name(self._author, number)
            if name in self._poisoned:
                continue
            file = self._create(folder, name)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                continue
            except OSError as error:
                os.close(file)
                if error.errno not in _NO_LOCKS:
                    raise
                return self._create(folder, self._private_name())
            return file
        raise OSError(errno.EAGAIN, f"{_MOST_WRITERS} processes of one author are too many")

    def _create(self, folder: int, name: str) -> int:
        file = os.open(name, _FILE, 0o666, dir_fd=folder)
        try:
            if _size(file) == 0:
                sync_folder(folder)
                keep_folder(self.folder, parents=self._parents)
        except OSError:
            os.close(file)
            raise
        self.path = self.folder / name
        return file

    def _private_name(self) -> str:
        return journal_name(self._author).replace(".jsonl", f"-{os.getpid()}-{os.urandom(4).hex()}.jsonl")

    def _in_place(self, file: int) -> int | None:
        """Return the size of the open file while readers find it; None once deleted, or with another in its place.

        A file that moved along with its folder is still the run's journal.
        """
        assert self.path is not None
        mine = os.fstat(file)
        try:
            there = os.stat(self.path, follow_symlinks=False)  # noqa: PTH116
        except OSError:
            there = None
        moved = there is not None and (mine.st_dev, mine.st_ino) != (there.st_dev, there.st_ino)
        return None if moved or not mine.st_nlink else mine.st_size


def _size(file: int) -> int:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "what stands where the journal should be is no regular file")
    return status.st_size
