"""The header line in an application of three lines."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tests.widgets.making import shop_tape
from widgets.present.header import SaveState
from widgets.run_header import RunHeader


class Shop(App[None]):
    """Shows a header."""

    def compose(self) -> ComposeResult:
        """Show the header alone."""
        yield RunHeader()


async def test_it_follows_its_run_and_its_labels() -> None:
    """Whatever is set, the line tells it in the width of the screen."""
    async with Shop().run_test(size=(71, 3)) as pilot:
        header = pilot.app.query_one(RunHeader)
        assert header.render_line(0).text.strip() == ""
        header.tape = shop_tape()
        header.labels = 1
        header.saving = SaveState(waiting=1)
        header.place = (2, 8)
        await pilot.pause()
        assert header.render_line(0).text == (" express-checkout   failed · 9 steps · 6m12s · 1 label · saving… · 2/8 ")
        header.saving = SaveState()
        assert " saved " in header.render_line(0).text
        await pilot.resize_terminal(24, 3)
        assert header.render_line(0).text == " expr…   failed · saved "
