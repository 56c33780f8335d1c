"""What several rules ask of the same action, one after another: worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from playhead.model import Action

T = TypeVar("T")


def once(work: Callable[[Action], T]) -> Callable[[Action], T]:
    """Return a function that remembers its answer for the last action it was asked about, and for no other.

    Any thread may ask: what is remembered is replaced as a whole.
    """
    last: list[tuple[Action, T]] = []

    def remembered(action: Action) -> T:
        if last:
            known = last[0]
            if known[0] is action:
                return known[1]
        found = work(action)
        last[:] = [(action, found)]
        return found

    remembered.__doc__ = work.__doc__
    return remembered
