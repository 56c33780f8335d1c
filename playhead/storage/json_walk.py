"""Walking over the bytes of a JSON document: brackets and strings are passed, nothing is judged or decoded.

One value is one regular expression match as long as it nests at most 12 deep, else its tokens are walked. All
repetitions are possessive, so one string of 100 MB costs its length once and no memory. The functions walk over bytes
in memory, `JsonWalk` over a file of any size: block by block, with the state carried from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playhead.storage.decode import UndecodableError, decode

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_DEPTH = 12


def _nested(depth: int) -> bytes:
    deeper = rb"|[{\[]" + _nested(depth - 1) + rb"*+[}\]]" if depth > 1 else b""
    return rb"(?:" + _STRING + rb'|[^"{}\[\]]++' + deeper + rb")"


_VALUE = re.compile(rb"[{\[]" + _nested(_DEPTH) + rb"*+[}\]]|" + _STRING + rb'|[^"{}\[\],:\s]++', re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|[{}\[\]"]', re.DOTALL)
_KEY = re.compile(rb"(" + _STRING + rb")[ \t\r\n]*+:[ \t\r\n]*+", re.DOTALL)
_SPACE = re.compile(rb"[ \t\r\n,]*+")
_BODY = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_FLAT = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+", re.DOTALL)
_SCALAR = re.compile(rb'[^"{}\[\],:\s\0]*+')
_QUOTE, _OPENERS, _CLOSERS = 34, b"{[", b"}]"
_BOM = b"\xef\xbb\xbf"

BLOCK = 256 * 1024
"""So many bytes are looked at in one go: more would hold the interpreter for longer than a frame."""

Read = Callable[[int, int], bytes]
"""Returns up to so many bytes (the second number) from an offset (the first), none at the end only."""


def beginning(data: bytes) -> int:
    """Return where the document's value begins: behind a byte order mark and white space."""
    return skip(data, len(_BOM) if data.startswith(_BOM) else 0)


def skip(data: bytes, at: int) -> int:
    """Return where the next token begins: behind white space and commas."""
    match = _SPACE.match(data, at)
    return match.end() if match else at


def key_at(data: bytes, at: int) -> tuple[bytes, int] | None:
    """Return the key of the member that begins at `at`, as it stands, and where its value begins; None: no member."""
    match = _KEY.match(data, at)
    return (match[1], match.end()) if match else None


def says(key: bytes, name: str) -> bool:
    """Return whether a key, as it stands, is this name."""
    if b"\\" not in key:
        return key[1:-1] == name.encode("utf-8", "surrogatepass")
    try:
        return bool(decode(key)[0] == name)
    except UndecodableError:
        return False


def value_end(data: bytes, at: int) -> int | None:
    """Return where the value that begins at `at` ends, None where none begins or it is torn."""
    match = _VALUE.match(data, at)
    if match:
        return match.end()
    if data[at : at + 1] not in (b"{", b"["):
        return None
    depth = 0
    for token in _TOKEN.finditer(data, at):
        first = data[token.start()]
        if token.group() == b'"':  # a string without an end: brackets in it close nothing
            return None
        depth += (first in b"{[") - (first in b"}]")
        if not depth:
            return token.end()
    return None


class JsonWalk:
    """A place in a JSON document, and steps from there: over blanks, over one byte, over a value of any size.

    Memory: one block, of at least 3 bytes. A value that does not end within it is walked token by token through as
    many as it takes.
    """

    def __init__(self, read: Read, block: int = BLOCK) -> None:
        self._read = read
        self._block = block
        self._base = 0
        self._window = b""
        self._at = 0

    @property
    def offset(self) -> int:
        """Return where it stands, in bytes of the document."""
        return self._base + self._at

    def peek(self) -> int:
        """Return the byte that comes next, -1 at the end."""
        if self._at >= len(self._window) and not self._next_block():
            return -1
        return self._window[self._at]

    def step(self) -> None:
        """Pass the byte that was peeked at."""
        self._at += 1

    def run(self, pattern: re.Pattern[bytes]) -> None:
        """Pass all that a pattern takes; it must take nothing too, and be the same for any part of what it takes."""
        while self.peek() >= 0:
            found = pattern.match(self._window, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._window):
                return

    def skip_bom(self) -> bool:
        """Pass a byte order mark at the beginning; return whether there is one."""
        self.peek()
        found = self._base == self._at == 0 and self._window.startswith(_BOM)
        self._at += len(_BOM) if found else 0
        return found

    def value(self) -> bool:
        """Pass the value that begins here; False where none does, or the document ends in it."""
        first = self.peek()
        if first < 0:
            return False
        if first != _QUOTE and first not in _OPENERS:
            before = self.offset
            self.run(_SCALAR)
            return self.offset > before
        match = _VALUE.match(self._window, self._at)
        if match is None and self._at and self._refill():
            match = _VALUE.match(self._window, self._at)
        if match is None:
            return self._string() if first == _QUOTE else self._brackets()
        self._at = match.end()
        return True

    def between(self, start: int, end: int) -> bytes:
        """Return the bytes between two offsets, read again where they have been left behind."""
        if start >= self._base and end <= self._base + len(self._window):
            return self._window[start - self._base : end - self._base]
        parts: list[bytes] = []
        while start < end and (part := self._read(start, end - start)):
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def _brackets(self) -> bool:
        depth = 0
        while True:
            self.run(_FLAT)
            byte = self.peek()
            if byte < 0:
                return False
            if byte == _QUOTE:
                if not self._string():
                    return False
                continue
            self._at += 1
            depth += 1 if byte in _OPENERS else -1
            if not depth:
                return True

    def _string(self) -> bool:
        self._at += 1
        while True:
            self.run(_BODY)
            byte = self.peek()
            self._at += 1
            if byte == _QUOTE:
                return True
            if byte < 0 or self.peek() < 0:  # the end, also behind a backslash that ends a block
                self._at = len(self._window)
                return False
            self._at += 1

    def _next_block(self) -> bool:
        self._base += len(self._window)
        self._at = 0
        self._window = self._read(self._base, self._block)
        return bool(self._window)

    def _refill(self) -> bool:
        """Let the window begin here, so that a value of up to a block is in it whole; False: nothing came."""
        more = self._read(self._base + len(self._window), self._at)
        self._base += self._at
        self._window = self._window[self._at :] + more
        self._at = 0
        return bool(more)
