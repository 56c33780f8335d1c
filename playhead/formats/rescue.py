"""Records inside a damaged line: where each starts and ends, and the bytes that are none."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_MOST_STARTS = 200  # starts tried in one damaged line: each may cost its length
_ANY_START = re.compile(r'\{\s*"')
_BLANK = re.compile(r"[ \t\r\n\ufeff]*")
_DECODER = json.JSONDecoder(parse_int=lambda digits: 0 if len(digits) > 4000 else int(digits))

IsRecord = Callable[[dict[str, Any], str], bool]


def _stands_alone(_value: dict[str, Any], before: str) -> bool:
    """Return whether an object is no member or element of what stands before it."""
    return not before.rstrip().endswith((":", ",", "["))


@dataclass(frozen=True, slots=True)
class Rescue:
    """How a record is found inside a damaged line: what one may begin with, and whether an object there is one.

    `is_record` is given the object and up to 32 characters before it.
    """

    start: re.Pattern[str] = _ANY_START
    is_record: IsRecord = _stands_alone


ANY_RECORD = Rescue()


def stretches(data: bytes, rescue: Rescue) -> list[tuple[int, int, bool]]:
    """Return start, end (bytes of `data`) and whether it is a record, of all that is not blank."""
    text = data.decode("utf-8", "surrogateescape")
    found: list[tuple[int, int, bool]] = []
    at, tries = _after_blank(text, 0), 0
    while at < len(text):
        end = _record_end(text, at, at, rescue)
        if end is None:
            start = at
            at, end, tries = _next_record(text, at, tries + 1, rescue)
            found.append((start, at, False))
        if end is not None:
            found.append((at, end, True))
            at = _after_blank(text, end)
    return _in_bytes(text, found)


def _next_record(text: str, lost: int, tries: int, rescue: Rescue) -> tuple[int, int | None, int]:
    """Return where after `lost` the next record starts and ends (the end of the text and None if nowhere)."""
    at = lost + 1
    while tries < _MOST_STARTS:
        match = rescue.start.search(text, at)
        if match is None:
            break
        end = _record_end(text, match.start(), lost, rescue)
        if end is not None:
            return match.start(), end, tries
        tries += 1
        at = match.start() + 1
    return len(text), None, tries


def _record_end(text: str, at: int, lost: int, rescue: Rescue) -> int | None:
    """Return where the record that starts at `at` ends, None if there is none. `lost` is where damage began."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return end if at == lost or rescue.is_record(value, text[max(0, at - 32) : at]) else None


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _in_bytes(text: str, stretches: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    result: list[tuple[int, int, bool]] = []
    done_characters = done_bytes = 0
    for start, end, is_record in stretches:
        first = done_bytes + len(text[done_characters:start].encode("utf-8", "surrogateescape"))
        last = first + len(text[start:end].encode("utf-8", "surrogateescape"))
        result.append((first, last, is_record))
        done_characters, done_bytes = end, last
    return result


def places(line: bytes) -> Callable[[int], int]:
    """Return what maps a position in the line without its NULs to the position in the line."""
    kept_before: list[int] = []
    shifts: list[int] = []
    kept = 0
    for match in re.finditer(rb"[^\0]+", line):
        kept_before.append(kept)
        shifts.append(match.start() - kept)
        kept += match.end() - match.start()
    return lambda position: position + shifts[bisect_right(kept_before, position) - 1]
