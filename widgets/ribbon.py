"""The ribbon: the whole run in the width of the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer

from playhead.model import Tape
from playhead.storage.source import Columns, StepSource
from widgets.fixed_rows import FixedRows
from widgets.present.ribbon import RibbonCells, first_step, ribbon_cells, ribbon_rows

if TYPE_CHECKING:
    from widgets.present.ribbon_events import RibbonEvents

_AFTER = 0.05
_PART = 65_536  # steps
_NO_MARKS: Mapping[int, str] = {}


class Ribbon(FixedRows):
    """Phases, failures, labels and where the cursor is, in one row or two (whatever height it is given)."""

    DEFAULT_CSS = """
    Ribbon { height: 2; padding: 0 1; }
    """

    tape: var[Tape | None] = var[Tape | None](None)
    """The run."""
    cursor: var[int] = var(0)
    """The position of the current step."""
    marks: var[Mapping[int, str]] = var(_NO_MARKS)
    """The dot of each labelled step, by position."""

    found: var[Sequence[int]] = var[Sequence[int]](())
    """The positions of the steps where a search found something."""
    shown: var[Sequence[int] | None] = var[Sequence[int] | None](None)
    """The positions that pass a filter, ascending; None where there is no filter."""
    happened: var[RibbonEvents | None] = var["RibbonEvents | None"](None)
    """What the rules found: moments, test state."""

    @dataclass
    class Moved(Message):
        """A person pointed at this step."""

        position: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self._cells: RibbonCells | None = None
        self._made_of: tuple[object, ...] = ()
        self._grown = (0, 0)
        self._soon: Timer | None = None

    def rows(self, width: int, height: int) -> Sequence[Content]:
        """Return the ribbon; its cells are made anew only when marks or width have changed, or `sync` was called."""
        if self.tape is None:
            return ()
        return ribbon_rows(self._cells_in(width), self.cursor, self._number(), width, rows=min(2, height))

    def sync(self) -> None:
        """Ask the run again what it knows by now; a move does not, it would look at every step."""
        if self.tape is not None and self._grown != (len(self.tape.steps), self.tape.steps.revision):
            self._cells = None
            self.redraw()

    def watch_tape(self) -> None:
        """Show another run or snapshot."""
        self._cells = None
        self.redraw()

    def watch_cursor(self) -> None:
        """Show where the cursor is, a moment later: the first frame after a key is the timeline's."""
        if self.is_mounted and self._soon is None:
            self._soon = self.set_timer(_AFTER, self._moved)

    def watch_marks(self) -> None:
        """Show where labels are."""
        self.redraw()

    def watch_found(self) -> None:
        """Show where something was found."""
        self.redraw()

    def watch_shown(self) -> None:
        """Show what a filter hides."""
        self.redraw()

    def watch_happened(self) -> None:
        """Show what was found since."""
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Tell which step was pointed at."""
        place = event.get_content_offset(self)
        if place is None or self._cells is None or place.x >= len(self._cells.phases):
            return
        self.post_message(self.Moved(first_step(place.x, self._cells.steps, len(self._cells.phases))))

    def _moved(self) -> None:
        self._soon = None
        self.redraw()

    def _number(self) -> str:
        assert self.tape is not None
        steps = self.tape.steps
        n = steps[min(self.cursor, len(steps) - 1)].n if len(steps) else None
        return "" if n is None else str(n)

    def _cells_in(self, width: int) -> RibbonCells:
        assert self.tape is not None
        steps = self.tape.steps
        made_of = (id(self.marks), id(self.found), id(self.shown), id(self.happened), width)
        if self._cells is None or made_of != self._made_of:
            self._grown = (len(steps), steps.revision)
            self._cells = ribbon_cells(
                _kinds_and_failures(steps),
                self.marks,
                width,
                found=self.found,
                shown=self.shown,
                events=self.happened,
            )
            self._made_of = made_of
        return self._cells


def _kinds_and_failures(steps: StepSource) -> Columns:
    """Return what the ribbon shows of all steps, taken in parts: the other columns are several times as big."""
    kinds, failed = bytearray(), bytearray()
    for start in range(0, len(steps), _PART):
        columns = steps.columns(start, start + _PART)
        kinds += columns.kinds
        failed += columns.failed
    return Columns(bytes(kinds), bytes(failed), b"", ())
