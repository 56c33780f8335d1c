"""Values that any JSON reader takes: what we write must never make a record unreadable for somebody else."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

_MAX_DEPTH = 64
_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))
_MAX_INTEGER_BITS = 4096  # CPython refuses to print integers of more than 4,300 digits


def plain(value: Any, depth: int = 0) -> Any:
    """Return a copy of a JSON value that every reader takes: tuples for lists, U+FFFD for lone surrogates.

    NaN, infinities, values of other types and what nests deeper than 64 become None. A plain value stays equal.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, int):
        return value if value.bit_length() <= _MAX_INTEGER_BITS else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= _MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        return {plain_text(str(key)): plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(plain(part, depth + 1) for part in value)
    return None


def plain_text(text: str) -> str:
    """Return the text with surrogate pairs joined and every lone surrogate as U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def compact(value: Any) -> str:
    """Return a plain value as JSON on one line: ASCII only, so that no reader can take it for two lines."""
    return _ENCODER.encode(value)
