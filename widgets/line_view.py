"""One scrolling pane over any number of rows of height one: the timeline, the detail and every long list are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.line_source import LineSource, NoLines, SettlingSource
from widgets.quiet_focus import QuietFocus
from widgets.row_painter import PaintedRow, RowPainter
from widgets.strips import strip_of

__all__ = ["LineSource", "LineView", "strip_of"]

WHEEL_ROWS = 3
MOST_SETTLINGS = 8


class LineView(QuietFocus, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of a `LineSource`, drawn when they are seen; a change sends only the rows that look different."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineView {
        overflow: hidden hidden;
        scrollbar-size: 0 0;
        & > .line-view--cursor { background: $primary 18%; }
        &:focus > .line-view--cursor { background: $primary 34%; }
        &:ansi > .line-view--cursor { background: ansi_default; text-style: bold; }
        &:nocolor > .line-view--cursor { text-style: bold; }
        &:ansi:focus > .line-view--cursor, &:nocolor:focus > .line-view--cursor { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-view--cursor"}
    """
    | Class | Description |
    | :- | :- |
    | `line-view--cursor` | The row under the cursor, where `show_cursor` is on. |
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)
    """How many rows there are. Their number never moves other panes, so it asks for no layout."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """The current row, always one that exists (0 in an empty view)."""
    show_cursor: var[bool] = var(True)
    """Whether the current row is drawn apart and kept in sight."""
    sideways: var[int] = var(0)
    """How many columns are scrolled out on the left."""

    @dataclass
    class Clicked(Message):
        """A row was clicked; the view has moved its cursor there already."""

        view: LineView
        index: int

        @property
        def control(self) -> LineView:
            """The view that was clicked."""
            return self.view

    def __init__(
        self,
        source: LineSource | None = None,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._source: LineSource = source or NoLines()
        self._painter = RowPainter(self)
        self._painted: dict[int, PaintedRow] = {}

    @property
    def source(self) -> LineSource:
        """What is shown."""
        return self._source

    @property
    def first_row(self) -> int:
        """The row at the top of the pane."""
        return self.scroll_offset.y

    @property
    def page_rows(self) -> int:
        """How many rows the pane holds, at least one."""
        return max(1, self.scrollable_content_region.height)

    def show(self, source: LineSource, *, cursor: int = 0, first_row: int = 0, alike: bool = False) -> None:
        """Show another source, from row `first_row`; the cursor goes to row `cursor`.

        `alike`: rows of equal marks look the same in both, so that what was drawn of them is kept.
        """
        self._source = source
        if not alike:
            self._painter.forget_rows()
        self._measure()
        self.set_reactive(LineView.cursor, self.validate_cursor(cursor))
        self.scroll_to_row(first_row)
        self._keep_cursor_in_sight()
        self.repaint_changed()

    def sync(self) -> None:
        """Ask the source again how many rows it has, and redraw those that look different now."""
        if getattr(self._source, "revision", None) is None:
            self._painter.forget_rows()
        self._measure()
        self.cursor = self.validate_cursor(self.cursor)
        self.scroll_to_row(self.first_row)
        self.repaint_changed()

    def scroll_to_row(self, row: int) -> None:
        """Put `row` at the top at once, or as near to it as the end allows."""
        if isinstance(self._source, SettlingSource) and self.size.height:
            row = self._settle(self._source, row)
        row = max(0, min(row, self._source.count - self.page_rows))
        self.scroll_to(y=row, animate=False, force=True, immediate=True)

    def scroll_rows(self, delta: int) -> bool:
        """Scroll by `delta` rows; return whether anything moved."""
        before = self.first_row
        self.scroll_to_row(before + delta)
        return self.first_row != before

    def page_down(self) -> None:
        """Move a page on: the cursor, or the text where there is no cursor."""
        self._move(max(1, self.page_rows - 1))

    def page_up(self) -> None:
        """Move a page back."""
        self._move(-max(1, self.page_rows - 1))

    def half_page_down(self) -> None:
        """Move half a page on."""
        self._move(max(1, self.page_rows // 2))

    def half_page_up(self) -> None:
        """Move half a page back."""
        self._move(-max(1, self.page_rows // 2))

    def top(self) -> None:
        """Go to the first row."""
        self.cursor = 0
        self.scroll_to_row(0)

    def end(self) -> None:
        """Go to the last row that is known."""
        if self.show_cursor:
            self.cursor = self._source.count - 1
        for _ in range(MOST_SETTLINGS):
            self.scroll_to_row(self._source.count)
            if self.first_row + self.page_rows >= self._source.count:
                break

    def row_changed(self, index: int) -> None:
        """Redraw row `index`: what the source says about it has changed."""
        self._painter.forget_rows()
        self._repaint_index(index)

    def repaint_changed(self) -> None:
        """Send the rows in sight that look different from what is on the screen, and only those."""
        if not self.is_mounted or not self.size:
            return
        first, width = self.first_row, self.scrollable_content_region.width
        for y in range(self.size.height):
            self._repaint_row(y, first, width)

    def draw_anew(self) -> None:
        """Make every row again: what may be shown of a text is another now."""
        self._painter.forget_rows()
        self.repaint_changed()

    def notify_style_update(self) -> None:
        """Forget every drawn row: the theme or the focus has changed."""
        self._painter.forget_styles()
        super().notify_style_update()

    def repaint_restyled(self) -> None:
        """Send the rows in sight that look different with, or without, the focus."""
        self._painter.forget_styles()
        self.repaint_changed()

    def validate_cursor(self, cursor: int) -> int:
        """Return the nearest row that exists."""
        return max(0, min(cursor, self._source.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two rows, and scroll half a page further where the cursor has left the pane."""
        if not self.show_cursor:
            return
        self._keep_cursor_in_sight()
        self._repaint_index(old)
        self._repaint_index(new)

    def watch_show_cursor(self) -> None:
        """Redraw the current row."""
        self.repaint_changed()

    def watch_sideways(self) -> None:
        """Redraw what shows different columns now."""
        self.repaint_changed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Redraw by difference; ScrollView would send the whole pane."""
        if round(old_value) != round(new_value):
            self.repaint_changed()

    def on_mount(self) -> None:
        """Take the source's size."""
        self._measure()

    def on_resize(self) -> None:
        """Keep the row at the top where it is, and the cursor in sight."""
        self._measure()
        self.scroll_to_row(self.first_row)
        self._keep_cursor_in_sight()
        self.repaint_changed()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked row and say so."""
        place = event.get_content_offset(self)
        if place is None or not 0 <= self.first_row + place.y < self._source.count:
            return
        index = self.first_row + place.y
        if self.show_cursor:
            self.cursor = index
        self.post_message(self.Clicked(self, index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll on by the wheel."""
        self._wheel(event, WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back by the wheel."""
        self._wheel(event, -WHEEL_ROWS)

    def render_line(self, y: int) -> Strip:
        """Return row `y` of the pane."""
        painted = self._paint(self.first_row + y, self.scrollable_content_region.width)
        self._painted[y] = painted
        return painted.strip

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        if self.scroll_rows(rows):
            event.stop()

    def _move(self, rows: int) -> None:
        if self.show_cursor:
            self.cursor += rows
        else:
            self.scroll_rows(rows)

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, self._source.count)

    def _settle(self, source: SettlingSource, row: int) -> int:
        row = max(0, min(row, self._source.count - self.page_rows))
        row = source.settle(row, self.page_rows, self.scrollable_content_region.width)
        self._measure()
        return row

    def _keep_cursor_in_sight(self) -> None:
        if not self.show_cursor or not self.size.height:
            return
        first, rows = self.first_row, self.page_rows
        if self.cursor < first:
            self.scroll_to_row(self.cursor - rows // 2 if first - self.cursor <= rows else self.cursor - rows // 3)
        elif self.cursor >= first + rows:
            self.scroll_to_row(self.cursor - rows // 2)

    def _repaint_index(self, index: int) -> None:
        first = self.first_row
        if 0 <= index - first < self.page_rows:
            self._repaint_row(index - first, first, self.scrollable_content_region.width)

    def _repaint_row(self, y: int, first: int, width: int) -> None:
        new, old = self._paint(first + y, width), self._painted.get(y)
        if old is None or (new is not old and new.strip != old.strip):
            self.refresh(Region(0, y, self.size.width if old is None else max(new.used, old.used), 1))

    def _paint(self, index: int, width: int) -> PaintedRow:
        is_cursor = self.show_cursor and index == self.cursor
        return self._painter.paint(self._source, index, width=width, sideways=self.sideways, is_cursor=is_cursor)
