"""The timeline: every step of a run in one row each, the cursor, labels' dots and the span that is being selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from textual.content import Content
from textual.message import Message
from textual.reactive import var

from playhead.model import Tape
from playhead.storage.source import StepSource
from widgets.line_view import LineView
from widgets.present.row import RowPlace, bracket, row_content

_KEPT_ROWS = 1_024
_NO_MARKS: Mapping[int, str] = {}


class TimelineRows:
    """The rows of a run, made when they are seen and kept while nothing about them changes."""

    def __init__(self, steps: StepSource, cursor: Callable[[], int]) -> None:
        self.steps = steps
        self.marks = _NO_MARKS
        self.span: tuple[int, int] | None = None
        self._cursor = cursor
        self._changes = 0
        self._row = lru_cache(_KEPT_ROWS)(self._make)

    @property
    def count(self) -> int:
        """How many steps are known by now."""
        return len(self.steps)

    @property
    def exact(self) -> bool:
        """Whether that is all of them."""
        return self.steps.complete

    @property
    def revision(self) -> tuple[int, int]:
        """Changes with the steps, the marks and the span."""
        return self.steps.revision, self._changes

    def changed(self, marks: Mapping[int, str], span: tuple[int, int] | None) -> None:
        """Take the labels' dots and the span."""
        self.marks, self.span = marks, span
        self._changes += 1

    def line(self, index: int, width: int) -> Content:
        """Return the row of the step at `index`."""
        place = RowPlace(
            digits=max(2, len(str(self.steps.counted))),
            dot=self.marks.get(index, ""),
            bracket=bracket(index, self.span),
            cursor=index == self._cursor(),
        )
        return self._row(index, width, place, self.steps.revision)

    def _make(self, index: int, width: int, place: RowPlace, revision: int) -> Content:  # noqa: ARG002 - part of the key
        return row_content(self.steps[index], width, place)


class Timeline(LineView):
    """The steps of `tape`. Its owner may set `cursor`; what a person does here is told by `Moved` and `Chosen`."""

    DEFAULT_CSS = """
    Timeline { width: 1fr; height: 1fr; }
    """

    tape: var[Tape | None] = var[Tape | None](None)
    """The run."""
    marks: var[Mapping[int, str]] = var(_NO_MARKS)
    """The dot of each labelled step, by position."""
    span: var[tuple[int, int] | None] = var[tuple[int, int] | None](None)
    """The positions a span was begun at and has come to, in any order."""

    @dataclass
    class Moved(Message):
        """A person moved the cursor here, not its owner."""

        position: int

    @dataclass
    class Chosen(Message):
        """A person asked to read this step."""

        position: int

    def choose(self) -> None:
        """Say that the step under the cursor is wanted."""
        if self.source.count:
            self.post_message(self.Chosen(self.cursor))

    def top(self) -> None:
        """Go to the first step."""
        self._gesture(super().top)

    def end(self) -> None:
        """Go to the last step that is known."""
        self._gesture(super().end)

    def validate_cursor(self, cursor: int) -> int:
        """Return the nearest step that exists; before a run is there, any."""
        return max(0, cursor) if self.tape is None else super().validate_cursor(cursor)

    def watch_tape(self, old: Tape | None, tape: Tape | None) -> None:
        """Show another run from the cursor's step, or go on in a newer snapshot of the same."""
        if tape is None:
            return
        rows = TimelineRows(tape.steps, lambda: self.cursor)
        rows.changed(self.marks, self.span)
        same = old is not None and (old.path, old.key) == (tape.path, tape.key)
        self.show(rows, cursor=self.cursor, first_row=self.first_row if same else 0)

    def watch_marks(self) -> None:
        """Redraw the rows whose dot is another."""
        self._redraw()

    def watch_span(self) -> None:
        """Redraw the rows whose bracket is another."""
        self._redraw()

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Tell of a click as of any move."""
        event.stop()
        self.post_message(self.Moved(event.index))

    def _redraw(self) -> None:
        if isinstance(self.source, TimelineRows):
            self.source.changed(self.marks, self.span)
            self.repaint_changed()

    def _move(self, rows: int) -> None:
        self._gesture(lambda: super(Timeline, self)._move(rows))

    def _gesture(self, move: Callable[[], None]) -> None:
        before = self.cursor
        move()
        if self.cursor != before:
            self.post_message(self.Moved(self.cursor))
