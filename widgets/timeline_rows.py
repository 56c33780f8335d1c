"""The rows of the timeline, made when they are seen and kept while nothing about them changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from playhead.storage.source import StepSource
from widgets.present.action_row import action_content
from widgets.present.bookends import Bookends, bookend_content
from widgets.present.row import GutterMark, RowPlace, bracket, row_content
from widgets.timeline_map import Place, TimelineMap

if TYPE_CHECKING:
    from widgets.present.gutter import Gutter

_KEPT_ROWS = 1_024
NO_MARKS: Mapping[int, str] = {}


class TimelineRows:
    """Draws what a mapping says stands on each row."""

    def __init__(self, steps: StepSource, rows: TimelineMap, bookends: Bookends, cursor: Callable[[], int]) -> None:
        self.map = rows
        self._steps = steps
        self._bookends = bookends
        self._marks = NO_MARKS
        self._span: tuple[int, int] | None = None
        self._gutter: Gutter | None = None
        self._cursor = cursor
        self._changes = 0
        self._row = lru_cache(_KEPT_ROWS)(self._make)

    @property
    def count(self) -> int:
        """How many rows are known by now."""
        return self.map.count

    @property
    def exact(self) -> bool:
        """Whether that is all of them."""
        return self._steps.complete

    @property
    def revision(self) -> tuple[int, int, int]:
        """Changes with the steps, the marks, the span and the moments."""
        return self._steps.revision, self._changes, len(self._steps)

    def changed(self, marks: Mapping[int, str], span: tuple[int, int] | None, gutter: Gutter | None = None) -> None:
        """Take the labels' dots, the span and the brackets of moments."""
        self._marks, self._span, self._gutter = marks, span, gutter
        self._changes += 1

    def line(self, index: int, width: int) -> Content:
        """Return row `index`."""
        place = self.map.place_of(index)
        look = RowPlace(
            digits=max(2, len(str(self._steps.counted))),
            dot=self._marks.get(place.step, "") if place.action is None and place.on_step else "",
            bracket=self._bracket(place),
            cursor=index == self._cursor(),
            mark=self._mark(place),
            quiet=self._quiet(place),
        )
        return self._row(place, width, look, self._steps.revision)

    def _bracket(self, place: Place) -> str:
        if not place.on_step:
            return ""
        if place.action is None:
            return bracket(place.step, self._span)
        inside = self._span is not None and min(self._span) <= place.step < max(self._span)
        return "│" if inside else ""

    def _mark(self, place: Place) -> GutterMark | None:
        if self._gutter is None or not place.on_step:
            return None
        return self._gutter.mark(place.step, self._steps, action=place.action is not None)

    def _quiet(self, place: Place) -> bool:
        """Return whether what failed here counts for nothing; only of steps that failed is more looked at."""
        if self._gutter is None or not self._gutter.quiet or not place.on_step:
            return False
        failed = self._steps.columns(place.step, place.step + 1).failed
        return bool(failed and failed[0]) and self._gutter.is_quiet(self._steps[place.step], place.action)

    def _make(self, place: Place, width: int, look: RowPlace, revision: int) -> Content:  # noqa: ARG002 - of the key
        if place.bookend is not None:
            bookend = self._bookends.at(place.bookend)
            return bookend_content(bookend, width, look) if bookend else Content("")
        step = self._steps[place.step]
        if place.action is None or place.action >= len(step.actions):
            return row_content(step, width, look)
        return action_content(step, place.action, width, look)
