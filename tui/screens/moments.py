"""The page of a moment, and the list of a run's moments: from one to the next, and to the step a row is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.commands.declared import BY_ID
from tui.hints import moment_hints
from tui.screens.page import Going, PageScreen
from widgets.present.page import Page

OWN = ("moment.open", "moment.next", "moment.previous")


class MomentScreen(PageScreen):
    """Answers what a row leads to, or which of its own commands was pressed.

    Outputs stand beside one another from the start, where there is room for two.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(BY_ID[name].keys), f"page('{name}')", BY_ID[name].title, show=False) for name in OWN
    ]

    def __init__(self, make: Callable[[Going], Page], *, steps: int) -> None:
        super().__init__("moment.open", make, steps=steps)

    def on_mount(self) -> None:
        """Put the two outputs beside one another."""
        self.detail.split = True

    def action_page(self, name: str) -> None:
        """Work off a key."""
        if name not in OWN:
            super().action_page(name)
            return
        if self._worker is not None:
            self._worker.cancel()
        self.dismiss(name)

    def _show_hints(self, *, links: bool) -> None:
        page = self.detail.page
        one = links and page is not None and page.key != "moments"
        self.key_bar.hints = moment_hints(one=one)
