"""JSON on stdout, one value a line: valid UTF-8 whatever a record holds, and safe to look at in a terminal."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from playhead.text import text_without_credentials, value_without_credentials, visible
from tui.streams import write

_DEEPEST = 200


def print_json(value: Any) -> None:
    """Write one line of JSON to stdout.

    NaN and infinities become null, numbers keep all their digits. What may not reach a terminal (controls, lone
    surrogates, text direction marks ...) is escaped, so that every JSON reader gets the text as it was, but for what
    looks like a credential: that is masked, unless it is to be shown.
    """
    text = json.dumps(sane(value), ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_ESCAPES)
    write(text.encode("utf-8") + b"\n")


def sane(value: Any, depth: int = 0) -> Any:
    """Return a value that JSON can hold: null for NaN, infinities and what nests too deeply, text for other types."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return text_without_credentials(str(value))[0]
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {
            text_without_credentials(str(key))[0]: _under(str(key), inner, depth + 1) for key, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [sane(inner, depth + 1) for inner in value]
    return str(value)


def _under(name: str, value: Any, depth: int) -> Any:
    """Return the value of a key, which may tell what the value is."""
    return value_without_credentials(name, value) if isinstance(value, str) else sane(value, depth)


class _Escapes(dict[int, str]):
    """What stands in JSON for a character: itself, or its escape where the gate would not let it pass."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        self[point] = character if visible(character) == character else json.dumps(character)[1:-1]
        if point == 0x7F:
            self[point] = "\\u007f"
        return self[point]


_ESCAPES = _Escapes()
