"""A view of a document: folds, lines that are cut or wrapped, from change to change, lines selected by hand."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from textual import on
from textual.reactive import reactive

from widgets.blocks.fold import Fold
from widgets.blocks.panning import Panning
from widgets.changes import change_from
from widgets.document import Document
from widgets.line_selection import LineSelection
from widgets.line_view import LineView
from widgets.present.palette import AFTER_GLYPH
from widgets.row_painter import PaintedRow


class DocumentView(LineView):
    """A document that scrolls by rows, without a cursor until lines are selected. What is shown is the heir's."""

    wrap: reactive[bool] = reactive(True, repaint=False, init=False)
    """Whether long lines wrap; else they are cut at the edges of the pane. Prose always wraps."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.set_reactive(LineView.show_cursor, False)
        self._document = Document()
        self._panning = Panning()
        self._selection: LineSelection | None = None
        self._catching_up = False

    @property
    def document(self) -> Document:
        """The blocks that are shown."""
        return self._document

    @property
    def selected_rows(self) -> tuple[int, int] | None:
        """The first and last selected row, None while none are."""
        return self._selection.rows if self._selection else None

    def read_on(self) -> bool:
        """Go a page on, keeping one row; return False, and stay, at the end."""
        if self.first_row + self.page_rows >= self._document.count:
            return False
        return self.scroll_rows(max(1, self.page_rows - 1))

    def read_back(self) -> bool:
        """Go a page back; return False, and stay, at the beginning."""
        return self.first_row > 0 and self.scroll_rows(-max(1, self.page_rows - 1))

    def reveal(self, row: int) -> None:
        """Scroll so that `row` can be read with what stands before it, if it cannot yet."""
        if not self.first_row <= row < self.first_row + self.page_rows - 2:
            self.scroll_to_row(row - self.page_rows // 3)

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

    def draw_anew(self) -> None:
        """Make the document again; the line at the top stays there."""
        self._show(keep=True)

    def repaint_changed(self) -> None:
        """Redraw by difference; colours that the frame had no time for follow in the next."""
        super().repaint_changed()
        if self._document.behind and not self._catching_up and self.is_mounted:
            self._catching_up = True
            self.call_after_refresh(self._catch_up)

    @property
    def field_at_top(self) -> str:
        """What the first block in sight with a name is called, "" without any."""
        place = self._document.position(self.first_row)
        named = (part.key for part in self._document.parts[place.block :] if part.key) if place else iter(())
        return next((key for key in named if key != "head" and not key.startswith("action ")), "")

    def select_lines(self, row: int) -> None:
        """Begin to select at `row`; where a selection is open already, begin it anew at its cursor."""
        if self._selection is None:
            self._selection = LineSelection(self._document, row)
        else:
            self._selection.begin_here()
        self.repaint_changed()

    def drop_selection(self) -> bool:
        """Forget what is selected; return whether anything was."""
        dropped, self._selection = self._selection is not None, None
        if dropped:
            self.repaint_changed()
        return dropped

    def move_by(self, rows: int) -> None:
        """Extend the selection by rows, keeping its end in sight; without one, scroll."""
        if self._selection is None:
            self.scroll_rows(rows)
            return
        self._selection.move(rows)
        row = self._selection.cursor
        if not self.first_row <= row < self.first_row + self.page_rows:
            self.scroll_to_row(row - (self.page_rows - 1 if rows > 0 else 0))
        self.repaint_changed()

    @abstractmethod
    def _made(self) -> Document:
        """Return what is to be shown, laid out by what a person has chosen."""

    @abstractmethod
    def _folds_here(self) -> dict[str, bool]:
        """Return the folds of what is shown that were touched, by key: it is written to."""

    def _show(self, *, keep: bool) -> None:
        """Make the document anew; `keep`: the line at the top stays there, and so does the cursor on its line."""
        place = self._document.position(self.first_row) if keep else None
        here = self._document.position(self.cursor) if keep and self.show_cursor else None
        self._document = self._made()
        self._selection = None
        self._made_anew()
        self.show(self._document)
        if place is not None and place.block < len(self._document.parts):
            self.scroll_to_row(self._document.row_of(place))
        if here is not None and here.block < len(self._document.parts):
            self.cursor = self._document.row_of(here)

    def _made_anew(self) -> None:
        """Be told, before it is drawn, that there is another document."""

    def _paint(self, index: int, width: int) -> PaintedRow:
        selected = self.selected_rows
        if selected is None or not selected[0] <= index <= selected[1]:
            return super()._paint(index, width)
        return self._painter.paint(self._source, index, width=width, sideways=self.sideways, is_cursor=True)

    @on(LineView.Clicked)
    def _fold_clicked(self, event: LineView.Clicked) -> None:
        event.stop()
        for number, fold in self._document.folds():
            title = fold.title_row(self._document.width)
            if title is not None and self._document.first_row_of(number) + title == event.index:
                self._set_folds({number: not fold.is_open})
                break

    def _more_at_right(self) -> bool:
        rows = range(self.first_row, min(self.first_row + self.page_rows, self._document.count))
        return any(self._document.line(row, self.size.width).plain.endswith(AFTER_GLYPH) for row in rows)

    def _unfold(self, block: int, line: int) -> None:
        """Open the fold that hides a line."""
        fold = self._document.parts[block].block
        if not isinstance(fold, Fold) or fold.is_open or not fold.foldable(self._document.width):
            return
        title = fold.title_row(self._document.width)
        if title is None or fold.row_of(line, 0, self._document.width) >= title:
            self._set_folds({block: True})

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

    def _catch_up(self) -> None:
        self._catching_up = False
        if self._document.behind:
            self._document.catch_up()
            self.repaint_changed()
