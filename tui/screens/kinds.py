"""Which screen is which, for who does not want to import it: a start imports the one that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

RUN, READING = "run", "reading"
"""What a screen calls itself in `KIND`: a run, or a page that is only read and left again."""


def is_run(screen: Screen[object]) -> TypeGuard[RunScreen]:
    """Return whether a screen is the screen of a run."""
    return getattr(screen, "KIND", "") == RUN


def is_reading(screen: Screen[object]) -> bool:
    """Return whether a screen is a page or the keys."""
    return getattr(screen, "KIND", "") == READING
