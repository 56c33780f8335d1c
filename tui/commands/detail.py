"""How the detail is shown: long lines wrapped or cut, diffs side by side, from change to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import key_of
from tui.commands.handlers import handles
from widgets.changes import has_changes
from widgets.step_detail import SPLIT_SCREEN

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("wrap")
def wrap(run: RunScreen) -> None:
    """Wrap long lines, or cut them at the edges of the pane."""
    run.detail.wrap = not run.detail.wrap
    sideways = key_of("sideways.left", "sideways.right")
    run.say("long lines wrap" if run.detail.wrap else f"long lines are cut: {sideways} move sideways")


@handles("sideways.right")
def right(run: RunScreen) -> None:
    """Show what stands further right."""
    _sideways(run, 1)


@handles("sideways.left")
def left(run: RunScreen) -> None:
    """Show what stands further left."""
    _sideways(run, -1)


@handles("split")
def split(run: RunScreen) -> None:
    """Show the versions of a file side by side, or one below the other."""
    detail = run.detail
    run.show_detail_now()
    wide = run.app.size.width >= SPLIT_SCREEN
    if detail.split and (detail.splits or not wide or not has_changes(detail.document)):
        detail.split = False
        run.say("diffs unified")
        return
    detail.split = True
    if detail.splits:
        run.say("diffs side by side")
    elif not wide:
        run.say(f"diffs side by side from {SPLIT_SCREEN} columns on")
    elif has_changes(detail.document):
        run.set_focus(detail)
        run.full_pane = "detail"
        run.say(f"diffs side by side, in the whole screen: {key_of('escape')} shows all panes")
    else:
        run.say(f"diffs side by side where the detail has the whole screen: {key_of('pane.full')} in it")


@handles("change.next")
def next_change(run: RunScreen) -> None:
    """Go to the next file or hunk of a diff."""
    _change(run, 1)


@handles("change.previous")
def previous_change(run: RunScreen) -> None:
    """Go to the file or hunk before."""
    _change(run, -1)


def _sideways(run: RunScreen, direction: int) -> None:
    run.show_detail_now()
    wrapped = run.detail.wrap
    if not run.detail.pan(direction):
        run.say("Nothing in sight stands further " + ("right." if direction > 0 else "left."))
    elif wrapped and not run.detail.wrap:
        run.say(f"long lines are cut now: {key_of('wrap')} wraps them again")


def _change(run: RunScreen, direction: int) -> None:
    run.show_detail_now()
    if run.detail.to_change(direction):
        return
    if not has_changes(run.detail.document):
        run.say("No diff in this step.")
    else:
        run.say("No later change in this step." if direction > 0 else "No earlier change in this step.")
