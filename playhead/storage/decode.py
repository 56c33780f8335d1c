"""From bytes to JSON values without silent loss: orjson first, the standard library where orjson gives up."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

import orjson

MAX_DEPTH = 1024

# orjson turns an integer beyond 64 bits into a float without a word. Such a one has 19 digits or more.
_ROUNDED = float(2**63)
_LONG_INTEGER = b"0" * 19
_DIGITS = bytes(48 if 48 <= byte <= 57 else 32 for byte in range(256))
_SLICE = 1 << 20
_BYTES_A_VALUE = 1024  # where values are rarer than that, looking at them costs less than looking at the bytes
_MAX_INTEGER_DIGITS = 4300  # CPython refuses to convert longer ones (CVE-2020-10735)
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


class UndecodableError(ValueError):
    """Bytes that are no JSON: `message` says why, `position` is the byte offset where known."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message if position is None else f"{message} (byte {position})")
        self.message = message
        self.position = position


_watch: Callable[[Any, bytes], Any] | None = None


def watch_with(watch: Callable[[Any, bytes], Any] | None) -> None:
    """Hand every decoded value, with its bytes, to `watch`, and give out what that returns; None ends it."""
    global _watch  # noqa: PLW0603 - for the one command that counts fields
    _watch = watch


def is_watched() -> bool:
    """Return whether decoded values are being handed to a watch: then nothing decoded before serves."""
    return _watch is not None


def decode(data: bytes) -> tuple[Any, str | None]:
    """Return the JSON value of `data`, and None or what was irregular about it in a few words.

    Integers stay exact (one longer than 4,300 digits becomes its text); lone surrogates, NaN and a byte order mark
    are taken.

    Raises:
        UndecodableError: no rung of the ladder could read it, or it nests deeper than 1,024.

    """
    value, note = decode_part(data)
    return (value, note) if _watch is None else (_watch(value, data), note)


def decode_part(data: bytes) -> tuple[Any, str | None]:
    """Return and raise what `decode` does, unwatched: for a value in a document, which is no record by itself."""
    try:
        value = orjson.loads(data)
    except (ValueError, RecursionError):
        return _lenient(data), "not strict JSON, read leniently"
    if not _may_be_rounded(value, data):
        return value, None
    try:
        return _lenient(data), None
    except UndecodableError:  # pragma: no cover - only where the recursion limit is lower than orjson's
        return value, "long integers may be rounded"


def _may_be_rounded(value: Any, data: bytes) -> bool:
    """Return whether a number in `value` may have been a longer integer in `data`."""
    found = _holds_huge_float(value, 1 + len(data) // _BYTES_A_VALUE)
    if found is None:
        return _has_many_digits(data) and _holds_huge_float(value, len(data)) is True
    return found


def _holds_huge_float(value: Any, most: int) -> bool | None:
    """Return whether a float of 2^63 or more is in `value`; None where that is more than `most` values to look at."""
    left: list[Collection[Any]] = [[value]]
    for members in left:
        most -= len(members)
        if most < 0:
            return None
        for one in members:
            kind = type(one)
            if kind is float:
                if not -_ROUNDED < one < _ROUNDED:
                    return True
            elif kind is dict:
                left.append(one.values())
            elif kind is list:
                left.append(one)
    return False


def _has_many_digits(data: bytes) -> bool:
    if len(data) <= _SLICE:
        return _LONG_INTEGER in data.translate(_DIGITS)
    step = _SLICE - len(_LONG_INTEGER)
    return any(_LONG_INTEGER in data[at : at + _SLICE].translate(_DIGITS) for at in range(0, len(data), step))


def _lenient(data: bytes) -> Any:
    text = _text(data)
    try:
        value = json.loads(text, parse_int=_integer)
    except RecursionError:
        raise UndecodableError(f"nested deeper than {MAX_DEPTH}") from None
    except json.JSONDecodeError as error:
        place = len(text[: error.pos].encode("utf-8", "surrogatepass"))
        raise UndecodableError(error.msg, place) from None
    except ValueError as error:
        raise UndecodableError(str(error)) from None
    if nests_too_deep(value):
        raise UndecodableError(f"nested deeper than {MAX_DEPTH}")
    return value


def _text(data: bytes) -> str:
    try:
        if data.startswith(_UTF16_BOMS):
            return data.decode("utf-16")
        start = len(_UTF8_BOM) if data.startswith(_UTF8_BOM) else 0
        return data[start:].decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise UndecodableError(f"no valid text: {error.reason}", error.start) from None


def _integer(literal: str) -> int | str:
    return int(literal) if len(literal) <= _MAX_INTEGER_DIGITS else literal


def nests_too_deep(value: Any, limit: int = MAX_DEPTH) -> bool:
    """Return whether lists and objects stand in one another more than `limit` deep: no screen or writer bears more."""
    level = [value]
    depth = 0
    while level:
        depth += 1
        if depth > limit:
            return True
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below.extend(part for part in one.values() if isinstance(part, (dict, list)))
            elif isinstance(one, list):
                below.extend(part for part in one if isinstance(part, (dict, list)))
        level = below
    return False
