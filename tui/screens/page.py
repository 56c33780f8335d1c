"""A page over a run, full screen: read with the keys of the detail; enter goes to the step a row is about."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.worker import Worker, get_current_worker

from playhead.errors import PlayheadError
from tui.commands.declared import BY_ID, page_rows
from tui.commands.handlers import handler_of
from tui.hints import page_hints
from tui.screens.kinds import READING
from widgets.key_bar import KeyBar
from widgets.line_view import LineView
from widgets.page_head import PageHead
from widgets.present.page import Page, sentence_page
from widgets.step_detail import StepDetail

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

Going = Callable[[int], bool]
"""Is told how many steps were looked at, and answers whether to go on."""
TELL_EVERY = 0.1
"""Seconds between two words of how far a page is."""
PAGES = ("page.run", "page.files", "page.so_far", "page.before", "page.checks", "page.tests", "compare")
_LEAVES = ("escape", "quit")
_MOVES: dict[str, Callable[[StepDetail], object]] = {
    "pane.down": lambda detail: _by(detail, 1),
    "pane.up": lambda detail: _by(detail, -1),
    "read.on": lambda detail: detail.page_down(),
    "read.back": lambda detail: detail.page_up(),
    "page.half_down": lambda detail: detail.half_page_down(),
    "page.half_up": lambda detail: detail.half_page_up(),
    "go.first": lambda detail: detail.top(),
    "go.last": lambda detail: detail.end(),
    "fold.this": lambda detail: detail.toggle_fold_here(),
    "fold.all": lambda detail: detail.toggle_all_folds(),
}
_AS_IN_A_RUN = (
    "raw",
    "thoughts",
    "wrap",
    "split",
    "sideways.left",
    "sideways.right",
    "change.next",
    "change.previous",
    "secrets",
)
"""Commands whose handlers ask a screen for nothing but its detail."""
_KNOWN = (*_LEAVES, "help", *PAGES, "pane.full", *_MOVES, *_AS_IN_A_RUN)


class PageScreen(ModalScreen[int | str | None]):
    """Answers the position to go to, the id of the command that was pressed instead, or nothing.

    `make` is called in a thread: a page may have to look at every step of a long run. Leaving stops it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(BY_ID[name].keys), f"page('{name}')", BY_ID[name].title, show=False)
        for name in _KNOWN
        if name in BY_ID
    ]
    AUTO_FOCUS = "StepDetail"
    KIND = READING

    head = getters.query_one(PageHead)
    detail = getters.query_one(StepDetail)
    key_bar = getters.query_one(KeyBar)

    def __init__(self, name: str, make: Callable[[Going], Page], *, steps: int) -> None:
        super().__init__()
        self._page_id = name
        self._make = make
        self._steps = steps
        self._worker: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Stack the title, the page and the keys."""
        yield PageHead()
        yield StepDetail()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to make the page."""
        self.head.title = BY_ID[self._page_id].title
        self._show_hints(links=False)
        self._begin()

    def _begin(self) -> None:
        self._worker = self.run_worker(self._work, thread=True, group="page", exit_on_error=False)

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar."""
        self.key_bar.say(sentence, problem=problem)

    def show_detail_now(self) -> None:
        """Do nothing: what a page shows is there."""

    def help_rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """Return what the help of this page shows."""
        return page_rows(_KNOWN)

    def action_page(self, name: str) -> None:
        """Work off a key."""
        self.key_bar.message = ""
        if name in _MOVES:
            _MOVES[name](self.detail)
        elif name == "pane.full":
            self._enter()
        elif name == "help":
            from tui.screens.keys import KeysScreen  # noqa: PLC0415 - when they are asked for

            self.app.push_screen(KeysScreen(self.help_rows()))
        elif name in _AS_IN_A_RUN:
            handler_of(name)(cast("RunScreen", self))
            if name == "secrets" and self._worker is not None and self._worker.is_finished:
                self._begin()
        else:
            if self._worker is not None:
                self._worker.cancel()
            self.dismiss(name if name in PAGES and name != self._page_id else None)

    @on(LineView.Clicked)
    def _clicked(self) -> None:
        """Let a click only move the cursor."""

    def _enter(self) -> None:
        page = self.detail.page
        at = self._linked()
        if at is not None:
            self.dismiss(at)
        elif page is None or not page.leads_on or not self.detail.toggle_fold_here():
            self.say("No step stands behind this row.")

    def _linked(self) -> int | None:
        """Return the step that the row under the cursor is about; between two, the one above."""
        page, document = self.detail.page, self.detail.document
        place = document.position(self.detail.cursor)
        if page is None or place is None:
            return None
        return page.step_at(document.parts[place.block].key, place.line)

    def _work(self) -> None:
        worker = get_current_worker()
        told = 0.0

        def going(done: int) -> bool:
            nonlocal told
            if done and monotonic() - told >= TELL_EVERY and not worker.is_cancelled:
                self.app.call_from_thread(self._tell_progress, done)
                told = monotonic()
            return not worker.is_cancelled

        make: Callable[[Going], Page] | None = self._make
        while make is not None and not worker.is_cancelled:
            try:
                page = make(going)
            except PlayheadError as error:
                page = sentence_page(BY_ID[self._page_id].title, str(error))
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, page)
            make = page.later

    def _tell_progress(self, done: int) -> None:
        if self.is_mounted:
            self.head.title = f"{BY_ID[self._page_id].title}: step {done:,} of {self._steps:,} …"

    def _show(self, page: Page) -> None:
        if not self.is_mounted:
            return
        before, row = self.detail.page, self.detail.cursor
        self.head.title = page.title
        self.detail.page = page
        self.detail.show_cursor = page.leads_on
        if page.leads_on:
            again = before is not None and before.key == page.key
            moved = row if before is not None and before.leads_on else self.detail.first_row
            self.detail.cursor = moved if again and moved else self._first_link(page)
        self._show_hints(links=page.leads_on)

    def _first_link(self, page: Page) -> int:
        document = self.detail.document
        numbers = (
            place for place, part in enumerate(document.parts) if part.key in page.links or part.key in page.leads
        )
        return document.first_row_of(next(numbers, 0))

    def _show_hints(self, *, links: bool) -> None:
        page = self.detail.page
        columns = page is not None and page.sideways is not None and page.sideways(0, -1, self.detail.size.width) > 0
        self.key_bar.hints = page_hints(links=links, columns=columns)


def _by(detail: StepDetail, delta: int) -> None:
    if detail.show_cursor:
        detail.cursor += delta
    else:
        detail.scroll_rows(delta)
