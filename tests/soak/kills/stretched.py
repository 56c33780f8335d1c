"""The moments around an exchange of names made long, so that a kill, or another program, often comes into them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from playhead.labels.fold import left, rewrite

_BEFORE_S, _AFTER_S = 0.004, 0.02


def stretch() -> None:
    """Let every exchange of names in this process, and in those it forks, take its time."""
    rewrite.swapped = _stretched(rewrite.swapped)
    left.swapped = _stretched(left.swapped)


def _stretched(exchange: Callable[[int, str, str], bool]) -> Callable[[int, str, str], bool]:
    def slowly(folder: int, one: str, other: str) -> bool:
        time.sleep(random.random() * _BEFORE_S)
        done = exchange(folder, one, other)
        time.sleep(random.random() * _AFTER_S)
        return done

    return slowly
