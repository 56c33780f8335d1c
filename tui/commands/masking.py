"""Credentials: masked wherever text of a record is shown, shown by a key in this sitting, and masked by it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playhead.text import credentials_are_shown, show_credentials
from tui.commands.command import key_of
from tui.commands.handlers import handles
from widgets.fixed_rows import FixedRows
from widgets.line_view import LineView

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("secrets")
def secrets(run: RunScreen) -> None:
    """Show what looks like a credential, or mask it again, on every screen that is open."""
    show_credentials(not credentials_are_shown())
    for screen in run.app.screen_stack:
        for view in screen.query(LineView):
            view.draw_anew()
        for rows in screen.query(FixedRows):
            rows.redraw()
    if credentials_are_shown():
        run.say(f"Credentials are shown, and copied and piped as they are; {key_of('secrets')} masks them.")
    else:
        run.say("What looks like a credential is masked.")
