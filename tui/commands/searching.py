"""Searching, filtering, and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.handlers import handles

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("search.open")
def search(run: RunScreen) -> None:
    """Ask what to search for in everything the run says."""
    run.finding.search.ask()


@handles("search.next")
def next_hit(run: RunScreen) -> None:
    """Go to the next hit in reading order."""
    run.finding.search.go(1)


@handles("search.previous")
def previous_hit(run: RunScreen) -> None:
    """Go to the hit before in reading order."""
    run.finding.search.go(-1)


@handles("filter.open")
def filter_steps(run: RunScreen) -> None:
    """Ask which steps to show."""
    run.finding.filter.ask()


@handles("palette")
def palette(run: RunScreen) -> None:
    """Show commands, labels, files and steps in one list."""
    run.finding.palette.open()
