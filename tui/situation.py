"""What a person is at in a run just now, for the keys that the foot shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playhead.text import something_is_masked
from tui.hints import Situation

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_MASKED = "•••"


def situation_of(run: RunScreen) -> Situation:
    """Return what is on or open in a run."""
    return Situation(
        pane=run.focused_pane,
        label_mode=run.labels.mode,
        passing=run.labelling.passing.label is not None,
        evidence=run.detail.selected_rows is not None,
        span=run.span is not None,
        searching=bool(run.finding.search.note),
        filtered=bool(run.finding.filter.note),
        branch=run.branches.agent is not None,
        marked=bool(run.labelling.marking),
        started=bool(run.branches.here()),
        full=bool(run.full_pane),
        masked=something_is_masked() and _masks_in_sight(run),
    )


def _masks_in_sight(run: RunScreen) -> bool:
    """Return whether a row of the detail that is on the screen has something masked in it."""
    detail = run.detail
    rows = range(detail.first_row, min(detail.first_row + detail.page_rows, detail.document.count))
    return any(_MASKED in detail.document.line(row, detail.size.width).plain for row in rows)
