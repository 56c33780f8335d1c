"""Which of our moments is which labelled episode: one to one, the exact trigger first, then one action beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

TOLERANCE = 1
"""Actions by which a trigger may be off (`../shared/labelled/recovery/README.md`)."""


class Trigger(NamedTuple):
    """The action that something begins at, and what kind of feedback it is; `optional` ones may be left unmatched."""

    action: int
    kind: str
    optional: bool = False


def matched(labelled: Sequence[Trigger], found: Sequence[Trigger], tolerance: int = TOLERANCE) -> dict[int, int]:
    """Return places in `found` by places in `labelled`.

    Nearer ones are matched before farther ones, at one distance those that count before optional ones; of several
    that fit an episode the nearest is taken, of those one of the same kind, of those the first.
    """
    pairs: dict[int, int] = {}
    free = set(range(len(found)))
    order = sorted(range(len(labelled)), key=lambda place: (labelled[place].optional, labelled[place].action))
    for distance in range(tolerance + 1):
        for place in order:
            if place in pairs:
                continue
            episode = labelled[place]
            near = [one for one in free if abs(found[one].action - episode.action) <= distance]
            if near:
                pairs[place] = min(near, key=lambda one: _fit(episode, found[one], one))
                free.discard(pairs[place])
    return pairs


def _fit(episode: Trigger, found: Trigger, place: int) -> tuple[int, bool, int]:
    return abs(found.action - episode.action), found.kind != episode.kind, place
