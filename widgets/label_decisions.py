"""The list of one's last decisions across runs, the newest on top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content
from textual.reactive import var

from playhead.labels.decisions import Decision
from playhead.labels.definition import Schema
from widgets.fixed_rows import FixedRows
from widgets.line_view import LineView
from widgets.notes import Notes
from widgets.present.decision_row import columns_of, decision_row
from widgets.present.palette import EMPHASIS, MUTED

NONE_YET = (
    "Each label you set, take back or agree with is listed here, in whichever run it is,",
    "to be changed or taken back later. There is none yet.",
)


class DecisionRows:
    """Decisions as rows."""

    exact = True

    def __init__(self, decisions: Sequence[Decision], schema: Schema) -> None:
        self.decisions = decisions
        self._schema = schema
        self._today = f"{datetime.now().astimezone():%Y-%m-%d}"
        self._columns = columns_of(decisions, self._today)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.decisions)

    def line(self, index: int, width: int) -> Content:
        """Return the row of decision `index`."""
        return decision_row(self.decisions[index], self._schema, width, today=self._today, columns=self._columns)


class DecisionList(LineView):
    """Decisions; the cursor is on one of them."""

    DEFAULT_CSS = """
    DecisionList { width: 1fr; height: 1fr; }
    """

    @property
    def decision(self) -> Decision | None:
        """The one under the cursor, None in an empty list."""
        source = self.source
        if not isinstance(source, DecisionRows) or not source.decisions:
            return None
        return source.decisions[self.cursor]

    def show_decisions(self, decisions: Sequence[Decision], schema: Schema) -> None:
        """Show these; the cursor stays in its row."""
        self.show_cursor = bool(decisions)
        if decisions:
            self.show(DecisionRows(decisions, schema), cursor=self.cursor, first_row=self.first_row)
        else:
            self.show(Notes(NONE_YET))


class DecisionHead(FixedRows):
    """The title of the list."""

    DEFAULT_CSS = """
    DecisionHead { height: 1; background: $panel; }
    """

    count: var[int] = var(0)
    """How many decisions are shown."""

    def rows(self, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002 - one row
        """Return the line."""
        about = f"  the last {self.count}, newest first" if self.count else "  none yet"
        return (Content.assemble((" Your decisions", EMPHASIS), (about, MUTED)).truncate(width, ellipsis=True),)

    def watch_count(self) -> None:
        """Show another count."""
        self.redraw()
