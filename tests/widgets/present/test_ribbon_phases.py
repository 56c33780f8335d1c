"""Phases in the ribbon: what steps say of themselves, once the rules have read the run."""

from __future__ import annotations

from pathlib import Path

from playhead.insight.run_insight import insight_of
from playhead.model import Phase, Tape
from tests.playhead.insight.moments.played import edits, passes, run_of
from widgets.present.ribbon import ribbon_cells
from widgets.present.ribbon_events import events_of


def test_an_edit_of_a_test_turns_to_verification_when_the_rules_have_read_the_run() -> None:
    """Columns take it for an edit; the ribbon then shows the phase that the step's detail names."""
    steps = run_of([edits("a.py"), edits("tests/test_a.py"), passes()])
    columns = steps.columns(0, 3)
    events = events_of(insight_of(Tape(path=Path("run"), format="made", steps=steps)))
    before, after = ribbon_cells(columns, {}, 3), ribbon_cells(columns, {}, 3, events=events)
    said = [list(Phase).index(step.phase) for step in run_of([edits("a.py"), edits("tests/test_a.py"), passes()])]
    assert list(before.phases) != list(after.phases) == said
