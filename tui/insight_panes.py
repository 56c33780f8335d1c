"""What the rules found, given to the panes of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.evidence_marks import EvidenceMarks
from widgets.present.gutter import Gutter
from widgets.present.ribbon_events import events_of

if TYPE_CHECKING:
    from playhead.insight.run_insight import RunInsight
    from tui.screens.run import RunScreen


def _decided(found: RunInsight) -> dict[int, bool]:
    """Return the positions of decision points, True where nothing had come before one."""
    decided: dict[int, bool] = {}
    for one in found.decisions or ():
        decided[one.position] = decided.get(one.position, False) or one.blind
    return decided


def show_in_panes(run: RunScreen, found: RunInsight) -> None:
    """Give the timeline its brackets and the ribbon its moments; a pane is drawn again only where it looks new."""
    excluded = (one for one in found.feedback if one.feedback.excluded is not None)
    quiet = frozenset((one.position, one.place) for one in excluded)
    run.timeline.brackets = Gutter(found.moments, _decided(found), quiet)
    if not isinstance(run.detail.told, EvidenceMarks):
        run.detail.told = EvidenceMarks(run)
    run.detail.told_anew()
    run.ribbon.happened = events_of(found) if found.complete or found.feedback else None
