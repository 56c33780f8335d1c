"""Leaving: other runs, help, saving, quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playhead.opening import RunEntry
from tui.commands.handlers import handles
from tui.messages import LeaveRun, OpenRun, ShowKeys

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("run.next")
def next_run(run: RunScreen) -> None:
    """Open the next run of the queue."""
    _go(run, 1)


@handles("run.previous")
def previous_run(run: RunScreen) -> None:
    """Open the run before in the queue."""
    _go(run, -1)


@handles("help")
def show_help(run: RunScreen) -> None:
    """Show the keys."""
    run.post_message(ShowKeys())


@handles("save")
def save(run: RunScreen) -> None:
    """Write the labels into the record now."""
    run.saving.save_now()


@handles("quit")
def leave(run: RunScreen) -> None:
    """Save what is waiting, and leave: to the list of runs if there is one."""
    run.saving.leave(lambda: _left(run))


def _go(run: RunScreen, direction: int) -> None:
    entry = run.session.neighbour(direction)
    if entry is None:
        alone = len(run.session.queue) < 2
        run.say("This run was opened alone." if alone else f"This is the {'last' if direction > 0 else 'first'} run.")
        return
    run.saving.leave(lambda: _open(run, entry))


def _left(run: RunScreen) -> None:
    run.post_message(LeaveRun())


def _open(run: RunScreen, entry: RunEntry) -> None:
    run.post_message(OpenRun(entry))
