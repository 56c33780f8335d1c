"""The pane that shows one step: what was thought, done and answered, or its raw record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual import on
from textual.reactive import reactive, var

from playhead.edits.history import completed_edit
from playhead.insight.feedback import is_negative
from playhead.insight.hits import Hit
from playhead.model import Edit, Step
from playhead.storage.source import StepSource
from widgets.blocks.panning import Panning
from widgets.changes import change_from
from widgets.document import Document
from widgets.found import found_in
from widgets.line_view import LineView
from widgets.present.code import warm
from widgets.present.detail_blocks import document_of
from widgets.present.detail_edits import SPLIT_FROM
from widgets.present.detail_options import Options
from widgets.present.evidence import evidence_of
from widgets.present.page import Page
from widgets.present.palette import AFTER_GLYPH
from widgets.present.raw import raw_document

KEPT_FOLDS = 1_000
SPLIT_SCREEN = 100
"""Below this many columns of the screen comparisons are unified."""


class StepDetail(LineView):
    """One step as a document. It scrolls by rows and has no cursor; folds stay as they were left, step by step."""

    step: reactive[Step | None] = reactive(None, repaint=False)
    """What is shown."""
    steps: var[StepSource | None] = var(None)
    """The run the step is of, to find what a whole-file write replaced."""
    page: reactive[Page | None] = reactive[Page | None](None, repaint=False)
    """What is shown in place of a step: a bookend of the run, or a page of its own."""
    raw: reactive[bool] = reactive(False, repaint=False)
    """Whether the record's own bytes are shown."""
    thoughts: reactive[bool] = reactive(False, repaint=False)
    """Whether thoughts are shown whole."""
    matches: var[tuple[Hit, ...]] = var[tuple[Hit, ...]](())
    """What a search found in the step, in reading order; marked where it is shown."""
    wrap: reactive[bool] = reactive(True, repaint=False, init=False)
    """Whether long lines wrap; else they are cut at the edges of the pane. Prose always wraps."""
    split: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the two versions of a file stand beside one another, where there is room for them."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.set_reactive(LineView.show_cursor, False)
        self._document = Document()
        self._folds: dict[str, dict[str, bool]] = {}
        self._found = found_in(self._document)
        self._catching_up = False
        self._panning = Panning()
        self._splits = False

    @property
    def splits(self) -> bool:
        """Whether there is room for two versions of a file beside one another."""
        return self.app.size.width >= SPLIT_SCREEN and self.scrollable_content_region.width >= SPLIT_FROM

    @property
    def document(self) -> Document:
        """The blocks that are shown."""
        return self._document

    def read_on(self) -> bool:
        """Go a page on, keeping one row; return False, and stay, at the end."""
        if self.first_row + self.page_rows >= self._document.count:
            return False
        return self.scroll_rows(max(1, self.page_rows - 1))

    def read_back(self) -> bool:
        """Go a page back; return False, and stay, at the beginning."""
        return self.first_row > 0 and self.scroll_rows(-max(1, self.page_rows - 1))

    def scroll_to_evidence(self) -> bool:
        """Bring the line that tells the first failure into sight; return False where nothing failed or was said."""
        for number, action in enumerate(self.step.actions if self.step and not self.raw and not self.page else ()):
            evidence = evidence_of(action.output, action.marks) if is_negative(action) and action.output else None
            place = self._document.place_of(f"output {number}", evidence[0]) if evidence else None
            if place is not None:
                self.reveal(self._document.row_of(place))
                return True
        return False

    def reveal(self, row: int) -> None:
        """Scroll so that `row` can be read with what stands before it, if it cannot yet."""
        if not self.first_row <= row < self.first_row + self.page_rows - 2:
            self.scroll_to_row(row - self.page_rows // 3)

    def show_action(self, number: int) -> None:
        """Put the head of an action at the top, as far as the end allows."""
        place = self._document.place_of(f"action {number}", 0)
        self.scroll_to_row(self._document.row_of(place) if place is not None and number else 0)

    def pan(self, direction: int) -> bool:
        """Go half the pane's width to the right (1) or the left (-1), cutting lines; return False at the ends."""
        column = max(0, self._panning.column + direction * max(8, self.size.width // 2))
        if column == self._panning.column or (direction > 0 and not self.wrap and not self._more_at_right()):
            return False
        self.wrap = False
        if direction > 0 and not self._more_at_right():
            return False
        self._panning.column = column
        self._document.redraw()
        self.repaint_changed()
        return True

    def to_change(self, direction: int) -> bool:
        """Go to the next or previous file or hunk of a diff; return False, and stay, where there is none further."""
        row = change_from(self._document, self.first_row, direction)
        if row is None:
            return False
        return self.scroll_rows(row - self.first_row)

    def land(self, hit: Hit) -> bool:
        """Open what folds a hit of `matches` and bring its line into sight; False where it is not shown."""
        if (fold := self._found.hidden_by(hit)) is not None:
            self._set_folds({fold: True})
        if (landing := self._found.land(hit)) is not None:
            self.reveal(self._document.row_of(landing.place))
        self._document.redraw()
        self.repaint_changed()
        return landing is not None

    def watch_matches(self) -> None:
        """Mark other hits."""
        self._mark_found()
        self._document.redraw()
        self.repaint_changed()

    def toggle_fold_here(self) -> bool:
        """Open the first closed fold in sight, else close the one that is nearest; return False without any."""
        first, last = self.first_row, self.first_row + self.page_rows
        near = None
        for number, fold in self._document.folds():
            begin = self._document.first_row_of(number)
            end = begin + fold.rows(self._document.width)
            if end <= first or begin >= last:
                continue
            title = fold.title_row(self._document.width)
            in_sight = title is not None and first <= begin + title < last
            if not fold.is_open and in_sight:
                self._set_folds({number: True})
                return True
            if fold.is_open and near is None:
                near = number
        if near is not None:
            self._set_folds({near: False})
        return near is not None

    def toggle_all_folds(self) -> None:
        """Open every fold; close them all where all are open."""
        folds = list(self._document.folds())
        is_open = not all(fold.is_open for _, fold in folds)
        self._set_folds({number: is_open for number, _ in folds})

    def watch_wrap(self, wrap: bool) -> None:
        """Wrap long lines, or cut them; the line at the top stays there."""
        self._panning.wrap = wrap
        self._panning.column = 0
        self._show(keep=True)

    def watch_split(self) -> None:
        """Put versions beside one another, or below; the line at the top stays there."""
        self._show(keep=True)

    def on_resize(self) -> None:
        """Keep what is read where it is; see whether there is room for two versions now."""
        super().on_resize()
        if self.split and self._splits != self.splits:
            self._show(keep=True)

    def repaint_changed(self) -> None:
        """Redraw by difference; colours that the frame had no time for follow in the next."""
        super().repaint_changed()
        if self._document.behind and not self._catching_up and self.is_mounted:
            self._catching_up = True
            self.call_after_refresh(self._catch_up)

    def on_mount(self) -> None:
        """Load what colours code while nobody waits for it."""
        self.call_after_refresh(self.run_worker, warm, thread=True, group="lexers", exit_on_error=False)

    def watch_step(self, old: Step | None, new: Step | None) -> None:
        """Show the new step from its top; a step that only grew stays where it is."""
        self._show(keep=old is not None and new is not None and old.id == new.id and old.index == new.index)

    def watch_page(self, old: Page | None, new: Page | None) -> None:
        """Show the page from its top, or the step again; a page that was only made anew stays where it is."""
        self._show(keep=old is not None and new is not None and old.key == new.key)

    def watch_raw(self) -> None:
        """Show the record, or the step again."""
        self._show(keep=False)

    def watch_thoughts(self) -> None:
        """Open or close the thought; what else is on the screen stays."""
        self._folds_here().pop("thought", None)
        self._show(keep=True)

    @on(LineView.Clicked)
    def _fold_clicked(self, event: LineView.Clicked) -> None:
        event.stop()
        for number, fold in self._document.folds():
            title = fold.title_row(self._document.width)
            if title is not None and self._document.first_row_of(number) + title == event.index:
                self._set_folds({number: not fold.is_open})
                break

    def _show(self, *, keep: bool) -> None:
        place = self._document.position(self.first_row) if keep else None
        self._document = self._made()
        self._mark_found()
        self.show(self._document)
        if place is not None and place.block < len(self._document.parts):
            self.scroll_to_row(self._document.row_of(place))

    def _made(self) -> Document:
        if self.page is not None:
            return self.page.document(self._options(), raw=self.raw)
        if self.step is None:
            return Document()
        if self.raw:
            return raw_document(self.step.raw, self._panning)
        return document_of(self.step, replace(self._options(), complete=self._completer(self.step)))

    def _more_at_right(self) -> bool:
        rows = range(self.first_row, min(self.first_row + self.page_rows, self._document.count))
        return any(self._document.line(row, self.size.width).plain.endswith(AFTER_GLYPH) for row in rows)

    def _mark_found(self) -> None:
        step = None if self.raw or self.page else self.step
        self._found = found_in(self._document, step, self.matches, self._completer(step) if step else None)

    def _completer(self, step: Step) -> Callable[[Edit], Edit]:
        steps = self.steps

        def complete(edit: Edit) -> Edit:
            if steps is None or edit.written is None or edit.diff is not None:
                return edit
            return completed_edit(steps, step.index, edit)

        return complete

    def _set_folds(self, wanted: dict[int, bool]) -> None:
        place = self._document.position(self.first_row)
        kept = self._folds_here()
        folds = dict(self._document.folds())
        for number, is_open in wanted.items():
            kept[folds[number].key] = is_open
            self._document.set_fold(number, is_open)
        self.sync()
        if place is not None:
            self.scroll_to_row(self._document.row_of(place))
        self.repaint_changed()

    def _options(self) -> Options:
        self._splits = self.splits
        return Options(self.thoughts, self._folds_here(), panning=self._panning, split=self.split and self._splits)

    def _folds_here(self) -> dict[str, bool]:
        name = f"{self.step.agent}:{self.step.index}:{self.step.id}" if self.step else ""
        name = f"page {self.page.key}" if self.page else name
        if name not in self._folds and len(self._folds) >= KEPT_FOLDS:
            self._folds.clear()
        return self._folds.setdefault(name, {})

    def _catch_up(self) -> None:
        self._catching_up = False
        if self._document.behind:
            self._document.catch_up()
            self.repaint_changed()
