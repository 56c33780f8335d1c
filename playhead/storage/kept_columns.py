"""What was found out about a big record, kept in the cache directory: a state in JSON, and columns of numbers.

Nothing depends on it, and `--read-only` may use it too: a cache is no record. What is damaged, foreign or of another
version is no answer: whoever asked reads the record again. Only its own account may read or write it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import orjson

Column: TypeAlias = "bytearray | array[int]"

_MAGIC = b"playhead columns 1\n"
_SUFFIX = ".columns"
_DIGEST = 16
_PART = 256 * 1024  # bytes at a time: more would hold the interpreter for too long
_LONGEST_STATE = 4 * 1024 * 1024
_LARGEST = 128 * 1024 * 1024  # of one file
_MOST_BYTES = 512 * 1024 * 1024  # of all of them
_MOST_FILES = 1000
_ITEM_BYTES = {"Q": 8, "q": 8, "I": 4, "i": 4, "B": 1}


class Kept(NamedTuple):
    """What was kept: the state as it was given, the columns in the same order."""

    state: dict[str, Any]
    columns: list[Any]  # bytearrays and arrays


def folder() -> Path:
    """Return where columns are kept, beside the list's summaries."""
    from playhead.own_folders import cache_folder  # noqa: PLC0415 - for big records only

    return cache_folder() / "columns"


def keep(record: Path, state: dict[str, Any], columns: Sequence[Column]) -> bool:
    """Keep this for a record, whole or not at all; return whether it is kept."""
    try:
        head = orjson.dumps({"state": state, "columns": [(_code(one), len(one)) for one in columns]})
    except TypeError:
        return False  # a number beyond 64 bits, a text that is no UTF-8
    size = sum(len(one) * _ITEM_BYTES[_code(one)] for one in columns)
    if len(head) > _LONGEST_STATE or size > _LARGEST:
        return False
    temporary = None
    try:
        place = _own_folder()
        handle, temporary = tempfile.mkstemp(prefix="new-", suffix=_SUFFIX, dir=place)
        digest = hashlib.blake2b(digest_size=_DIGEST)
        with os.fdopen(handle, "wb", buffering=0) as file:
            file.write(_MAGIC + bytes(_DIGEST))
            for part in chain((len(head).to_bytes(8, "little"), head), _parts_of(columns)):
                digest.update(part)
                file.write(part)
            file.seek(len(_MAGIC))
            file.write(digest.digest())
        Path(temporary).replace(place / _name(record))
        temporary = None
        _drop_oldest(place)
    except (OSError, ValueError):
        return False
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    return True


def kept(record: Path, fits: Callable[[dict[str, Any]], bool] = lambda _: True) -> Kept | None:
    """Return what is kept for a record; None where there is nothing, or anything is odd about it.

    `fits` is asked of the state before the columns are read; it must bear any state, and may raise what reading one
    of a wrong type raises.
    """
    try:
        path = folder() / _name(record)
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    try:
        found = _read(handle, fits)
        if found is not None:
            os.utime(handle)  # the oldest go first
    except (OSError, ValueError, TypeError, LookupError, AttributeError, MemoryError, RecursionError):
        return None
    finally:
        os.close(handle)
    return found


def _read(handle: int, fits: Callable[[dict[str, Any]], bool]) -> Kept | None:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
        return None
    if not len(_MAGIC) + _DIGEST + 8 <= status.st_size <= _LARGEST + _LONGEST_STATE + 100:
        return None
    start = os.read(handle, len(_MAGIC) + _DIGEST)
    size = os.read(handle, 8)
    length = int.from_bytes(size, "little")
    if not start.startswith(_MAGIC) or length > min(_LONGEST_STATE, status.st_size):
        return None
    digest = hashlib.blake2b(size, digest_size=_DIGEST)
    head = b"".join(_read_parts(handle, length, digest))
    told = orjson.loads(head)
    shapes = [(code, count) for code, count in told["columns"]]
    if not all(type(count) is int and count >= 0 for _, count in shapes):
        return None
    if type(told["state"]) is not dict or not fits(told["state"]):
        return None
    whole = sum(_ITEM_BYTES[code] * count for code, count in shapes)
    if len(start) + 8 + length + whole != status.st_size:
        return None
    columns = []
    for code, count in shapes:
        column = bytearray() if code == "B" else array(code)
        for part in _read_parts(handle, count * _ITEM_BYTES[code], digest):
            column.extend(part) if isinstance(column, bytearray) else column.frombytes(part)
        columns.append(column)
    if digest.digest() != start[len(_MAGIC) :]:
        return None
    return Kept(told["state"], columns)


def _read_parts(handle: int, length: int, digest: Any) -> Iterator[bytes]:
    """Yield `length` bytes in whole parts: _PART is a multiple of every item's size."""
    while length:
        wanted = min(length, _PART)
        part = os.read(handle, wanted)
        if len(part) < wanted:
            raise ValueError("cut off")
        digest.update(part)
        length -= len(part)
        yield part


def _parts_of(columns: Sequence[Column]) -> Iterator[bytes]:
    for column in columns:
        with memoryview(column) as view, view.cast("B") as plain:
            for at in range(0, len(plain), _PART):
                yield bytes(plain[at : at + _PART])


def _code(column: Column) -> str:
    return "B" if isinstance(column, bytearray) else column.typecode


def _name(record: Path) -> str:
    path = os.path.realpath(record)
    return hashlib.blake2b(os.fsencode(path), digest_size=_DIGEST).hexdigest() + _SUFFIX


def _own_folder() -> Path:
    """Return the folder, made if it is not there.

    Raises:
        OSError: it cannot be made, is a link or another account's, or others may write into it.

    """
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = place.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise PermissionError(f"{place} is not ours alone")
    return place


def _drop_oldest(place: Path) -> None:
    """Remove the least recently used files where there are too many, or too large ones."""
    with os.scandir(place) as entries:
        files = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries if entry.name.endswith(_SUFFIX)]
    files.sort(key=lambda one: one[0].st_mtime_ns, reverse=True)
    left = _MOST_BYTES
    for number, (status, path) in enumerate(files):
        left -= status.st_size
        if number >= _MOST_FILES or left < 0:
            with contextlib.suppress(OSError):
                Path(path).unlink()
