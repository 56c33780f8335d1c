"""Sub-agents: entering one, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.handlers import handles

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("branch.enter")
def enter(run: RunScreen) -> None:
    """Show the steps of the sub-agent that was started here."""
    if not run.branches.enter():
        run.say("No sub-agent was started here.")


@handles("branch.leave")
def leave(run: RunScreen) -> None:
    """Go back to the step that started the sub-agent."""
    if not run.branches.leave():
        run.say("These are the run's own steps: there is no sub-agent to leave.")
