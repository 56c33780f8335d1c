"""A pass over a JSON document that finds where a key stands, in memory that does not grow with the document.

Strings are skipped by possessive patterns, at memory speed and without a stack: an ordinary string pattern took 11
seconds and 3.9 GB on one string of 100 MB. Nothing is decoded but the keys on the way; what is between brackets is
only checked to be balanced, because bytes that are not ours are never judged, only carried.
"""

from __future__ import annotations

import hashlib
import json
import re

from playhead.labels.fold.found import Member, NotJsonError, Read, Scan, Shape
from playhead.labels.fold.result import Progress

CHUNK = 1 << 20
_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\r\n]*+")
_SCALAR = re.compile(rb"[-+.0-9A-Za-z_]*+")
_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_FLAT = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_QUOTE, _COLON, _COMMA, _BACKSLASH = b'":,\\'
_OBJECT, _OBJECT_END, _ARRAY, _ARRAY_END = b"{}[]"
_KEPT = frozenset(("extra", "playhead", "version", "events"))
_LONG_KEY = 4096


def scan(
    read: Read, path: tuple[str, ...], progress: Progress | None = None, *, size: int = 0, chunk: int = CHUNK
) -> Scan:
    """Return where the keys of `path` stand, the first at the root, each in the object of the one before.

    Where the last one holds an array, its elements are found too. `size` is only for `progress`; the document is
    read in pieces of `chunk` bytes (at least 3).

    Raises:
        NotJsonError: the document ends in the middle, or its brackets do not match.

    """
    return _Scanner(read, progress, size, chunk).document(path)


