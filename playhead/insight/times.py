"""Times of steps as the record has them: the first step at or after a time of day, or a date and time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from playhead.storage.source import StepSource

LOOKED_THROUGH = 2_000
"""A run of so many steps is looked through one by one; of a longer one the times are taken to ascend."""
_NEAR = 64
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")


def is_time(text: str) -> bool:
    """Return whether a text is a time: `14:05`, `14:05:30`, `2025-03-01T14:05`, with a blank or a `T` between."""
    return _clock(text) is not None or _moment(text) is not None


def position_at(steps: StepSource, text: str) -> int | str:
    """Return the position of the first step at or after a time, or a sentence that says why there is none.

    Times are compared as they stand in the record, without regard to zones: that is what the screen shows. A time of
    day is the first such time from the beginning of the run on, so 00:10 in a run begun at 23:50 is of the next day.
    """
    first = next(_times(steps, range(len(steps))), None)
    if first is None:
        return "The record has no times."
    clock = _clock(text)
    wanted = _moment(text) if clock is None else datetime.combine(first[1].date(), clock)
    if wanted is None:
        return f"{text} is no time."
    last = next(_times(steps, range(len(steps) - 1, -1, -1)), first)
    if clock is not None and wanted < first[1] and wanted + timedelta(days=1) <= last[1]:
        wanted += timedelta(days=1)
    found = _search(steps, wanted)
    if found is None:
        return f"No step is at or after {text}: the last one with a time is at {last[1]:%H:%M:%S}."
    return found


def moment_of(at: str | None) -> datetime | None:
    """Return an ISO 8601 time without its zone; None for none, or for what is no such time."""
    if not at:
        return None
    try:
        return datetime.fromisoformat(at.strip()[:40]).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _search(steps: StepSource, wanted: datetime) -> int | None:
    count = len(steps)
    if count <= LOOKED_THROUGH:
        return next((position for position, at in _times(steps, range(count)) if at >= wanted), None)

    def known(position: int) -> datetime:
        near = range(position, min(count, position + _NEAR))
        found = next(_times(steps, near), None)
        return found[1] if found else datetime.max  # noqa: DTZ901 - compared with times without a zone

    place = bisect_left(range(count), wanted, key=known)
    return next((position for position, at in _times(steps, range(place, count)) if at >= wanted), None)


def _times(steps: StepSource, positions: range) -> Iterator[tuple[int, datetime]]:
    for position in positions:
        at = moment_of(steps[position].at)
        if at is not None:
            yield position, at


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second, part = found.groups("0")
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        return None
    return time(int(hour), int(minute), int(second), int(part.ljust(6, "0")))


def _moment(text: str) -> datetime | None:
    return moment_of(text) if re.match(r"\s*\d{4}-\d{2}-\d{2}[T ]\d", text) else None
