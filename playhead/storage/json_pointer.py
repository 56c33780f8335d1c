"""Where a JSON pointer (RFC 6901) leads in the bytes of a document, so that what it names can be shown as it stands.

The document is walked over, not decoded: literals, escapes and spaces stay what they are. Every repetition is
possessive, so a string of 100 MB costs its length once.
"""

from __future__ import annotations

import re

from playhead.storage.decode import UndecodableError, decode

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_DEPTH = 12


def _nested(depth: int) -> bytes:
    deeper = rb"|[{\[]" + _nested(depth - 1) + rb"*+[}\]]" if depth else b""
    return rb"(?:" + _STRING + rb'|[^"{}\[\]]++' + deeper + rb")"


_VALUE = re.compile(rb"[{\[]" + _nested(_DEPTH) + rb"*+[}\]]|" + _STRING + rb'|[^"{}\[\],:\s]++', re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|[{}\[\]"]', re.DOTALL)
_KEY = re.compile(rb"(" + _STRING + rb")\s*+:\s*+", re.DOTALL)
_SPACE = re.compile(rb"[\s,]*+")


def pointed_range(data: bytes, pointer: str) -> tuple[int, int] | None:
    """Return (start, end) of the value that `pointer` names in a JSON document, None where it names none.

    Where a key is repeated the last one counts, as it does for decoders.
    """
    at = _skip(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0)
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        opening = data[at : at + 1]
        child = _member(data, at, name) if opening == b"{" else _element(data, at, name) if opening == b"[" else None
        if child is None:
            return None
        at = child
    end = _value_end(data, at)
    return None if end is None else (at, end)


def _member(data: bytes, at: int, name: str) -> int | None:
    found = None
    at = _skip(data, at + 1)
    while key := _KEY.match(data, at):
        if _says(key[1], name):
            found = key.end()
        end = _value_end(data, key.end())
        if end is None:
            break
        at = _skip(data, end)
    return found


def _element(data: bytes, at: int, name: str) -> int | None:
    if not (name.isascii() and name.isdecimal() and len(name) < 12):
        return None
    at = _skip(data, at + 1)
    for _ in range(int(name)):
        end = _value_end(data, at)
        if end is None:
            return None
        at = _skip(data, end)
    return at if data[at : at + 1] not in (b"]", b"") else None


def _value_end(data: bytes, at: int) -> int | None:
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


def _says(token: bytes, name: str) -> bool:
    try:
        return bool(decode(token)[0] == name)
    except UndecodableError:
        return False


def _skip(data: bytes, at: int) -> int:
    match = _SPACE.match(data, at)
    return match.end() if match else at
