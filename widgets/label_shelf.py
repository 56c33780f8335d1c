"""The label shelf: what can be said about the step, the span and the run, and what has been said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.reactive import var

from playhead.model import Tape
from widgets.line_view import LineView
from widgets.present.shelf import ShelfFacts, ShelfRow, shelf_rows
from widgets.present.shelf_row import compact_rows, shelf_row_content

_COMPACT_ROWS = 3


class ShelfSource:
    """The rows of a shelf."""

    exact = True

    def __init__(self, rows: Sequence[ShelfRow]) -> None:
        self.rows = rows

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def mark(self, index: int) -> object:
        """Return all that row `index` is drawn from."""
        return self.rows[index] if index < len(self.rows) else None

    def line(self, index: int, width: int) -> Content:
        """Return row `index`."""
        return shelf_row_content(self.rows[index], width)


class CompactShelfSource(ShelfSource):
    """The same rows told in two lines."""

    @property
    def count(self) -> int:
        """Two lines."""
        return 2

    def mark(self, index: int) -> object:
        """Return all rows: each line tells of all."""
        return index, tuple(self.rows)

    def line(self, index: int, width: int) -> Content:
        """Return line `index`."""
        return compact_rows(self.rows, width)[index]


class LabelShelf(LineView):
    """What `facts` say. The cursor rests on rows that enter can set; they are told by `Picked`."""

    DEFAULT_CSS = """
    LabelShelf { width: 1fr; height: 1fr; }
    """

    tape: var[Tape | None] = var[Tape | None](None)
    """The run, for the numbers of its steps."""
    facts: var[ShelfFacts | None] = var[ShelfFacts | None](None)
    """What the shelf is about."""
    compact: var[bool] = var(False)
    """Whether everything is told in two lines where the pane has no more: panes are stacked."""

    @dataclass
    class Picked(Message):
        """A person asked to set a label: one option of it, or with None the label, whose options must be asked.

        `on` is step, span or run; `span` the positions of the span that is meant; `event` the id of what says it.
        """

        label_id: str
        option: str | None
        on: str
        span: tuple[int, int] | None = None
        event: str | None = None

    @property
    def rows(self) -> Sequence[ShelfRow]:
        """The rows that are told."""
        return self.source.rows if isinstance(self.source, ShelfSource) else ()

    @property
    def is_compact(self) -> bool:
        """Whether two lines tell everything now; given the whole screen, a compact shelf shows its rows."""
        return self.compact and self.size.height <= _COMPACT_ROWS

    def pick(self) -> bool:
        """Ask for what the cursor is on; return whether it is anything."""
        row = self._row()
        if row is None or row.label is None:
            return False
        self.post_message(self.Picked(row.label, row.option, row.on, row.span, row.event))
        return True

    @property
    def event(self) -> str | None:
        """The id of the event that the row under the cursor tells of; None without the focus."""
        row = self._row() if self.has_focus else None
        return row.event if row else None

    def pick_option(self, key: str) -> bool:
        """Ask for the option with this key of the label under the cursor; return whether it has one."""
        row = self._row()
        definition = self.facts.schema.definition(row.label) if self.facts and row and row.label else None
        if row is None or definition is None:
            return False
        option = next((one for one in definition.options if one.key == key and not one.retired), None)
        if option is None:
            return False
        self.post_message(self.Picked(definition.id, option.id, row.on, row.span))
        return True

    def validate_cursor(self, cursor: int) -> int:
        """Return the nearest row that can be set, in the direction of the move, else where the cursor is."""
        cursor = super().validate_cursor(cursor)
        if self.is_compact or not self.rows:
            return cursor
        ahead, behind = range(cursor, len(self.rows)), range(cursor, -1, -1)
        order = (*ahead, *behind) if cursor >= self.cursor else (*behind, *ahead)
        return next((row for row in order if self.rows[row].pickable), cursor)

    def watch_tape(self) -> None:
        """Name the steps of another run."""
        self._remake()

    def draw_anew(self) -> None:
        """Make every row again."""
        self.watch_facts()

    def watch_facts(self) -> None:
        """Show what is the case now; the cursor stays on the same label."""
        self._remake()

    def watch_compact(self) -> None:
        """Show the two lines, or all of it."""
        self._remake()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor only with the focus: a row that no key would change does not stand out."""
        super().watch_has_focus(has_focus)
        self._remake()

    def on_resize(self) -> None:
        """Tell it in two lines, or all of it, as there is room now."""
        if self.compact:
            self._remake()

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Pick what is clicked."""
        event.stop()
        self.pick()

    def _remake(self) -> None:
        if self.facts is None:
            return
        made = shelf_rows(self.facts, self._number)
        before, first_row = self._row(), self.first_row
        self.show_cursor = self.has_focus and not self.is_compact
        if self.is_compact:
            self.show(CompactShelfSource(made), alike=True)
            return
        wanted = (before.label, before.option, before.on) if before and before.pickable else None
        places = (place for place, row in enumerate(made) if (row.label, row.option, row.on) == wanted)
        self.show(ShelfSource(made), cursor=next(places, 0) if wanted else 0, first_row=first_row, alike=True)

    def _row(self) -> ShelfRow | None:
        return self.rows[self.cursor] if not self.is_compact and self.cursor < len(self.rows) else None

    def _number(self, position: int) -> str:
        steps = self.tape.steps if self.tape else ()
        if not 0 <= position < len(steps):
            return str(position + 1)
        n = steps[position].n
        return "copied" if n is None else str(n)
