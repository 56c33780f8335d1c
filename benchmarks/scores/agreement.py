"""Figures of agreement: precision and recall, Cohen's kappa, overlap of spans. Pure, standard library only.

Kappa is that of Cohen (1960): (po - pe) / (1 - pe). Where both sides know one category only it is not defined, and
says so, as `labels.md` 6 has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Pair = tuple[str, str]
UNDEFINED = "undefined (one category)"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Hits:
    """How many were found, invented and missed, among so many places where one could have been."""

    found: int = 0
    invented: int = 0
    missed: int = 0
    places: int = 0

    def __add__(self, other: Hits) -> Hits:
        """Return both together."""
        return Hits(
            self.found + other.found,
            self.invented + other.invented,
            self.missed + other.missed,
            self.places + other.places,
        )

    @property
    def precision(self) -> float | None:
        """Return the share of what was said that is right; None where nothing was said."""
        return _share(self.found, self.found + self.invented)

    @property
    def recall(self) -> float | None:
        """Return the share of what is there that was said; None where nothing is there."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of the two; None where there was nothing to find and nothing was said."""
        return _share(2 * self.found, 2 * self.found + self.invented + self.missed)

    @property
    def invented_in_100(self) -> float | None:
        """Return the false alarms per 100 places."""
        share = _share(self.invented, self.places)
        return None if share is None else 100 * share


class Agreement(NamedTuple):
    """How often two readers say the same: the share of all, and kappa; None where it is not defined."""

    size: int
    accuracy: float | None
    kappa: float | None

    @property
    def kappa_text(self) -> str:
        """Return kappa as a table shows it."""
        return NONE if not self.size else UNDEFINED if self.kappa is None else number(self.kappa)


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Return how often the two of each pair are equal, beyond what their frequencies alone would give."""
    count = len(pairs)
    if not count:
        return Agreement(0, None, None)
    ours, theirs = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    same = sum(one == other for one, other in pairs) / count
    chance = sum(ours[name] * theirs[name] for name in ours) / count**2
    return Agreement(count, same, None if chance == 1 else (same - chance) / (1 - chance))


def by_class(pairs: Sequence[Pair]) -> dict[str, Hits]:
    """Return for each category of (truth, said) how often it was found, invented and missed; the frequent first."""
    truth, said = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    same = Counter(one for one, other in pairs if one == other)
    names = sorted(truth | said, key=lambda name: (-truth[name], name))
    return {name: Hits(same[name], said[name] - same[name], truth[name] - same[name], len(pairs)) for name in names}


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the temporal IoU of two spans of actions, both ends counted."""
    both = min(one[1], other[1]) - max(one[0], other[0]) + 1
    either = max(one[1], other[1]) - min(one[0], other[0]) + 1
    return max(0, both) / either


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None of nothing."""
    return sum(values) / len(values) if values else None


def number(value: float | None, digits: int = 2) -> str:
    """Return a figure as a table shows it."""
    return NONE if value is None else f"{value:.{digits}f}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
