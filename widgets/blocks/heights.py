"""Heights of many things one below the other: where row r falls, and where thing i begins, while heights change."""

from __future__ import annotations

from collections.abc import Iterable


class Heights:
    """A Fenwick tree over heights: finding, summing and changing take time in the logarithm of their number."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tree = [0, *self._heights]
        for place in range(1, len(self._tree)):
            above = place + (place & -place)
            if above < len(self._tree):
                self._tree[above] += self._tree[place]
        self.total = sum(self._heights)

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def __setitem__(self, index: int, height: int) -> None:
        delta = height - self._heights[index]
        self._heights[index] = height
        self.total += delta
        place = index + 1
        while place < len(self._tree):
            self._tree[place] += delta
            place += place & -place

    def before(self, index: int) -> int:
        """Return the sum of the heights before `index`: the row where it begins."""
        total, place = 0, index
        while place:
            total += self._tree[place]
            place -= place & -place
        return total

    def find(self, row: int) -> tuple[int, int]:
        """Return the thing that holds `row`, and the row inside it.

        Raises:
            IndexError: There is no such row.
        """
        if not 0 <= row < self.total:
            raise IndexError(row)
        place, left = 0, row
        step = 1 << len(self._heights).bit_length()
        while step:
            below = place + step
            if below < len(self._tree) and self._tree[below] <= left:
                place = below
                left -= self._tree[below]
            step >>= 1
        return place, left
