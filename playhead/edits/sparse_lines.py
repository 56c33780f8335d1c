"""The lines of a long text by number, without keeping one of them: where every 64th begins, and how each begins."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from itertools import accumulate

EVERY = 64
BLOCK = 1 << 20
"""Characters that are taken apart in one go."""
_KEPT = 8


class SparseLines:
    """Lines that end in a line feed, from 0; behind a last one there is none. A byte or two a line are kept.

    `signs` are the first characters of all lines, a blank for an empty one.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: array[int] = array("q")
        self._kept: OrderedDict[int, list[str]] = OrderedDict()
        self.count = 0
        signs: list[str] = []
        at = 0
        while at < len(text):
            end = self._end(at)
            signs.append(self._take(text[at:end], at))
            at = end
        self.signs = "".join(signs)

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < self.count:
            raise IndexError(number)
        block, place = divmod(number, EVERY)
        lines = self._kept.get(block)
        if lines is None:
            start = self._starts[block]
            stop = self._starts[block + 1] if block + 1 < len(self._starts) else len(self._text)
            lines = self._kept[block] = self._text[start:stop].split("\n")
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return lines[place]

    def text_of(self, start: int, stop: int) -> str:
        """Return lines `start` to before `stop`, each with its line feed, also where the last one has none."""
        found = self._text[self._start_of(start) : self._start_of(stop)]
        return found if found.endswith("\n") or start >= stop else found + "\n"

    def _end(self, at: int) -> int:
        """Return where the lines end that begin at a place and are taken apart together."""
        if len(self._text) - at <= BLOCK:
            return len(self._text)
        end = self._text.rfind("\n", at, at + BLOCK)
        end = self._text.find("\n", at + BLOCK) if end < 0 else end
        return len(self._text) if end < 0 else end + 1

    def _take(self, piece: str, at: int) -> str:
        lines = piece.split("\n")
        if not lines[-1]:
            lines.pop()
        lengths = list(accumulate(map(len, lines), initial=0))
        first = -self.count % EVERY
        self._starts.extend([at + lengths[place] + place for place in range(first, len(lines), EVERY)])
        self.count += len(lines)
        return "".join([line[:1] or " " for line in lines])

    def _start_of(self, number: int) -> int:
        if number >= self.count:
            return len(self._text)
        block, place = divmod(number, EVERY)
        at = self._starts[block]
        for _ in range(place):
            at = self._text.find("\n", at) + 1
        return at
