"""The list of a folder's runs: found as a stream, each row filled in when it has been read."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import get_current_worker

from playhead.errors import PlayheadError
from playhead.opening import RunEntry, list_runs
from tui.messages import OpenRun, ShowKeys
from tui.run_rows import row_of_entry, waiting_row
from tui.session import Session
from widgets.key_bar import KeyBar
from widgets.run_list import RunList, RunListHead

HINTS = (("j k", "move"), ("enter", "open"), ("g G", "first, last"), ("?", "keys"), ("q", "quit"))


class RunsScreen(Screen[None]):
    """One row a run; enter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("space,d,pagedown", "page(1)", show=False),
        Binding("backspace,u,pageup", "page(-1)", show=False),
        Binding("g,home", "first", show=False),
        Binding("G,end", "last", show=False),
        Binding("enter,l,right", "open", show=False),
        Binding("question_mark", "help", show=False),
        Binding("q", "leave", show=False),
    ]

    runs = getters.query_one(RunList)
    head = getters.query_one(RunListHead)
    key_bar = getters.query_one(KeyBar)

    def __init__(self, session: Session, folders: tuple[Path, ...]) -> None:
        super().__init__()
        self.session = session
        self._folders = folders
        self._root = folders[0] if len(folders) == 1 else None

    def compose(self) -> ComposeResult:
        """Show the list and its keys."""
        yield RunListHead()
        yield RunList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to look for runs."""
        self.key_bar.hints = HINTS
        self.watch(self.runs, "cursor", self._show_place)
        self._find()

    def on_screen_resume(self) -> None:
        """Read the row of the run one comes back from again: its labels have changed."""
        if self.session.queue and self.session.place < len(self.session.queue):
            self.runs.cursor = self.session.place
            self._read_again(self.session.place, self.session.queue[self.session.place])

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar."""
        self.key_bar.say(sentence, problem=problem)

    def _show_place(self) -> None:
        known = len(self.session.queue)
        more = "" if self.runs.complete else "+"
        self.head.count = f"{self.runs.cursor + 1:,}/{known:,}{more}" if known else ""

    @work(thread=True, exclusive=True, group="find")
    def _find(self) -> None:
        worker = get_current_worker()
        found: list[RunEntry] = []
        for folder in self._folders:
            try:
                for entry in list_runs(folder):
                    if worker.is_cancelled:
                        return
                    found.append(entry)
                    self.app.call_from_thread(self._add, entry)
            except PlayheadError as error:
                self.app.call_from_thread(self._add, RunEntry(folder, reason=str(error)))
        self.app.call_from_thread(self._all_found)
        for place, entry in enumerate(found):
            if worker.is_cancelled:
                return
            row = row_of_entry(entry, self.session, self._root)
            self.app.call_from_thread(self.runs.replace, place, row)

    @work(thread=True, group="read")
    def _read_again(self, place: int, entry: RunEntry) -> None:
        row = row_of_entry(entry, self.session, self._root)
        self.app.call_from_thread(self.runs.replace, place, row)

    def _add(self, entry: RunEntry) -> None:
        self.session.queue.append(entry)
        self.runs.append(waiting_row(entry, self._root))
        self._show_place()

    def _all_found(self) -> None:
        self.runs.finished()
        self._show_place()

    @on(RunList.Chosen)
    def _chosen(self, message: RunList.Chosen) -> None:
        self._open(message.position)

    def _open(self, place: int) -> None:
        if not 0 <= place < len(self.session.queue):
            return
        entry = self.session.queue[place]
        if entry.reason is not None:
            self.say(entry.reason, problem=True)
        else:
            self.say("opening …")
            self.post_message(OpenRun(entry))

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.key_bar.message = ""
        self.runs.cursor += rows

    def action_page(self, direction: int) -> None:
        """Move by half a page."""
        (self.runs.half_page_down if direction > 0 else self.runs.half_page_up)()

    def action_first(self) -> None:
        """Go to the first run."""
        self.runs.top()

    def action_last(self) -> None:
        """Go to the last run."""
        self.runs.end()

    def action_open(self) -> None:
        """Open the run under the cursor."""
        self._open(self.runs.cursor)

    def action_help(self) -> None:
        """Show the keys."""
        self.post_message(ShowKeys())

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()
