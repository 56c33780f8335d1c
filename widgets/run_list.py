"""The list of a folder's runs: rows come as runs are read, and nothing that was found is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.reactive import var

from widgets.fixed_rows import FixedRows
from widgets.line_view import LineView
from widgets.present.run_row import RunRow, run_head_content, run_row_content


class RunRows:
    """The rows known by now; more may come, and each may become fuller."""

    def __init__(self) -> None:
        self.rows: list[RunRow] = []
        self.exact = False
        self.revision = 0

    @property
    def count(self) -> int:
        """How many runs are known."""
        return len(self.rows)

    def line(self, index: int, width: int) -> Content:
        """Return the row of run `index`."""
        return run_row_content(self.rows[index], width)


class RunListHead(FixedRows):
    """The names of the list's columns, and which run of how many the cursor is on."""

    DEFAULT_CSS = """
    RunListHead { height: 1; background: $panel; }
    """

    count: var[str] = var("")
    """Which run of how many: `3/47`."""

    def rows(self, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002 - one row
        """Return the line."""
        return (run_head_content(width, self.count),)

    def watch_count(self) -> None:
        """Show another place."""
        self.redraw()


class RunList(LineView):
    """Runs in the order they were found. A run is named by its place in the list, which never changes."""

    DEFAULT_CSS = """
    RunList { width: 1fr; height: 1fr; }
    """

    @dataclass
    class Chosen(Message):
        """A person wants to open the run at this place of the list."""

        position: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        self._runs = RunRows()
        super().__init__(self._runs, id=id, classes=classes)

    @property
    def runs(self) -> Sequence[RunRow]:
        """The rows known by now."""
        return self._runs.rows

    @property
    def complete(self) -> bool:
        """Whether no more rows will come."""
        return self._runs.exact

    def append(self, *rows: RunRow) -> None:
        """Put more rows at the end; the rows in sight stay where they are."""
        in_sight = self._runs.count <= self.first_row + self.page_rows
        self._runs.rows.extend(rows)
        if in_sight:
            self.sync()
        else:
            self._measure()

    def replace(self, index: int, row: RunRow) -> None:
        """Show what more is known of run `index`."""
        if self._runs.rows[index] != row:
            self._runs.rows[index] = row
            self._runs.revision += 1
            self.repaint_changed()

    def finished(self) -> None:
        """Say that no more rows will come."""
        self._runs.exact = True

    def clear(self) -> None:
        """Begin anew."""
        self._runs = RunRows()
        self.show(self._runs)

    def choose(self) -> None:
        """Say that the run under the cursor is wanted."""
        if self._runs.rows:
            self.post_message(self.Chosen(self.cursor))

    def on_line_view_clicked(self, event: LineView.Clicked) -> None:
        """Take a click on the run as the wish to open it."""
        event.stop()
        self.choose()
