"""What a search has found so far, in reading order, though it looked from the middle of the run."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple


class Hit(NamedTuple):
    """One occurrence: the step's position, the field's key, and characters `start` to `end` of that field."""

    position: int
    key: str
    start: int
    end: int


class HitCount(NamedTuple):
    """`7/40 · step 3 of 9`: a hit's place among all, its step's place among the steps with hits; both from 1."""

    hit: int
    hits: int
    step: int
    steps: int


class Hits:
    """Hits in reading order. Those from `origin` on are found first, then those before it; both grow at their end.

    One thread adds, others read: what has been added stays as it is.
    """

    def __init__(self, origin: int = 0) -> None:
        self._origin = origin
        self._before = _Run()
        self._after = _Run()

    def __len__(self) -> int:
        return len(self._before.hits) + len(self._after.hits)

    def __getitem__(self, index: int) -> Hit:
        before = len(self._before.hits)
        return self._before.hits[index] if 0 <= index < before else self._after.hits[index - before]

    def add(self, hit: Hit) -> None:
        """Add a hit: at or behind the last one of its side."""
        (self._after if hit.position >= self._origin else self._before).add(hit)

    def positions(self) -> list[int]:
        """Return the positions of the steps with hits, ascending."""
        return [*self._before.positions, *self._after.positions]

    def at(self, position: int) -> list[Hit]:
        """Return the hits of one step in reading order."""
        run = self._after if position >= self._origin else self._before
        first = bisect_left(run.positions, position)
        if first == len(run.positions) or run.positions[first] != position:
            return []
        stop = run.firsts[first + 1] if first + 1 < len(run.firsts) else len(run.hits)
        return run.hits[run.firsts[first] : stop]

    def next_from(self, position: int) -> Hit | None:
        """Return the first hit at or behind a step, going on from the start behind the last; None without any."""
        positions = self.positions()
        if not positions:
            return None
        place = bisect_left(positions, position)
        return self.at(positions[place % len(positions)])[0]

    def previous_from(self, position: int) -> Hit | None:
        """Return the last hit before a step, going on from the end before the first; None without any."""
        positions = self.positions()
        if not positions:
            return None
        return self.at(positions[bisect_left(positions, position) - 1])[-1]

    def beside(self, hit: Hit, direction: int) -> Hit:
        """Return the next hit (`direction` 1) or the one before (-1), going round at the ends."""
        here = self.at(hit.position)
        place = here.index(hit)
        if 0 <= place + direction < len(here):
            return here[place + direction]
        positions = self.positions()
        index = bisect_left(positions, hit.position) + direction
        return self.at(positions[index % len(positions)])[0 if direction > 0 else -1]

    def count(self, hit: Hit) -> HitCount:
        """Return a hit's place among all that are known by now."""
        positions = self.positions()
        step = bisect_right(positions, hit.position)
        in_after = hit.position >= self._origin
        run = self._after if in_after else self._before
        first = run.firsts[bisect_left(run.positions, hit.position)]
        place = first + self.at(hit.position).index(hit) + (len(self._before.hits) if in_after else 0)
        return HitCount(place + 1, len(self), step, len(positions))


class _Run:
    """Hits by ascending position; `firsts` is where each of `positions` begins among them."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.positions: list[int] = []
        self.firsts: list[int] = []

    def add(self, hit: Hit) -> None:
        new = not self.positions or self.positions[-1] != hit.position
        first = len(self.hits)
        self.hits.append(hit)
        if new:
            self.firsts.append(first)
            self.positions.append(hit.position)