class _Scanner:
    def __init__(self, read: Read, progress: Progress | None, size: int, length: int) -> None:
        self._read = read
        self._length = length
        self._progress = progress
        self._size = size
        self._hash = hashlib.blake2b(digest_size=32)
        self._base = 0
        self._chunk = b""
        self._at = 0

    def document(self, path: tuple[str, ...]) -> Scan:
        self._more()
        if self._chunk.startswith(_BOM):
            self._at = len(_BOM)
        self._space()
        root: Shape | None = None
        if self._peek() == _OBJECT:
            root = self._object(path)
        else:
            self._skip()
        self._space()
        if self._peek() is not None:
            raise self._wrong("something follows the document")
        return Scan(root, self._base + len(self._chunk), self._hash.digest())

    def _object(self, path: tuple[str, ...]) -> Shape:
        """Read an object member by member, looking into the one that `path` begins with."""
        self._at += 1
        inside = self._offset
        names: set[str] = set()
        named: dict[str, Member] = {}
        found: dict[str, Shape | tuple[tuple[int, int], ...] | None] = {}
        last: Member | None = None
        twice: str | None = None
        self._space()
        empty = self._peek() == _OBJECT_END
        gap = inside
        while not empty:
            name, key, key_end = self._key()
            first, value = self._peek() or 0, self._offset
            if path and name == path[0]:
                found[name] = self._value(path[1:])
            else:
                self._skip()
            last = Member(gap, key, key_end, value, self._offset, first)
            if name in _KEPT:
                named[name] = last
            twice = name if name in names else twice
            names.add(name)
            if not self._goes_on(_OBJECT_END):
                break
            gap = self._offset
            self._space()
        else:
            self._at += 1
        what = found.get(path[0]) if path else None
        if isinstance(what, Shape):
            return Shape(inside, last, named, twice, what)
        return Shape(inside, last, named, twice, None, what)

    def _value(self, path: tuple[str, ...]) -> Shape | tuple[tuple[int, int], ...] | None:
        if path and self._peek() == _OBJECT:
            return self._object(path)
        if not path and self._peek() == _ARRAY:
            return self._elements()
        self._skip()
        return None

    def _elements(self) -> tuple[tuple[int, int], ...]:
        self._at += 1
        ranges: list[tuple[int, int]] = []
        self._space()
        if self._peek() == _ARRAY_END:
            self._at += 1
            return ()
        while True:
            self._space()
            start = self._offset
            self._skip()
            ranges.append((start, self._offset))
            if not self._goes_on(_ARRAY_END):
                return tuple(ranges)

    def _goes_on(self, closer: int) -> bool:
        """Step over the comma or the closing bracket behind a value; return whether another follows."""
        self._space()
        byte = self._peek()
        if byte not in (_COMMA, closer):
            raise self._wrong("a comma or closing bracket is missing")
        self._at += 1
        return byte == _COMMA

    def _key(self) -> tuple[str, int, int]:
        if self._peek() != _QUOTE:
            raise self._wrong("a key is missing")
        start = self._offset
        self._string()
        end = self._offset
        self._space()
        if self._peek() != _COLON:
            raise self._wrong("a colon is missing")
        self._at += 1
        self._space()
        return self._decoded(start, end), start, end

    def _decoded(self, start: int, end: int) -> str:
        """Return the key between two offsets: escapes may spell a name that matters."""
        inside = start >= self._base
        raw = self._chunk[start - self._base : end - self._base] if inside else self._read(start, end - start)
        if len(raw) > _LONG_KEY:
            return hashlib.blake2b(raw).hexdigest()
        try:
            return str(json.loads(raw.decode("utf-8", "surrogateescape"), strict=False))
        except ValueError:
            return raw.decode("latin-1")

    def _skip(self) -> None:
        """Step over one value."""
        byte = self._peek()
        if byte == _QUOTE:
            self._string()
        elif byte in (_OBJECT, _ARRAY):
            self._container()
        else:
            start = self._offset
            self._run(_SCALAR)
            if self._offset == start:
                raise self._wrong("a value is missing")

    def _container(self) -> None:
        """Step over an object or an array: one turn of the loop for a bracket, however much stands between two."""
        closers = bytearray()
        flat, chunk, at = _FLAT.match, self._chunk, self._at
        while True:
            match = flat(chunk, at)
            at = match.end() if match else at
            if at == len(chunk):
                if not self._more():
                    raise self._wrong("it ends in the middle")
                chunk, at = self._chunk, 0
                continue
            byte = chunk[at]
            at += 1
            if byte == _OBJECT:
                closers.append(_OBJECT_END)
            elif byte == _ARRAY:
                closers.append(_ARRAY_END)
            elif byte == _QUOTE:  # this string goes on in the next chunk
                self._at = at - 1
                self._string()
                chunk, at = self._chunk, self._at
            elif closers.pop() != byte:
                self._at = at
                raise self._wrong("a bracket does not match")
            elif not closers:
                self._at = at
                return

    def _string(self) -> None:
        self._at += 1
        while True:
            if self._peek() is None:
                raise self._wrong("it ends in a string")
            self._at = _end(_STRING, self._chunk, self._at)
            if self._at == len(self._chunk):
                continue
            if self._chunk[self._at] == _QUOTE:
                self._at += 1
                return
            # A backslash that ends the chunk: what it escapes is the first byte of the next one.
            self._at += 1
            if self._peek() is not None:
                self._at += 1

    def _space(self) -> None:
        self._run(_SPACE)

    def _run(self, pattern: re.Pattern[bytes]) -> None:
        while self._peek() is not None:
            self._at = _end(pattern, self._chunk, self._at)
            if self._at < len(self._chunk):
                return

    def _peek(self) -> int | None:
        """Return the next byte, None at the end of the file."""
        if self._at >= len(self._chunk) and not self._more():
            return None
        return self._chunk[self._at]

    def _more(self) -> bool:
        chunk = self._read(self._base + len(self._chunk), self._length)
        if not chunk:
            return False
        self._hash.update(chunk)
        self._base += len(self._chunk)
        self._chunk = chunk
        self._at = 0
        if self._progress is not None:
            self._progress(self._base + len(chunk), max(self._size, self._base + len(chunk)))
        return True

    @property
    def _offset(self) -> int:
        return self._base + self._at

    def _wrong(self, what: str) -> NotJsonError:
        return NotJsonError(f"{what} (byte {self._offset})")


def _end(pattern: re.Pattern[bytes], chunk: bytes, at: int) -> int:
    match = pattern.match(chunk, at)
    assert match is not None  # every pattern here matches nothing as well
    return match.end()
