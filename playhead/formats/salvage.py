"""What can still be read of a JSON document that no decoder takes: torn while it was rewritten, or broken in one place.

Walks one level below the root, where the lists of steps stand: every complete member and element is kept, a broken
one becomes a `Damaged` in its place, and what follows the last readable byte is the torn end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any

from playhead.storage.decode import nests_too_deep

SHOWN = 4_096

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\x00]*+")
_MAX_INTEGER_DIGITS = 4_300


@dataclass(frozen=True, slots=True)
class Damaged:
    """A stretch that could not be decoded: the beginning of its text, and where it stands in bytes."""

    text: str
    offset: int
    length: int


class _TornError(Exception):
    def __init__(self, at: int, *, shown: bool = False) -> None:
        super().__init__(at)
        self.at = at
        self.shown = shown


def salvage(data: bytes) -> tuple[Any, tuple[Damaged, ...]]:
    """Return the readable part of a document (None if there is none) and its damaged stretches in order.

    A damaged element of a list one level down also stands in that list. A torn end stands at the end of the list
    that it tore, or of the root list, of length 0 when the cut was between two elements.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    return _Salvage(text, len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))).read()


class _Salvage:
    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.base = base
        self.decoder = JSONDecoder(parse_int=_integer)
        self.damaged: list[Damaged] = []
        self._counted = (0, 0)

    def read(self) -> tuple[Any, tuple[Damaged, ...]]:
        at = self.skip(0)
        root: Any = None
        opener = self.text[at : at + 1]
        if opener not in ("{", "["):
            if at < len(self.text):
                self.damage(at, len(self.text))
            return None, tuple(self.damaged)
        root = {} if opener == "{" else []
        try:
            end = self.members(root, at + 1) if opener == "{" else self.elements(root, at + 1)
            if self.skip(end) < len(self.text):
                self.damage(end, len(self.text))
        except _TornError as torn:
            if not torn.shown:
                tail = self.damage(torn.at, len(self.text))
                if isinstance(root, list):
                    root.append(tail)
        return root, tuple(self.damaged)

    def members(self, into: dict[str, Any], at: int) -> int:
        while True:
            at = self.skip(at)
            if self.text[at : at + 1] == "}":
                return at + 1
            if self.text[at : at + 1] == ",":
                at += 1
                continue
            start = at
            try:
                key, at = self.decoder.raw_decode(self.text, at)
            except (ValueError, RecursionError):
                raise _TornError(start) from None
            at = self.skip(at)
            if not isinstance(key, str) or self.text[at : at + 1] != ":":
                raise _TornError(start)
            at = self.skip(at + 1)
            at = self.member(into, key, at)

    def member(self, into: dict[str, Any], key: str, at: int) -> int:
        if self.text[at : at + 1] != "[":
            value, at = self.value(at)
            if not isinstance(value, Damaged):
                into[key] = value
            return at
        items: list[Any] = []
        into[key] = items
        try:
            return self.elements(items, at + 1)
        except _TornError as torn:
            items.append(self.damage(torn.at, len(self.text)))
            raise _TornError(len(self.text), shown=True) from None

    def elements(self, into: list[Any], at: int) -> int:
        while True:
            at = self.skip(at)
            mark = self.text[at : at + 1]
            if mark == "]":
                return at + 1
            if mark == ",":
                at += 1
                continue
            value, at = self.value(at)
            into.append(value)

    def value(self, at: int) -> tuple[Any, int]:
        end: int | None
        try:
            value, end = self.decoder.raw_decode(self.text, at)
            if not nests_too_deep(value):
                return value, end
        except (ValueError, RecursionError):
            end = self.balanced_end(at)
        if end is None:
            raise _TornError(at)
        return self.damage(at, end), end

    def balanced_end(self, at: int) -> int | None:
        if self.text[at : at + 1] not in ("{", "["):
            return None
        depth = 0
        for match in _TOKEN.finditer(self.text, at):
            if match.group() in ("{", "["):
                depth += 1
            elif match.group() in ("}", "]"):
                depth -= 1
                if depth == 0:
                    return match.end()
        return None

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def damage(self, start: int, end: int) -> Damaged:
        shown = self.text[start : min(end, start + SHOWN)]
        one = Damaged(shown, self.base + self.bytes_before(start), self.bytes_between(start, end))
        self.damaged.append(one)
        return one

    def bytes_before(self, at: int) -> int:
        known, count = self._counted
        if at >= known:
            self._counted = (at, count + self.bytes_between(known, at))
            return self._counted[1]
        return self.bytes_between(0, at)

    def bytes_between(self, start: int, end: int) -> int:
        return len(self.text[start:end].encode("utf-8", "surrogateescape"))


def _integer(literal: str) -> int | str:
    return int(literal) if len(literal) <= _MAX_INTEGER_DIGITS else literal
