"""The timeline: bookends, steps and the actions of unfolded steps in one row each, labels' dots, the open span."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive, var

from playhead.model import Tape
from widgets.line_view import LineView
from widgets.present.bookends import Bookend, Bookends, bookends_of
from widgets.timeline_map import Place, TimelineMap
from widgets.timeline_rows import NO_MARKS, TimelineRows

if TYPE_CHECKING:
    from widgets.present.gutter import Gutter


class Timeline(LineView):
    """The run of `tape`. Its owner may set `place`; what a person does here is told by `Moved` and `Chosen`.

    `cursor` is the row; rows come and go with a filter and with unfolded steps, places hold.
    """

    DEFAULT_CSS = """
    Timeline { width: 1fr; height: 1fr; }
    """

    tape: var[Tape | None] = var[Tape | None](None)
    """The run, or the sub-agent that was entered."""
    place: reactive[Place] = reactive(Place(), repaint=False)
    """Where the cursor is: a step, one of its actions, or a bookend."""
    marks: var[Mapping[int, str]] = var(NO_MARKS)
    """The dot of each labelled step, by position."""
    span: var[tuple[int, int] | None] = var[tuple[int, int] | None](None)
    """The positions a span was begun at and has come to, in any order."""
    brackets: var[Gutter | None] = var(None)
    """The brackets of moments."""
    shown: var[Sequence[int] | None] = var[Sequence[int] | None](None)
    """The positions that pass a filter, ascending; None where there is no filter."""

    @dataclass
    class Moved(Message):
        """A person moved the cursor here, not its owner."""

        place: Place

    @dataclass
    class Chosen(Message):
        """A person asked to read what is here."""

        place: Place

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self.map = TimelineMap(())
        self.bookends = Bookends()
        self._unfolded: dict[int, int] = {}

    def bookend_at(self, place: Place) -> Bookend | None:
        """Return the bookend at a place, None where a step is."""
        return None if place.bookend is None else self.bookends.at(place.bookend)

    def toggle_actions(self) -> bool:
        """Unfold the actions of the step under the cursor, or fold them; False where it has not got several."""
        tape, place = self.tape, self.place
        if tape is None or place.bookend is not None or not self.map.shows(place.step):
            return False
        if place.step in self._unfolded:
            del self._unfolded[place.step]
            self._remake()
            self._told(place._replace(action=None))
            return True
        count = len(tape.steps[place.step].actions)
        if count < 2:
            return False
        self._unfolded[place.step] = count
        self._remake()
        return True

    def unfold(self, step: int, *, folded: bool = False) -> bool:
        """Give the actions of a step rows, or with `folded` take them away; return whether that changed anything."""
        count = len(self.tape.steps[step].actions) if self.tape is not None and step < len(self.tape.steps) else 0
        if (step in self._unfolded) != folded or (count < 2 and not folded):
            return False
        if folded:
            del self._unfolded[step]
        else:
            self._unfolded[step] = count
        self._remake()
        return True

    def choose(self) -> None:
        """Say that what is under the cursor is wanted."""
        if self.source.count:
            self.post_message(self.Chosen(self.place))

    def top(self) -> None:
        """Go to the first row."""
        self._gesture(super().top)

    def end(self) -> None:
        """Go to the last row that is known."""
        self._gesture(super().end)

    def sync(self) -> None:
        """Ask again how many rows there are; the cursor stays at its place."""
        super().sync()
        self.cursor = self.map.row_of(self.place)

    def watch_tape(self, old: Tape | None, tape: Tape | None) -> None:
        """Show another run from the cursor's place, or go on in a newer snapshot of the same."""
        if tape is None:
            return
        same = old is not None and (old.path, old.key, old.id) == (tape.path, tape.key, tape.id)
        before = self.map.before if same else 0
        self.bookends = bookends_of(tape)
        if not same:
            self._unfolded.clear()
        elif before != len(self.bookends.before) and self.place.bookend is not None:
            moved = self.place.bookend + len(self.bookends.before) - before
            self.set_reactive(Timeline.place, self.place._replace(bookend=max(0, moved)))
        self._remake(first_row=self.first_row if same else 0)

    def watch_place(self, place: Place) -> None:
        """Put the cursor on the row of the place, or of the nearest that is shown."""
        if self.tape is not None:
            self.cursor = self.map.row_of(place)

    def watch_shown(self) -> None:
        """Show the steps that pass the filter, or all; the step at the top stays there, as far as it is shown."""
        top = self.map.place_of(self.first_row)
        self._remake(first_place=top)

    def watch_marks(self) -> None:
        """Redraw the rows whose dot is another."""
        self._redraw()

    def watch_span(self) -> None:
        """Redraw the rows whose bracket is another."""
        self._redraw()

    def watch_brackets(self) -> None:
        """Redraw the rows whose moment is another."""
        self._redraw()

    def draw_anew(self) -> None:
        """Make every row again, from the same one at the top."""
        self._remake(first_row=self.first_row)

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Tell of a click as of any move."""
        event.stop()
        self._told(self.map.place_of(event.index))

    def _remake(self, first_row: int | None = None, first_place: Place | None = None) -> None:
        if self.tape is None:
            return
        self.map = TimelineMap(
            self.tape.steps,
            before=len(self.bookends.before),
            after=len(self.bookends.after),
            shown=self.shown,
            unfolded=self._unfolded,
        )
        rows = TimelineRows(self.tape.steps, self.map, self.bookends, lambda: self.cursor)
        rows.changed(self.marks, self.span, self.brackets)
        row = self.map.row_of(self.place)
        first_row = first_row if first_place is None else self.map.row_of(first_place)
        self.show(rows, cursor=row, first_row=self.first_row if first_row is None else first_row)

    def _redraw(self) -> None:
        if isinstance(self.source, TimelineRows):
            self.source.changed(self.marks, self.span, self.brackets)
            self.repaint_changed()

    def _move(self, rows: int) -> None:
        self._gesture(lambda: super(Timeline, self)._move(rows))

    def _gesture(self, move: Callable[[], None]) -> None:
        before = self.cursor
        move()
        if self.cursor != before:
            self._told(self.map.place_of(self.cursor))

    def _told(self, place: Place) -> None:
        self.place = place
        self.post_message(self.Moved(place))
