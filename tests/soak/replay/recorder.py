"""The shim: every call by which this process changes files below a folder is written down, and then made."""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self
from unittest import mock

from playhead.labels.fold import rewrite
from tests.soak.replay.disk import Picture, scanned
from tests.soak.replay.operations import CREATE, DATASYNC, EXCHANGE, SYNC, Operation

_REAL_OPEN = io.open


class _KilledError(BaseException):
    """The process does nothing more."""


class Recorder:
    """A context in which `log` grows; `told` holds (how long the log was, what was acknowledged then).

    `asked`, where given, is called before each operation and answers with everything that is acknowledged by then.
    """

    def __init__(self, root: Path, *, can_exchange: bool = True) -> None:
        self.root = root
        self.before, self._numbers = scanned(root)
        self.log: list[Operation] = []
        self.told: list[tuple[int, frozenset[str]]] = []
        self.asked: Callable[[], Iterable[str]] | None = None
        self._lock = threading.RLock()
        self._next = len(self._numbers)
        self._can_exchange = can_exchange
        self._asking = False
        self._left: int | None = None
        self._patches: list[Any] = []

    def tell(self, acknowledged: Iterable[str]) -> None:
        """Note that from here on these are acknowledged."""
        with self._lock:
            fresh = frozenset(acknowledged).difference(*(ids for _, ids in self.told))
            if fresh:
                self.told.append((len(self.log), fresh))

    def __enter__(self) -> Self:
        from tests.soak.replay.calls import calls_of

        self._patches = [mock.patch.object(os, name, call) for name, call in calls_of(self).items()]
        self._patches += [mock.patch.object(place, "open", self._opened) for place in (io, builtins)]
        self._patches.append(mock.patch.object(rewrite, "swapped", self._swapped(rewrite.swapped)))
        for one in self._patches:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in reversed(self._patches):
            one.stop()

    @property
    def is_complete(self) -> bool:
        """Whether the log explains all that stands on the disk now: nothing went past the shim."""
        disk = self.before.copy()
        for one in self.log:
            if one.kind not in (SYNC, DATASYNC):
                disk.apply(one)
        return _contents(disk.picture) == _contents(scanned(self.root)[0].picture)

    @contextlib.contextmanager
    def killed_after(self, calls: int) -> Iterator[None]:
        """Let the process inside make so many calls; it does nothing more, as one that is killed."""
        self._left = calls
        try:
            with contextlib.suppress(_KilledError):
                yield
        finally:
            self._left = None

    def do(self, call: Callable[[], Any], logged: Callable[[Any], Operation | None]) -> Any:
        """Make a call, and write down what `logged` says of its answer."""
        with self._lock:
            if self.asked is not None and not self._asking:
                self._asking = True
                try:
                    self.tell(self.asked())
                finally:
                    self._asking = False
            if self._left is not None:
                if not self._left:
                    raise _KilledError
                self._left -= 1
            answer = call()
            operation = logged(answer)
            if operation is not None:
                self.log.append(operation)
            return answer

    def number(self, descriptor: int) -> int | None:
        """Return the number of an open file or folder, None for one that is none of ours."""
        try:
            return self._numbers.get(os.fstat(descriptor).st_ino)
        except OSError:
            return None

    def folder_of(self, path: Any, dir_fd: int | None) -> tuple[int | None, str]:
        """Return the number of the folder that a name stands in (None: not below our root), and the name."""
        text = os.fsdecode(path)
        head, name = os.path.split(text.rstrip("/"))
        try:
            status = os.stat(head or ".", dir_fd=None if head.startswith("/") else dir_fd)
        except OSError:
            return None, name
        return self._numbers.get(status.st_ino), name

    def found(self, path: Any, dir_fd: int | None = None) -> int | None:
        """Return the number of what has a name now."""
        try:
            return self._numbers.get(os.stat(path, dir_fd=dir_fd, follow_symlinks=False).st_ino)
        except (OSError, TypeError, ValueError):
            return None

    def is_there(self, path: Any, dir_fd: int | None) -> bool:
        """Return whether a name stands for anything."""
        try:
            os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
        except (OSError, ValueError):
            return False
        return True

    def created(self, status: os.stat_result, holder: int, name: str) -> Operation:
        """Return the operation that made a file or folder, which has a number from now on."""
        number = self._numbers[status.st_ino] = self._next
        self._next += 1
        mode, is_folder = stat.S_IMODE(status.st_mode), stat.S_ISDIR(status.st_mode)
        return Operation(CREATE, holder, mode, name=name, file=number, is_folder=is_folder)

    def _swapped(self, real: Callable[[int, str, str], bool]) -> Callable[[int, str, str], bool]:
        def swapped(folder: int, one: str, other: str) -> bool:
            holder = self.number(folder)
            if not self._can_exchange:
                return False
            file, beside = self.found(one, folder), self.found(other, folder)
            operation = None
            if holder is not None and file is not None and beside is not None:
                operation = Operation(EXCHANGE, holder, name=one, other=other, file=file, beside=beside)
            done: bool = self.do(lambda: real(folder, one, other), lambda done: operation if done else None)
            return done

        return swapped

    def _opened(self, file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+"):
            return _REAL_OPEN(file, mode, buffering, *rest, **named)
        from tests.soak.replay.calls import RecordedFile

        raw = RecordedFile(self, file, mode.replace("b", "").replace("t", ""), named.pop("closefd", True))
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *rest, **named)


def _contents(picture: Picture) -> Picture:
    return tuple((path, 0, data) for path, _, data in picture)
