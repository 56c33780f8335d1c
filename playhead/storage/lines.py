"""The lines of a file that may be huge, growing, or replaced: read by `pread` in small chunks, never mapped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from playhead.storage.regular import open_regular, pread_all

CHUNK = 256 * 1024  # a longer read would hold the interpreter for more than a frame
LONGEST = 1024 * 1024  # a longer line is yielded without its bytes
TOO_LONG = 256 * 1024 * 1024  # a longer line is never decoded: that takes up to five times its length in memory


class Identity(NamedTuple):
    """What tells a file that grew from another one in its place."""

    device: int
    inode: int


class RecordFile:
    """A regular file held open for reading, so that what was read stays readable when its name goes elsewhere."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = open_regular(path)
        status = os.fstat(self._descriptor)
        self.identity = Identity(status.st_dev, status.st_ino)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        descriptor = getattr(self, "_descriptor", -1)
        if descriptor >= 0:
            close(descriptor)  # at the end of the process the module's own names are gone already

    @property
    def size(self) -> int:
        """Return the size in bytes now."""
        return os.fstat(self._descriptor).st_size

    @property
    def modified_ns(self) -> int:
        """Return when it was last written, in nanoseconds since 1970."""
        return os.fstat(self._descriptor).st_mtime_ns

    def read(self, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`; fewer where the file ends."""
        return pread_all(self._descriptor, offset, length, self.path)


class Line(NamedTuple):
    """A line without its end: `data` is None where it is longer than LONGEST; `ended` is False without a newline."""

    offset: int
    length: int
    data: bytes | None
    ended: bool = True


class Chunk(NamedTuple):
    """Lines that stand together: where the first begins, and their bytes up to `end`; what follows is cut off."""

    offset: int
    data: bytes
    end: int


def chunks_between(file: RecordFile, start: int, stop: int) -> Iterator[Chunk | Line]:
    """Yield the lines from `start`, which begins one, up to `stop`, many at a time.

    A line longer than CHUNK comes by itself, and so does the last one when it has not ended yet.
    """
    while start < stop:
        data = file.read(start, min(CHUNK, stop - start))
        if not data:
            return
        end = data.rfind(b"\n") + 1
        if end == 0:
            line = _long_line(file, start, len(data), stop)
            yield line
            start += line.length + 1
            continue
        rest = data[end:] if start + len(data) >= stop else b""
        yield Chunk(start, data, end)
        start += end
        if rest:
            yield Line(start, len(rest), rest, ended=False)
            return


def line_starts(data: bytes, end: int) -> list[int]:
    """Return where the lines up to `end`, which ends one, begin; the last is `end`, where the next one would."""
    find = data.find
    starts = [0]
    append = starts.append
    at = find(b"\n", 0, end) + 1
    while at:
        append(at)
        at = find(b"\n", at, end) + 1
    return starts


def lines_between(file: RecordFile, start: int, stop: int) -> Iterator[Line]:
    """Yield the lines from `start`, which begins one, up to `stop`; the last may not have ended yet."""
    for chunk in chunks_between(file, start, stop):
        if isinstance(chunk, Line):
            yield chunk
            continue
        offset = chunk.offset
        for data in chunk.data[: chunk.end - 1].split(b"\n"):
            yield Line(offset, len(data), data)
            offset += len(data) + 1


def _long_line(file: RecordFile, start: int, known: int, stop: int) -> Line:
    """Return the line that begins at `start` and has no end in its first `known` bytes."""
    at = start + known
    ended = False
    while at < stop:
        chunk = file.read(at, min(CHUNK, stop - at))
        if not chunk:
            break
        end = chunk.find(b"\n")
        if end >= 0:
            at += end
            ended = True
            break
        at += len(chunk)
    length = at - start
    return Line(start, length, file.read(start, length) if length <= LONGEST else None, ended)
