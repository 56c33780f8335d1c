"""What can still be read of a JSON document that no decoder takes: torn while it was rewritten, or broken in one place.

Walks one level below the root, where the lists of steps stand: every complete member and element is kept, a broken
one becomes a `Damaged` in its place, and what follows the last readable byte is the torn end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any

from playhead.storage.decode import UndecodableError, decode_part, nests_too_deep
from playhead.storage.json_parts import JsonParts, Part, PartKind

SHOWN = 4_096

_LONGEST_CHARACTER = 4
_MAX_INTEGER_DIGITS = 4_300


@dataclass(frozen=True, slots=True)
class Damaged:
    """A stretch that could not be decoded: the beginning of its text, and where it stands in bytes."""

    text: str
    offset: int
    length: int


def salvage(data: bytes) -> tuple[Any, tuple[Damaged, ...]]:
    """Return the readable part of a document (None if there is none) and its damaged stretches in order.

    A damaged element of a list one level down also stands in that list. A torn end stands at the end of the list
    that it tore, or of the root list, of length 0 when the cut was between two elements.
    """
    root: Any = None
    items: list[Any] = []
    damaged: list[Damaged] = []
    for part, value in readable(JsonParts(lambda offset, length: data[offset : offset + length], len(data))):
        if isinstance(value, Damaged):
            damaged.append(value)
        if part.kind is PartKind.ROOT:
            root = items if part.key == "[" else {}
        elif part.kind is PartKind.LIST:
            items = root[part.key] = []
        elif part.kind in (PartKind.ELEMENT, PartKind.TORN_LIST):
            items.append(value)
        elif part.kind is PartKind.MEMBER and not isinstance(value, Damaged):
            root[part.key] = value
    return root, tuple(damaged)


def readable(parts: JsonParts) -> Iterator[tuple[Part, Any]]:
    """Yield each part of a document with its value, a `Damaged` where it has none; None for where something begins."""
    for part in parts:
        if part.kind in (PartKind.ROOT, PartKind.LIST):
            yield part, None
        elif part.kind in (PartKind.TORN, PartKind.TORN_LIST):
            yield part, damaged_at(parts, part)
        else:
            value = value_of(parts.bytes_of(part), part.start)
            if value is None:
                parts.give_up()
            else:
                yield part, value.value


@dataclass(frozen=True, slots=True)
class Value:
    """A value, or a `Damaged`. `error` and `lenient` tell what a decoder of the whole document would meet in it."""

    value: Any
    error: UndecodableError | None = None
    lenient: bool = False


def value_of(data: bytes, offset: int) -> Value | None:
    """Return the value that some bytes of a document are; None for what is no value and has no brackets around it.

    One that is no proper text is read with its odd bytes as lone surrogates.
    """
    try:
        value, note = decode_part(data)
    except UndecodableError as error:
        text = data.decode("utf-8", "surrogateescape")
        try:
            value = JSONDecoder(parse_int=_integer).decode(text)
            if not nests_too_deep(value):
                return Value(value, error)
        except (ValueError, RecursionError):
            if data[:1] not in (b"{", b"["):
                return None
        return Value(_damaged(data, offset, len(data)), error)
    return Value(value, lenient=note is not None)


def damaged_at(parts: JsonParts, part: Part) -> Damaged:
    """Return a part that is torn."""
    shown = parts.bytes_of(part._replace(end=min(part.end, part.start + SHOWN * _LONGEST_CHARACTER)))
    return _damaged(shown, part.start, part.end - part.start)


def _damaged(data: bytes, offset: int, length: int) -> Damaged:
    text = data[: SHOWN * _LONGEST_CHARACTER].decode("utf-8", "surrogateescape")
    return Damaged(text[:SHOWN], offset, length)


def _integer(literal: str) -> int | str:
    return int(literal) if len(literal) <= _MAX_INTEGER_DIGITS else literal
