"""The records of a file of JSON lines, and what can be saved of damaged ones.

Seen in the wild (anthropics/claude-code issues 49876 and 81843, openai/codex issue 24425): NUL runs, a missing newline
between two records, a record cut in the middle with the next one starting on the same line. Nothing here stops at any
of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from playhead.formats.rescue import ANY_RECORD, Rescue, places, stretches
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import pread_all

CHUNK_BYTES = 256 * 1024
LONGEST_LINE = 64 * 1024 * 1024
"""A longer line is one damaged stretch and is never held: an agent's request may be 32 MB."""

ALIKE = 1_000
"""So many damaged lines in a row are shown one by one."""

_LONGEST_ROW = 1024 * 1024
_NO_RECORD = "it is no JSON object"


class Piece(NamedTuple):
    """One record of a line, or a stretch that is none.

    `line` counts from 1; `offset` and `length` are bytes of the file, `check` their CRC-32. `value` is the decoded
    object, None where `damage` says why there is none. `note` says what had to be mended. `torn`: the file ends in
    it, without a newline.
    """

    line: int
    offset: int
    length: int
    check: int
    value: dict[str, Any] | None
    damage: str | None = None
    note: str | None = None
    torn: bool = False


class PiecesOfLine(NamedTuple):
    """What one line holds: `next` is where the one after it begins, `ended` whether a newline stands between."""

    pieces: Sequence[Piece]
    line: int
    next: int
    ended: bool


def pieces_of(descriptor: int, size: int, path: str, rescue: Rescue = ANY_RECORD) -> Iterator[Piece]:
    """Yield the records and the damaged stretches of the first `size` bytes of a file, in their order.

    Raises:
        UnreadableError: the file system failed.

    """
    for line in lines_from(descriptor, 0, size, path, rescue):
        yield from line.pieces


def lines_from(
    descriptor: int, start: int, size: int, path: str, rescue: Rescue = ANY_RECORD, *, before: int = 0
) -> Iterator[PiecesOfLine]:
    """Yield what the lines hold that begin at byte `start`, up to byte `size`; blank ones hold nothing.

    `before` lines stand before them. Of lines that follow each other and hold nothing but damage the first
    ALIKE are stretches of their own; those after them are joined, so that no file costs more than its bytes.

    Raises:
        UnreadableError: the file system failed.

    """
    row = 0
    joined: _Row | None = None
    for number, (offset, length, check, line, ended) in enumerate(raw_lines(descriptor, start, size, path), before + 1):
        if line is not None and (not line or line.isspace()):
            if joined is not None and line:
                joined.add(number, offset, line)
            continue
        if row >= ALIKE and line is not None and ended and b"{" not in line:
            joined = _Row(number, offset) if joined is None else joined
            joined.add(number, offset, line)
            if joined.length > _LONGEST_ROW:
                yield joined.taken()
                joined = None
            continue
        if joined is not None:
            yield joined.taken()
            joined = None
        if line is None:
            damage = f"the line is longer than {LONGEST_LINE >> 20} MB"
            pieces: Sequence[Piece] = (Piece(number, offset, length, check, None, damage, torn=not ended),)
        else:
            pieces = _pieces_of_line(number, offset, line, ended, rescue)
        row = 0 if any(piece.value is not None for piece in pieces) else row + 1
        yield PiecesOfLine(pieces, number, offset + length + ended, ended)
    if joined is not None:
        yield joined.taken()


class _Row:
    """Damaged lines that are shown as one."""

    def __init__(self, line: int, offset: int) -> None:
        self.line = self._last = line
        self.offset = offset
        self.length = self._check = 0

    def add(self, line: int, offset: int, data: bytes) -> None:
        """Take in the next line; blank ones may stand before it."""
        blank = b"\n" * (offset - self.offset - self.length)
        self._check = zlib.crc32(data, zlib.crc32(blank, self._check))
        self._last, self.length = line, offset - self.offset + len(data)

    def taken(self) -> PiecesOfLine:
        damage = f"lines {self.line:,} to {self._last:,} hold no record"
        piece = Piece(self.line, self.offset, self.length, self._check, None, damage)
        return PiecesOfLine((piece,), self._last, self.offset + self.length + 1, ended=True)


