"""Where each element of a root list stands in the bytes of a JSON document, so that "view raw" is exact.

The document has been decoded before: here nothing is judged, only brackets and strings are walked over. One element is
one regular expression match as long as it nests at most 12 deep, else its tokens are walked. All repetitions are
possessive, so one string of 100 MB costs its length and no memory.
"""

from __future__ import annotations

import re

from playhead.storage.decode import decode

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_DEPTH = 12


def _nested(depth: int) -> bytes:
    inner = rb"(?:" + _STRING + rb'|[^"{}\[\]]++)'
    for _ in range(depth - 1):
        inner = rb"(?:" + _STRING + rb'|[^"{}\[\]]++|[{\[]' + inner + rb"*+[}\]])"
    return rb"[{\[]" + inner + rb"*+[}\]]"


_ELEMENT = re.compile(_nested(_DEPTH) + rb"|" + _STRING + rb'|[^"{}\[\],:\s]++', re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|[{}\[\]"]', re.DOTALL)
_SPACE = re.compile(rb"[ \t\r\n,]*+")
_COLON = re.compile(rb"[ \t\r\n]*+:[ \t\r\n]*+")
_BOM = b"\xef\xbb\xbf"


def element_ranges(data: bytes, key: str) -> list[tuple[int, int]]:
    """Return (offset, length) of each element of the list under `key` of the root object.

    Empty when there is no such list. In a torn document the list ends with its last complete element. Where a key
    is repeated the last one counts, as it does for decoders.
    """
    at = _skip(data, len(_BOM) if data.startswith(_BOM) else 0)
    if data[at : at + 1] != b"{":
        return []
    found: list[tuple[int, int]] = []
    at = _skip(data, at + 1)
    while data[at : at + 1] == b'"':
        name_end = _value_end(data, at)
        colon = _COLON.match(data, name_end) if name_end is not None else None
        if name_end is None or colon is None:
            break
        is_list = data[colon.end() : colon.end() + 1] == b"["
        if is_list and _is_key(data[at:name_end], key):
            found, end = _elements(data, colon.end())
        else:
            end = _value_end(data, colon.end())
        if end is None:
            break
        at = _skip(data, end)
    return found


def _elements(data: bytes, at: int) -> tuple[list[tuple[int, int]], int | None]:
    """Return the ranges of a list's elements and the end of the list, None when it is torn."""
    ranges: list[tuple[int, int]] = []
    at = _skip(data, at + 1)
    while at < len(data) and data[at : at + 1] != b"]":
        end = _value_end(data, at)
        if end is None:
            return ranges, None
        ranges.append((at, end - at))
        at = _skip(data, end)
    return ranges, at + 1 if at < len(data) else None


def _value_end(data: bytes, at: int) -> int | None:
    match = _ELEMENT.match(data, at)
    if match:
        return match.end()
    if data[at : at + 1] not in (b"{", b"["):
        return None
    depth = 0
    for token in _TOKEN.finditer(data, at):
        first = token.group()[:1] if token.end() - token.start() == 1 else b""
        if first == b'"':  # a string that was cut off: what follows stands in it
            return None
        if first and first in b"{[":
            depth += 1
        elif first and first in b"}]":
            depth -= 1
            if depth == 0:
                return token.end()
    return None


def _is_key(token: bytes, key: str) -> bool:
    if b"\\" not in token:
        return token[1:-1] == key.encode()
    try:
        return bool(decode(token)[0] == key)
    except ValueError:
        return False


def _skip(data: bytes, at: int) -> int:
    match = _SPACE.match(data, at)
    return match.end() if match else at
