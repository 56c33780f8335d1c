"""Below fifty columns there is room for one pane: the focused one; reading shows the detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

ONE_PANE_BELOW = 50
CLASS = "-single"
_READS = frozenset(
    (
        *("read.on", "read.back", "page.half_down", "page.half_up", "raw", "thoughts", "wrap", "split"),
        *("change.next", "change.previous", "failure.next", "failure.previous", "search.next", "search.previous"),
        *("moment.next", "moment.previous"),
    )
)


def panes_in_order(run: RunScreen) -> list[Widget]:
    """Return the panes that can be gone to: those in sight, or all where one stands alone."""
    panes = (run.timeline, run.detail, run.shelf)
    return [pane for pane in panes if pane.display or run.has_class(CLASS)]


def show_focused(run: RunScreen) -> None:
    """Remember which pane has the focus, so that it is the one that stands alone."""
    for name, pane in (("timeline", run.timeline), ("detail", run.detail), ("shelf", run.shelf)):
        if run.focused is pane:
            for other in ("timeline", "detail", "shelf"):
                run.set_class(other == name, f"-at-{other}")


def before_command(run: RunScreen, command_id: str) -> None:
    """Show the detail before a command that reads in it, where it would not be seen."""
    if command_id in _READS and run.has_class(CLASS) and run.focused is run.timeline:
        run.set_focus(run.detail)
