"""The keys, from the declarations, narrowed by a search."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.commands.declared import help_rows
from tui.commands.declared_dialogs import KEYS_COMMANDS
from tui.hints import help_hints
from tui.screens.kinds import READING
from tui.screens.quiet import QuietScreen
from widgets.foot import Foot, FootRoom
from widgets.help_view import HelpView
from widgets.line_editing import EditedLine
from widgets.present.amounts import counted
from widgets.suggestions import Advice

_ACTIONS = {
    "keys.search": "search",
    "keys.down": "scroll(1)",
    "keys.up": "scroll(-1)",
    "keys.page_down": "page(1)",
    "keys.page_up": "page(-1)",
    "keys.first": "first",
    "keys.last": "last",
    "keys.leave": "leave",
}
_MOST_TYPED = 200
Rows = tuple[tuple[str, str, str, str], ...]


class KeysScreen(QuietScreen[None]):
    """All keys by group; any of the leaving keys goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(one.keys), _ACTIONS[one.id], one.title, show=False, id=one.id) for one in KEYS_COMMANDS
    ]
    AUTO_FOCUS = "HelpView"
    KIND = READING

    view = getters.query_one(HelpView)
    foot = getters.query_one(Foot)

    def __init__(self, rows: Rows | None = None) -> None:
        """Show the keys of a run, or the (group, keys, title, help) `rows` of another screen."""
        super().__init__()
        self._rows = help_rows() if rows is None else rows
        self._searched = ""

    @property
    def key_taker(self) -> Widget | None:
        """The line that takes every key while it is open."""
        return self.foot.key_taker

    def compose(self) -> ComposeResult:
        """Show the table of commands."""
        yield HelpView(self._rows)
        yield FootRoom()
        yield Foot()

    def on_mount(self) -> None:
        """Say how to search and how to get back."""
        self.foot.key_bar.hints = help_hints()

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar."""
        self.foot.key_bar.say(sentence, problem=problem)

    def action_search(self) -> None:
        """Ask for words; what has them is shown while they are typed."""
        self.foot.ask("keys with", self._narrowed, value=self._searched, advisor=self, rows=0, limit=_MOST_TYPED)

    def advise(self, line: EditedLine) -> Advice:
        """Show the rows that have what is typed so far."""
        return Advice(sentence=counted(self._narrow(line.text), "key"))

    def completed(self, line: EditedLine, index: int) -> EditedLine:  # noqa: ARG002 - there is nothing to choose
        """Return the line as it is."""
        return line

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self.view.scroll_rows(rows)

    def action_page(self, direction: int) -> None:
        """Scroll by a page, keeping a row."""
        self.view.scroll_rows(direction * max(1, self.view.page_rows - 1))

    def action_first(self) -> None:
        """Go to the top."""
        self.view.top()

    def action_last(self) -> None:
        """Go to the end."""
        self.view.end()

    def action_leave(self) -> None:
        """Show all keys again after a search, else go back."""
        if self._searched or len(self.view.entries) < len(self._rows):
            self._narrowed("")
        else:
            self.dismiss()

    def _narrowed(self, words: str) -> None:
        found = self._narrow(words)
        self._searched = words.strip()
        self.foot.key_bar.hints = help_hints(self._searched)
        self.foot.key_bar.message = "" if found else f"No key is about {words.strip()[:60]}."

    def _narrow(self, words: str) -> int:
        """Show only rows that have all words, a key written as it is shown; return how many there are."""
        found = tuple(row for row in self._rows if _has(row, words.split()))
        self.view.show_entries(found)
        return len(found)


def _has(row: tuple[str, str, str, str], words: list[str]) -> bool:
    text = " ".join((row[0], row[2], row[3])).lower()
    return all(word in row[1].split() or (len(word) > 1 and word.lower() in text) for word in words)
