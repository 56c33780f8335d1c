"""The page of process checks: every rule's answer for the run that is shown, with the steps it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.handlers import handles
from tui.commands.pages import open_page
from tui.screens.page import Going
from widgets.present.page import Page, sentence_page

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("page.checks")
def show_checks(run: RunScreen) -> None:
    """Show the process checks and the decision points of what is on the screen."""
    tape = run.view
    assert tape is not None
    if run.insight.hidden:
        run.say("In a blind sitting nothing is told of what the rules found.")
        return

    def make(going: Going) -> Page:
        from playhead.insight.checks import checks_of  # noqa: PLC0415 - when it is asked for
        from playhead.insight.decisions import decisions_of  # noqa: PLC0415
        from playhead.labels.proposals import muted_checks  # noqa: PLC0415
        from widgets.present.checks_page import checks_page  # noqa: PLC0415

        found = run.insight.whole(going)
        if not found.complete:
            return sentence_page("checks", "Not all of the run has been looked at.")
        decisions = decisions_of(tape, going) if found.decisions is None else found.decisions
        results = checks_of(tape, found, decisions=decisions)
        return checks_page(tape, results, decisions, found.moments, muted_checks(run.labels.state))

    open_page(run, "page.checks", make)
