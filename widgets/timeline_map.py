"""Which row of the timeline shows which place of a run: bookends, the steps that pass a filter, unfolded actions.

Rows are never listed. Without a filter and without an unfolded step a place is a row by adding; with them it is
found by bisection, so that a million steps cost what ten cost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence, Sized
from itertools import accumulate
from typing import NamedTuple


class Place(NamedTuple):
    """Where one is in a run: at a step, at one of its actions, or at a bookend.

    `step` is a position, of a bookend that of the nearest step. `action` is a place among the step's actions.
    `bookend` counts the bookends through, those before the first step first.
    """

    step: int = 0
    action: int | None = None
    bookend: int | None = None

    @property
    def on_step(self) -> bool:
        """Whether this is a step or an action of one, not a bookend."""
        return self.bookend is None


class TimelineMap:
    """Rows and places of a run with `before` bookends above its steps and `after` below.

    `shown` are the positions that pass a filter, ascending; None for all of them. `unfolded` gives the number of
    actions of each step whose actions have rows. Steps may come while it is used.
    """

    def __init__(
        self,
        steps: Sized,
        *,
        before: int = 0,
        after: int = 0,
        shown: Sequence[int] | None = None,
        unfolded: Mapping[int, int] | None = None,
    ) -> None:
        self._steps = steps
        self._shown = shown
        self.before = before
        self.after = after
        open_steps = sorted(step for step, count in (unfolded or {}).items() if count > 0 and self.shows(step))
        self._orders = [self._order(step) for step in open_steps]
        self._actions = [(unfolded or {})[step] for step in open_steps]
        self._extra = [0, *accumulate(self._actions)]
        self._starts = [order + extra for order, extra in zip(self._orders, self._extra, strict=False)]

    @property
    def step_count(self) -> int:
        """How many steps have a row."""
        return len(self._steps if self._shown is None else self._shown)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.before + self.step_count + self._extra[-1] + self.after

    def shows(self, step: int) -> bool:
        """Return whether the step at a position has a row."""
        if self._shown is None:
            return 0 <= step < len(self._steps)
        place = bisect_left(self._shown, step)
        return place < len(self._shown) and self._shown[place] == step

    def row_of(self, place: Place) -> int:
        """Return the row of a place; of a step without one, the nearest step's; of a folded action, its step's."""
        if place.bookend is not None and self.before + self.after:
            number = max(0, min(place.bookend, self.before + self.after - 1))
            return number if number < self.before else number + self.count - self.before - self.after
        if not self.step_count:
            return max(0, min(self.before, self.count - 1))
        order = min(self._order(max(0, place.step)), self.step_count - 1)
        opened = bisect_left(self._orders, order)
        row = self.before + order + self._extra[opened]
        if place.action is None or opened == len(self._orders) or self._orders[opened] != order:
            return row
        return row + 1 + place.action if 0 <= place.action < self._actions[opened] else row

    def place_of(self, row: int) -> Place:
        """Return what a row shows; of a row outside, the nearest there is."""
        inner = max(0, min(row, self.count - 1)) - self.before
        steps = self.step_count + self._extra[-1]
        if inner < 0 or inner >= steps:
            return self.bookend(inner + self.before if inner < 0 else inner - steps + self.before)
        opened = bisect_right(self._starts, inner) - 1
        if opened >= 0 and inner - self._starts[opened] <= self._actions[opened]:
            action = inner - self._starts[opened] - 1
            return Place(self._step(self._orders[opened]), None if action < 0 else action)
        return Place(self._step(inner - self._extra[opened + 1]))

    def bookend(self, number: int) -> Place:
        """Return the place of a bookend; without any, that of the nearest step."""
        if not self.before + self.after:
            return Place(self._step(0))
        number = max(0, min(number, self.before + self.after - 1))
        return Place(self._step(0 if number < self.before else self.step_count - 1), None, number)

    def nearest(self, place: Place) -> Place:
        """Return `place` where it has a row, else the place whose row stands for it."""
        return self.place_of(self.row_of(place))

    def next_stop(self, place: Place, direction: int) -> Place:
        """Return the next step or bookend in a direction, past actions; the same place at an end of the run."""
        if place.bookend is not None:
            return self._from_bookend(place.bookend, direction)
        order = self._order(place.step)
        order += direction if direction < 0 or self.shows(place.step) else 0
        if 0 <= order < self.step_count:
            return Place(self._step(order))
        at_end = self.after if direction > 0 else self.before
        if at_end:
            return self.bookend(self.before if direction > 0 else self.before - 1)
        return self.nearest(Place(place.step))

    def _from_bookend(self, number: int, direction: int) -> Place:
        other = number + direction
        if self.step_count and (number < self.before) != (other < self.before):
            return Place(self._step(0 if direction > 0 else self.step_count - 1))
        return self.bookend(other)

    def _order(self, step: int) -> int:
        return step if self._shown is None else bisect_left(self._shown, step)

    def _step(self, order: int) -> int:
        if self._shown is None or not self._shown:
            return max(0, min(order, len(self._steps) - 1))
        return self._shown[max(0, min(order, len(self._shown) - 1))]
