"""The page of process checks: as every page, and a key that mutes the check one is on, or lets it speak again."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.commands.declared_dialogs import CHECK_COMMANDS, rows_of
from tui.hints import checks_hints
from tui.screens.page import Going, PageScreen
from widgets.present.checks_page import check_of_part
from widgets.present.page import Page

Mute = Callable[[str], tuple[Page | None, str]]
"""Mutes a check by its id, or lets it speak; answers the page as it is now, None where nothing came of it, and why."""


class ChecksScreen(PageScreen):
    """The page; `mute` works off its own key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(one.keys), "mute", one.title, show=False, id=one.id) for one in CHECK_COMMANDS
    ]

    def __init__(self, make: Callable[[Going], Page], mute: Mute, *, steps: int) -> None:
        super().__init__("page.checks", make, steps=steps)
        self._mute = mute

    def action_mute(self) -> None:
        """Mute the check under the cursor, or let it speak again."""
        document = self.detail.document
        place = document.position(self.detail.cursor)
        check = check_of_part(document.parts[place.block].key) if place is not None else None
        if check is None:
            self.say("No check stands in this row.")
            return
        page, said = self._mute(check)
        if page is not None:
            row = self.detail.cursor
            self.head.title, self.detail.page = page.title, page
            self.detail.cursor = min(row, self.detail.document.count - 1)
        self.say(said, problem=page is None)

    def help_rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return what the help of this page shows."""
        return (*rows_of(CHECK_COMMANDS), *super().help_rows())

    def _show_hints(self, *, links: bool) -> None:
        self.key_bar.hints = checks_hints(links=links)
