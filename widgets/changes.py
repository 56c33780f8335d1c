"""The files and hunks of a document's diffs, as places to stop at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from widgets.blocks.fold import Fold
from widgets.document import Document, Position


def change_from(document: Document, row: int, direction: int) -> int | None:
    """Return the row of the next file or hunk after `row` (`direction` 1) or before it (-1); None without one.

    A file is stopped at by the row that names it, so that its first hunk needs no stop of its own.
    """
    here = document.position(row)
    if here is None:
        return None
    last = len(document.parts) if direction > 0 else -1
    for block in range(here.block, last, direction):
        stops = _stops(document, block)
        if block == here.block:
            at = (here.line, here.part)
            places = [(stop, 0) for stop in stops]
            stops = stops[bisect_right(places, at) :] if direction > 0 else stops[: bisect_left(places, at)]
        if stops:
            return document.row_of(Position(block, stops[0] if direction > 0 else stops[-1], 0))
    return None


def has_changes(document: Document) -> bool:
    """Return whether there is any diff."""
    return any(_stops(document, block) for block in range(len(document.parts)))


def _stops(document: Document, number: int) -> Sequence[int]:
    block = document.parts[number].block
    inner = block.inner if isinstance(block, Fold) else block
    stops: Sequence[int] = getattr(inner, "stops", tuple)()
    if not isinstance(block, Fold) or block.title_row(document.width) != 0:
        return stops
    return [-1, *stops[1:]] if block.is_open else [-1] * bool(stops)
