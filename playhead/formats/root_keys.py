"""The keys at the root of a JSON object, from its first bytes alone: detection never decodes a whole file."""

from __future__ import annotations

import re

_BOM = b"\xef\xbb\xbf"
_SPACE = b" \t\r\n"
# Possessive: a string without an end must not be tried again at every escape in it.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_OPEN, _CLOSE = b"{[", b"}]"


def starts_with(head: bytes) -> str:
    """Return the first character of the JSON value, "" for none: `{` is an object, `[` an array."""
    return head.removeprefix(_BOM).lstrip(_SPACE)[:1].decode("latin-1")


def root_keys(head: bytes) -> frozenset[str]:
    """Return the keys of the root object that stand in `head`, which may end anywhere; none when it is no object."""
    if starts_with(head) != "{":
        return frozenset()
    keys: set[str] = set()
    depth = 0
    for match in _TOKEN.finditer(head):
        token = match.group()
        if token in (b"{", b"["):
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1 and head[match.end() : match.end() + 64].lstrip(_SPACE)[:1] == b":":
            keys.add(token[1:-1].decode("utf-8", "replace"))
    return frozenset(keys)


def has_key(part: bytes, key: str) -> bool:
    """Return whether `"key":` stands in some bytes at any depth. In a JSON string its quotes would be escaped."""
    return re.search(rb'(?<!\\)"' + re.escape(key.encode()) + rb'"[ \t\r\n]{0,64}:', part) is not None
