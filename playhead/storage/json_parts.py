"""What a JSON document is made of, part by part: members of its root object, elements of the lists right below it.

Nothing is decoded but keys. What no decoder would take is passed as well as it goes, for torn and broken documents:
blanks of NULs, commas too few or too many. `JsonParts.regular` then tells that the document as a whole is no JSON.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from enum import Enum, auto
from typing import NamedTuple

from playhead.storage.decode import UndecodableError, decode_part
from playhead.storage.json_walk import BLOCK, JsonWalk, Read

_BLANK = re.compile(rb"[ \t\r\n]*+")
_BLANK_OR_NUL = re.compile(rb"[ \t\r\n\0]*+")
_QUOTE, _COMMA, _COLON = b'",:'
_OBJECT, _OBJECT_END, _LIST, _LIST_END = b"{}[]"


class PartKind(Enum):
    """What a part is. A list says that it begins; its elements follow. What is torn is all up to the end."""

    ROOT = auto()
    MEMBER = auto()
    LIST = auto()
    ELEMENT = auto()
    TORN = auto()
    TORN_LIST = auto()


class Part(NamedTuple):
    """A part and where it stands: its value from `start` to `end`. `key` is that of the member or list, "" of a root.

    The key of a root part is its bracket.
    """

    kind: PartKind
    key: str
    start: int
    end: int


class JsonParts:
    """One pass over a document of `size` bytes.

    `regular` and `lenient` hold as soon as the pass is over: False, something between the parts is no JSON; and,
    something is only read by a lenient decoder.
    """

    def __init__(self, read: Read, size: int, block: int = BLOCK) -> None:
        self._walk = JsonWalk(read, block)
        self._size = size
        self._broken = False
        self.regular = True
        self.lenient = False
        self.wrong_at: int | None = None

    @property
    def offset(self) -> int:
        """Return how far the pass has come."""
        return self._walk.offset

    def bytes_of(self, part: Part) -> bytes:
        """Return the bytes of a part."""
        return self._walk.between(part.start, part.end)

    def give_up(self) -> None:
        """Take the part that was yielded last, and all that follows, as torn: it is no value and has no brackets."""
        self._broken = True

    def __iter__(self) -> Iterator[Part]:
        """Yield the parts in the order of the document."""
        walk = self._walk
        self.lenient = walk.skip_bom()
        self._blank()
        first, start = walk.peek(), walk.offset
        if first not in (_OBJECT, _LIST):
            self._wrong()
            if first >= 0:
                yield Part(PartKind.TORN, "", start, self._size)
            return
        yield Part(PartKind.ROOT, chr(first), start, start)
        walk.step()
        if not (yield from (self._members() if first == _OBJECT else self._elements(""))):
            return
        start = walk.offset
        self._blank()
        if walk.peek() >= 0:
            self._wrong()
            yield Part(PartKind.TORN, "", start, self._size)

    def _members(self) -> Generator[Part, None, bool]:
        walk, count = self._walk, 0
        while self._goes_on(count, _OBJECT_END):
            count += 1
            start = walk.offset
            key = self._key()
            if key is None:
                yield self._torn(PartKind.TORN, "", start)
                return False
            start = walk.offset
            if walk.peek() == _LIST:
                yield Part(PartKind.LIST, key, start, start)
                walk.step()
                if not (yield from self._elements(key)):
                    return False
            elif not (yield from self._value(PartKind.MEMBER, PartKind.TORN, key)):
                return False
        walk.step()
        return True

    def _elements(self, key: str) -> Generator[Part, None, bool]:
        count = 0
        while self._goes_on(count, _LIST_END):
            count += 1
            if not (yield from self._value(PartKind.ELEMENT, PartKind.TORN_LIST, key)):
                return False
        self._walk.step()
        return True

    def _value(self, kind: PartKind, torn: PartKind, key: str) -> Generator[Part, None, bool]:
        start = self._walk.offset
        if self._walk.value():
            yield Part(kind, key, start, self._walk.offset)
            if not self._broken:
                return True
        yield self._torn(torn, key, start)
        return False

    def _torn(self, kind: PartKind, key: str, start: int) -> Part:
        self._wrong(start)
        return Part(kind, key, start, self._size)

    def _goes_on(self, count: int, closer: int) -> bool:
        """Pass what is between two parts; return whether another one begins here."""
        commas = 0
        while True:
            self._blank()
            byte = self._walk.peek()
            if byte != _COMMA:
                break
            commas += 1
            self._walk.step()
        ends = byte == closer
        if commas != (count > 0 and not ends):
            self._wrong()
        return not ends

    def _blank(self) -> None:
        self._walk.run(_BLANK)
        if self._walk.peek() == 0:
            self._wrong()
            self._walk.run(_BLANK_OR_NUL)

    def _key(self) -> str | None:
        """Pass a key and its colon, and return it; None where there is none."""
        walk = self._walk
        start = walk.offset
        if walk.peek() != _QUOTE or not walk.value():
            return None
        try:
            key, note = decode_part(walk.between(start, walk.offset))
        except UndecodableError:
            return None
        self._blank()
        if walk.peek() != _COLON or not isinstance(key, str):
            return None
        walk.step()
        self._blank()
        self.lenient = self.lenient or note is not None
        return key

    def _wrong(self, at: int | None = None) -> None:
        self.regular = False
        if self.wrong_at is None:
            self.wrong_at = self._walk.offset if at is None else at
