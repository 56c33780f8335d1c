"""What a file of many runs was found to hold, remembered while it is the same file: its runs are asked one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

from playhead.formats.watching import stamps_of

_Found = TypeVar("_Found")


def remembered(
    most_bytes: int | None = None,
) -> Callable[[Callable[[Path], _Found]], Callable[[Path], _Found]]:
    """Return a decorator for what is found in a file: the last answer is given again until the file has changed.

    One answer is kept, of a file of no more than `most_bytes` where it is as large as the file.
    """

    def decorated(find: Callable[[Path], _Found]) -> Callable[[Path], _Found]:
        kept: list[tuple[object, _Found]] = []

        @wraps(find)
        def found(path: Path) -> _Found:
            stamps = stamps_of([path])
            for known, answer in kept:
                if known == stamps:
                    return answer
            kept.clear()
            answer = find(path)
            stamp = stamps[path]
            if stamp is not None and (most_bytes is None or path.stat().st_size <= most_bytes):
                kept[:] = [(stamps, answer)]
            return answer

        return found

    return decorated