def pieces_of_text(data: bytes, rescue: Rescue) -> Iterator[Piece]:
    """Yield the records and the damaged stretches of a text that is one damaged document, as if it were one line."""
    yield from _rescued(1, 0, data, terminated=True, damage=_NO_RECORD, rescue=rescue)


def decode_piece(data: bytes) -> tuple[dict[str, Any], str | None]:
    """Return the record in `data` and what had to be mended: NULs left out, invalid UTF-8 shown as U+FFFD.

    Raises:
        UndecodableError: it is no JSON object even so.

    """
    try:
        return _object(*decode(data))
    except UndecodableError as error:
        if b"\0" in data:
            value, _ = decode_piece(data.replace(b"\0", b""))
            return value, "NUL bytes left out"
        if _is_utf8(data):
            raise
        try:
            value, _ = _object(*decode(data.decode("utf-8", "replace").encode()))
        except UndecodableError:
            raise error from None
        return value, "invalid UTF-8 shown as U+FFFD"


def _object(value: Any, note: str | None) -> tuple[dict[str, Any], str | None]:
    if not isinstance(value, dict):
        raise UndecodableError(_NO_RECORD)
    return value, note


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def raw_lines(descriptor: int, start: int, size: int, path: str) -> Iterator[tuple[int, int, int, bytes | None, bool]]:
    """Yield offset, length, CRC-32 (of those too long to hold), bytes without the newline, whether there was one."""
    offset = start
    begun = _Begun()
    while offset < size:
        chunk = pread_all(descriptor, offset, min(CHUNK_BYTES, size - offset), path)
        if not chunk:
            break
        offset += len(chunk)
        *whole, rest = chunk.split(b"\n")
        for end in whole:
            if begun.length:
                begun.add(end)
                yield start, begun.length, begun.check, begun.taken(), True
                start += begun.length + 1
                begun = _Begun()
            else:
                yield start, len(end), 0, end, True
                start += len(end) + 1
        if rest:
            begun.add(rest)
    if begun.length:
        yield start, begun.length, begun.check, begun.taken(), False


class _Begun:
    """A line of which the end has not been read: held until it is too long."""

    def __init__(self) -> None:
        self.length = self.check = 0
        self._parts: list[bytes] = []

    def add(self, part: bytes) -> None:
        self.length += len(part)
        self._parts.append(part)
        if self.length > LONGEST_LINE:
            for one in self._parts:
                self.check = zlib.crc32(one, self.check)
            self._parts.clear()

    def taken(self) -> bytes | None:
        return None if self.length > LONGEST_LINE else b"".join(self._parts)


def _pieces_of_line(number: int, offset: int, line: bytes, terminated: bool, rescue: Rescue) -> Sequence[Piece]:
    try:
        value, note = decode(line)
        if type(value) is dict:
            return (Piece(number, offset, len(line), zlib.crc32(line), value, None, note),)
    except UndecodableError:
        pass
    try:
        value, note = decode_piece(line)
    except UndecodableError as error:
        return list(_rescued(number, offset, line, terminated=terminated, damage=error.message, rescue=rescue))
    return (Piece(number, offset, len(line), zlib.crc32(line), value, None, note),)


def _rescued(
    number: int, offset: int, line: bytes, *, terminated: bool, damage: str, rescue: Rescue
) -> Iterator[Piece]:
    data = line.replace(b"\0", b"")
    if not data.strip():
        yield Piece(number, offset, len(line), zlib.crc32(line), None, "NUL bytes only")
        return
    place = places(line)
    found = stretches(data, rescue)
    for index, (start, end, is_record) in enumerate(found):
        first, last = place(start), place(end - 1) + 1
        raw = line[first:last]
        value, note, why = None, None, damage
        if is_record:
            try:
                value, note = decode_piece(raw)
            except UndecodableError as error:
                why = error.message
        torn = value is None and not terminated and index == len(found) - 1
        if value is None:
            yield Piece(number, offset + first, last - first, zlib.crc32(raw), None, why, torn=torn)
        else:
            note = note or "it holds more than one record"
            yield Piece(number, offset + first, last - first, zlib.crc32(raw), value, note=note)
