"""The lines of a diff for a screen: unidiff reads a hunk when a line of it is seen, the index where unidiff refuses."""

from __future__ import annotations

from collections import OrderedDict

from playhead.edits.diff_index import DiffIndex, DiffLine, HunkSpan
from playhead.edits.hunks import hunks_by_unidiff

LONGEST = 2_000
"""Hunks beyond so many lines are read line by line: unidiff takes 2.5 µs a line, and only a screen of them is seen."""

_KEPT = 16


class HunkLines:
    """Lines by number over an index; the last sixteen hunks that were read are kept."""

    def __init__(self, index: DiffIndex) -> None:
        self._index = index
        self._read: OrderedDict[int, tuple[DiffLine, ...] | None] = OrderedDict()

    def line(self, number: int) -> DiffLine:
        """Return line `number`, from 0; IndexError where there is none."""
        hunk = self._index.hunk_at(number)
        if hunk is None or number == hunk.start or not hunk.whole or hunk.stop - hunk.start > LONGEST:
            return self._index.line(number)
        lines = self._lines_of(hunk)
        return self._index.line(number) if lines is None else lines[number - hunk.start - 1]

    def _lines_of(self, hunk: HunkSpan) -> tuple[DiffLine, ...] | None:
        if hunk.start not in self._read:
            read = hunks_by_unidiff(self._index, [hunk])
            self._read[hunk.start] = read[0].lines if read else None
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return self._read[hunk.start]
