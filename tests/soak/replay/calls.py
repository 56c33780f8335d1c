"""The calls of the system as the recorder makes them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from typing import Any

from tests.soak.replay.operations import DATASYNC, LINK, MODE, RENAME, SYNC, TRUNCATE, UNLINK, WRITE, Operation
from tests.soak.replay.recorder import Recorder

_NAMES = (
    "open", "write", "fsync", "fdatasync", "mkdir", "rmdir", "unlink", "remove", "rename", "replace", "link",
    "ftruncate", "fchmod", "chmod",
)  # fmt: skip
_REAL = {name: getattr(os, name) for name in _NAMES}


def calls_of(log: Recorder) -> Mapping[str, Callable[..., Any]]:
    """Return the functions of `os` that write into this log, by name."""
    return {
        "open": lambda path, flags, mode=0o777, *, dir_fd=None: _open(log, path, flags, mode, dir_fd),
        "write": lambda descriptor, data: _write(log, descriptor, data),
        "fsync": lambda descriptor: _on_file(log, "fsync", SYNC, _descriptor(descriptor)),
        "fdatasync": lambda descriptor: _on_file(log, "fdatasync", DATASYNC, _descriptor(descriptor)),
        "ftruncate": lambda descriptor, size: _on_file(log, "ftruncate", TRUNCATE, descriptor, size),
        "fchmod": lambda descriptor, mode: _on_file(log, "fchmod", MODE, descriptor, mode),
        "mkdir": lambda path, mode=0o777, *, dir_fd=None: _mkdir(log, path, mode, dir_fd),
        "rmdir": lambda path, *, dir_fd=None: _unlink(log, "rmdir", path, dir_fd),
        "unlink": lambda path, *, dir_fd=None: _unlink(log, "unlink", path, dir_fd),
        "remove": lambda path, *, dir_fd=None: _unlink(log, "remove", path, dir_fd),
        "rename": lambda one, other, **named: _rename(log, "rename", RENAME, one, other, **named),
        "replace": lambda one, other, **named: _rename(log, "replace", RENAME, one, other, **named),
        "link": lambda one, other, **named: _rename(log, "link", LINK, one, other, **named),
    }


def _descriptor(file: Any) -> int:
    return file if isinstance(file, int) else file.fileno()


def _open(log: Recorder, path: Any, flags: int, mode: int, dir_fd: int | None) -> int:
    def opened() -> int:
        return _REAL["open"](path, flags, mode, dir_fd=dir_fd)

    if not flags & (os.O_CREAT | os.O_TRUNC):
        return opened()
    holder, name = log.folder_of(path, dir_fd)
    if holder is None:
        return opened()
    there = log.is_there(path, dir_fd)

    def logged(descriptor: int) -> Operation | None:
        if not there:
            return log.created(os.fstat(descriptor), holder, name)
        number = log.number(descriptor)
        return Operation(TRUNCATE, number) if flags & os.O_TRUNC and number is not None else None

    return log.do(opened, logged)


def _write(log: Recorder, descriptor: int, data: Any) -> int:
    number = log.number(descriptor)
    if number is None:
        return _REAL["write"](descriptor, data)

    def logged(written: int) -> Operation:
        offset = os.lseek(descriptor, 0, os.SEEK_CUR) - written
        return Operation(WRITE, number, offset, bytes(data)[:written])

    return log.do(lambda: _REAL["write"](descriptor, data), logged)


def _on_file(log: Recorder, name: str, kind: str, descriptor: int, *amount: int) -> None:
    number = log.number(descriptor)
    operation = None if number is None else Operation(kind, number, *amount)
    log.do(lambda: _REAL[name](descriptor, *amount), lambda _: operation)


def _mkdir(log: Recorder, path: Any, mode: int, dir_fd: int | None) -> None:
    holder, name = log.folder_of(path, dir_fd)

    def logged(_: None) -> Operation | None:
        return None if holder is None else log.created(os.stat(path, dir_fd=dir_fd), holder, name)

    log.do(lambda: _REAL["mkdir"](path, mode, dir_fd=dir_fd), logged)


def _unlink(log: Recorder, call: str, path: Any, dir_fd: int | None) -> None:
    holder, name = log.folder_of(path, dir_fd)
    operation = None if holder is None else Operation(UNLINK, holder, name=name)
    log.do(lambda: _REAL[call](path, dir_fd=dir_fd), lambda _: operation)


def _rename(log: Recorder, call: str, kind: str, one: Any, other: Any, **named: Any) -> None:
    holder, name = log.folder_of(one, named.get("src_dir_fd"))
    beside, new = log.folder_of(other, named.get("dst_dir_fd"))
    file = log.found(one, named.get("src_dir_fd"))
    operation = None
    if file is not None and holder is not None and beside is not None:
        synced = beside if kind == LINK else holder
        operation = Operation(kind, synced, name=name, other=new, beside=beside, file=file)
    log.do(lambda: _REAL[call](one, other, **named), lambda _: operation)


class RecordedFile(io.FileIO):
    """A file that Python opened to write, unbuffered, whose writes are written down."""

    def __init__(self, log: Recorder, file: Any, mode: str, closefd: bool) -> None:
        self._log = log
        holder, name = (None, "") if isinstance(file, int) else log.folder_of(file, None)
        there = isinstance(file, int) or log.is_there(file, None)

        def logged(_: None) -> Operation | None:
            if holder is not None and not there:
                return log.created(os.fstat(self.fileno()), holder, name)
            number = log.number(self.fileno())
            emptied = "w" in mode and number is not None and not isinstance(file, int)
            return Operation(TRUNCATE, number) if emptied and number is not None else None

        log.do(lambda: super(RecordedFile, self).__init__(file, mode, closefd), logged)

    def write(self, data: Any) -> int:
        number = self._log.number(self.fileno())
        start = super().write

        def logged(written: int) -> Operation | None:
            return None if number is None else Operation(WRITE, number, self.tell() - written, bytes(data)[:written])

        return self._log.do(lambda: start(data), logged)

    def truncate(self, size: int | None = None) -> int:
        number, cut = self._log.number(self.fileno()), super().truncate
        return self._log.do(
            lambda: cut(size), lambda left: None if number is None else Operation(TRUNCATE, number, left)
        )
