"""Where the panes of a run stand at which size, as `app.tcss` says: for what is drawn before there are panes."""

from __future__ import annotations

from typing import NamedTuple

STACKED_BELOW = 100
SINGLE_BELOW = 50
_WIDE_FROM, _HUGE_FROM = 120, 160
_HIGH_FROM = 25
_TINY_BELOW = 18


class Box(NamedTuple):
    """A rectangle of cells, from 0."""

    x: int
    y: int
    width: int
    height: int


class Panes(NamedTuple):
    """The timeline, and the rules between the panes: upright ones one cell wide, level ones one cell high."""

    timeline: Box
    rules: tuple[Box, ...]


def panes_at(width: int, height: int) -> Panes | None:
    """Return where they are on a screen of so many cells; None where one pane stands alone."""
    if width < SINGLE_BELOW:
        return None
    top = 2 if height < _HIGH_FROM else 3
    if width < STACKED_BELOW:
        rows = 4 if height < _TINY_BELOW else 6
        return Panes(Box(0, top, width, rows), (Box(0, top + rows, width, 1),)) if height > top + rows + 4 else None
    shelf = 44 if width >= _HUGE_FROM else 30 if width >= _WIDE_FROM else 27
    timeline = min(72, max(34, (width - shelf) * 2 // 5))
    rows = height - top - 1
    upright = (Box(timeline, top, 1, rows), Box(width - shelf, top, 1, rows))
    return Panes(Box(0, top, timeline, rows), upright) if rows > 0 else None
