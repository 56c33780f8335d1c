"""The pane that shows one step: what was thought, done and answered, or its raw record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.reactive import reactive, var

from playhead.edits.history import completed_edit
from playhead.formats.images import named_files
from playhead.insight.fields import fields_of
from playhead.insight.hits import Hit
from playhead.model import Edit, Step
from playhead.storage.source import StepSource
from widgets.document import Document
from widgets.document_view import DocumentView
from widgets.evidence_lines import Cited, evidence_of_lines, lines_of, lines_of_evidence, position_of
from widgets.found import found_in
from widgets.present.code import warm
from widgets.present.detail_blocks import document_of
from widgets.present.detail_edits import SPLIT_FROM
from widgets.present.detail_options import Options
from widgets.present.detail_output import telling_of
from widgets.present.page import Page
from widgets.present.palette import BAR_GLYPH
from widgets.present.raw import raw_document

KEPT_FOLDS = 1_000
SPLIT_SCREEN = 100
"""Below this many columns of the screen comparisons are unified."""
Told = Mapping[str, tuple[int, int] | None]


def _nothing_told(step: Step) -> Told:  # noqa: ARG001 - the seam's argument
    return {}


class StepDetail(DocumentView):
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
    """What a search found in what is shown, in reading order; marked where it is shown."""
    split: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the two versions of a file stand beside one another, where there is room for them."""
    cited: var[tuple[Mapping[str, Any], ...]] = var[tuple[Mapping[str, Any], ...]]((), init=False)
    """What labels of this step cite as evidence: a bar stands before these lines."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.told: Callable[[Step], Told] = _nothing_told
        """Says by the keys of a step's parts which characters of them the rules hold for the evidence."""
        self._told: Told = {}
        self._folds: dict[str, dict[str, bool]] = {}
        self._found = found_in(self._document, {})
        self._splits = False
        self._completed: tuple[tuple[int, int, int], dict[Edit, Edit]] = ((0, 0, 0), {})

    @property
    def splits(self) -> bool:
        """Whether there is room for two versions of a file beside one another."""
        return self.app.size.width >= SPLIT_SCREEN and self.scrollable_content_region.width >= SPLIT_FROM

    def scroll_to_evidence(self) -> bool:
        """Bring the line that tells the first failure into sight; return False where nothing failed or was said."""
        options = self._step_options(self.step) if self.step and self._shows_step else Options()
        for number, action in enumerate(self.step.actions if self.step and self._shows_step else ()):
            evidence = telling_of(action, number, options)
            place = self._document.place_of(f"output {number}", evidence[0]) if evidence else None
            if place is not None:
                self.reveal(self._document.row_of(place))
                return True
        return False

    def show_evidence(self, evidence: Sequence[Mapping[str, Any]]) -> bool:
        """Bring the first of the lines that a label cites into sight; return False where none is of what is shown."""
        for lines in lines_of_evidence(self._shown_step(), evidence) if self._shows_step else ():
            place = position_of(self._document, lines)
            if place is not None:
                self._unfold(place.block, place.line)
                self.reveal(self._document.row_of(place))
                return True
        return False

    def told_anew(self) -> None:
        """Mark the evidence as the rules tell it by now; what is at the top stays there, and so do selected lines."""
        if self.step is None or not self._shows_step or self.selected_rows is not None:
            return
        if self.told(self.step) != self._told:
            self._show(keep=True)

    def begin_evidence(self) -> bool:
        """Begin to select lines at the failure in sight, else at the first line that can be one; False without any."""
        if not self._shows_step:
            return False
        rows = range(self.first_row, min(self.first_row + self.page_rows, self._document.count))
        telling = (row for row in rows if self._document.line(row, self.size.width).plain.startswith(BAR_GLYPH))
        first = next(telling, None)
        if first is None:
            first = next((row for row in rows if lines_of(self._document, row, row)), None)
        if first is not None:
            self.select_lines(first)
        return first is not None

    def evidence(self) -> tuple[dict[str, Any], ...]:
        """Return the selected lines as a label's event keeps them: step, action, field, characters of that field."""
        if self.selected_rows is None or not self._shows_step:
            return ()
        return evidence_of_lines(self._shown_step(), lines_of(self._document, *self.selected_rows))

    def take_evidence(self) -> tuple[dict[str, Any], ...]:
        """Return the selected lines as evidence, and select nothing more."""
        evidence = self.evidence()
        self.drop_selection()
        return evidence

    def pan(self, direction: int) -> bool:
        """Go sideways: a page with columns of its own moves them, all else its lines; return False at the ends."""
        if self.page is None or self.page.sideways is None:
            return super().pan(direction)
        moved = self.page.sideways(self._panning.column, direction, self.document.width)
        if moved == self._panning.column:
            return False
        self._panning.column = moved
        self._show(keep=True)
        return True

    def show_action(self, number: int) -> None:
        """Put the head of an action at the top, as far as the end allows."""
        place = self._document.place_of(f"action {number}", 0)
        self.scroll_to_row(self._document.row_of(place) if place is not None else 0)

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

    def watch_split(self) -> None:
        """Put versions beside one another, or below; the line at the top stays there."""
        self._show(keep=True)

    def on_resize(self) -> None:
        """Keep what is read where it is; see whether there is room for two versions now."""
        super().on_resize()
        if self.split and self._splits != self.splits:
            self._show(keep=True)

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

    def watch_cited(self) -> None:
        """Draw the bars."""
        self._mark_found()
        self._document.redraw()
        self.repaint_changed()

    def _made(self) -> Document:
        if self.page is not None:
            return self.page.document(self._options(), raw=self.raw)
        if self.step is None:
            return Document()
        if self.raw:
            return raw_document(self.step.raw, self._panning)
        options = self._step_options(self.step)
        self._told = options.told
        return document_of(self.step, options)

    def _step_options(self, step: Step) -> Options:
        told = self.told(step)
        return replace(self._options(), complete=self._completer(step), pictures=self._pictures, told=told)

    def _pictures(self, text: str) -> Sequence[tuple[str, str]]:
        """Return the picture files beside the record that a text names."""
        raw = self.step.raw if self.step else ()
        return named_files(text, raw[0].file.parent) if raw else ()

    @property
    def _shows_step(self) -> bool:
        return self.step is not None and self.page is None and not self.raw

    def _shown_step(self) -> Step:
        """Return the step with its edits as they are shown."""
        assert self.step is not None
        complete = self._completer(self.step)
        actions = (replace(one, edits=tuple(complete(edit) for edit in one.edits)) for one in self.step.actions)
        return replace(self.step, actions=tuple(actions))

    def _made_anew(self) -> None:
        self._mark_found()

    def _mark_found(self) -> None:
        """Mark what a search found, and what labels cite."""
        step = None if self.raw or self.page else self.step
        matches = () if self.raw else self.matches
        self._found = found_in(self._document, self._texts() if matches else {}, matches, self._diff_of)
        document, found = self._document, self._document.marker
        cited = Cited(document, lines_of_evidence(self._shown_step(), self.cited) if step and self.cited else ())
        if cited:
            document.marker = lambda block, row, content: cited.mark(
                block, row, found(block, row, content) if found else content
            )

    def _texts(self) -> Mapping[str, str]:
        if self.page is not None:
            return self.page.texts()
        return {field.key: field.text for field in fields_of(self.step)} if self.step else {}

    def _diff_of(self, key: str) -> str | None:
        """Return the diff that is shown for what a field of the step says was written."""
        number, edit_of, place = key.partition(" edit ")
        if self.step is None or self.page is not None or not edit_of:
            return None
        edit = self.step.actions[int(number)].edits[int(place)]
        return self._completer(self.step)(edit).diff if not edit.diff else None

    def _completer(self, step: Step) -> Callable[[Edit], Edit]:
        steps = self.steps
        if steps is None:
            return lambda edit: edit
        basis = (id(step), id(steps), steps.revision)
        if self._completed[0] != basis:
            self._completed = (basis, {})
        known = self._completed[1]

        def complete(edit: Edit) -> Edit:
            if edit.written is None or edit.diff is not None:
                return edit
            if edit not in known:
                known[edit] = completed_edit(steps, step.index, edit)
            return known[edit]

        return complete

    def _options(self) -> Options:
        self._splits = self.splits
        return Options(self.thoughts, self._folds_here(), panning=self._panning, split=self.split and self._splits)

    def _folds_here(self) -> dict[str, bool]:
        name = f"{self.step.agent}:{self.step.index}:{self.step.id}" if self.step else ""
        name = f"page {self.page.key}" if self.page else name
        if name not in self._folds and len(self._folds) >= KEPT_FOLDS:
            self._folds.clear()
        return self._folds.setdefault(name, {})
