"""The keys, from the declarations."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.commands.declared import help_rows
from widgets.help_view import HelpView
from widgets.key_bar import KeyBar

HINTS = (("j k", "scroll"), ("space", "page on"), ("q", "back"))
Rows = tuple[tuple[str, str, str, str], ...]


class KeysScreen(Screen[None]):
    """All keys by group; any of the leaving keys goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", "back", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,d,pagedown", "page(1)", show=False),
        Binding("backspace,u,pageup", "page(-1)", show=False),
    ]

    def __init__(self, rows: Rows | None = None) -> None:
        """Show the keys of a run, or the (group, keys, title, help) `rows` of another screen."""
        super().__init__()
        self._rows = help_rows() if rows is None else rows

    def compose(self) -> ComposeResult:
        """Show the table of commands."""
        yield HelpView(self._rows)
        yield KeyBar()

    def on_mount(self) -> None:
        """Say how to get back."""
        self.query_one(KeyBar).hints = HINTS

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar."""
        self.query_one(KeyBar).say(sentence, problem=problem)

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self.query_one(HelpView).scroll_rows(rows)

    def action_page(self, direction: int) -> None:
        """Scroll by half a page."""
        view = self.query_one(HelpView)
        view.scroll_rows(direction * max(1, view.page_rows // 2))
