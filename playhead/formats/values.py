"""Fields of a record that may hold anything: read as the type they should have, or as nothing.

Every reader goes through these, so that a wrong type in a foreign record is never a traceback.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_LATEST_IN_SECONDS = 10_000_000_000  # the year 2286: a greater number counts milliseconds
_NOTHING: Mapping[str, Any] = {}


def text_of(value: Any) -> str:
    """Return the value as text: itself, "" for None, JSON for what is no string, so that nothing is lost."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError, TypeError):
        return f"({type(value).__name__} nested too deeply to show)"


def optional_text(value: Any) -> str | None:
    """Return a name, id or time: a non-empty string, or a number as text; None for anything else."""
    if value is None:
        return None
    if isinstance(value, str):
        return value or None
    if type(value) is int:
        return str(value)
    return text_of(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def int_of(value: Any) -> int | None:
    """Return a whole number: an int, a float without a fraction, a decimal string; a bool is no number."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value.strip()):
        return int(value)
    return None


def float_of(value: Any) -> float | None:
    """Return a finite number, also from a decimal string; None for NaN, infinity, bool and the rest."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | str) or _too_long(value):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def bool_of(value: Any) -> bool | None:
    """Return true or false as the record has it; None where it says neither."""
    return value if isinstance(value, bool) else None


def mapping_of(value: Any) -> Mapping[str, Any]:
    """Return the object, or an empty one."""
    if type(value) is dict:  # asking for the abstract class takes ten times as long
        return value
    return value if value is not None and isinstance(value, Mapping) else _NOTHING


def list_of(value: Any) -> Sequence[Any]:
    """Return the list, or an empty one; a string is no list."""
    return value if isinstance(value, list | tuple) else ()


def seconds_between(started: str | None, ended: str | None) -> float | None:
    """Return the seconds from one ISO 8601 time to another; None if either is missing, unreadable or later.

    A time without a zone is compared with one that has a zone as if it were in that zone.
    """
    first, last = time_of(started), time_of(ended)
    if first is None or last is None:
        return None
    if (first.tzinfo is None) != (last.tzinfo is None):
        first, last = first.replace(tzinfo=None), last.replace(tzinfo=None)
    seconds = (last - first).total_seconds()
    return seconds if seconds >= 0 else None


def time_of(text: str | None) -> datetime | None:
    """Return an ISO 8601 time as a datetime, or None."""
    if not text or len(text) > 64:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def time_text(value: Any) -> str | None:
    """Return a time as the record has it; seconds or milliseconds since 1970 become ISO 8601 in UTC."""
    if isinstance(value, str):
        return value or None
    number = float_of(value)
    if number is None or number <= 0:
        return None
    seconds = number / 1000 if number > _LATEST_IN_SECONDS else number
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return None


def _too_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 64
