"""One decision in one row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from playhead.labels.decisions import Decision
from playhead.labels.schema import load_schema
from playhead.labels.target import StepTarget
from tests.playhead.labels.making import an_event
from widgets.present.decision_row import columns_of, decision_row

_NOW = datetime(2026, 5, 4, 18, 30).astimezone()
_TODAY = f"{_NOW:%Y-%m-%d}"
_NAME = "django__django-16255.traj.json"


def _decision(at: datetime) -> Decision:
    event = an_event("flag", "test_edited", on=StepTarget("17", 17), at=at.isoformat())
    return Decision(event, Path("/runs") / _NAME, None, "run")


@pytest.mark.parametrize(("other_days", "shown"), [(False, "18:30 "), (True, "05-04 18:30 ")])
def test_columns_take_what_they_need(other_days: bool, shown: str) -> None:
    """Where all decisions are of today only hours are told, and the names have the room; a blank stands between."""
    today = "2026-06-01" if other_days else _TODAY
    one = _decision(_NOW)
    columns = columns_of([one], today)
    row = decision_row(one, load_schema(), 84, today=today, columns=columns).plain
    assert row.startswith(f" {shown}")
    assert columns == (len(shown), len("step 17  "))
    assert (_NAME in row) is not other_days
    assert len(row) == 84


def test_no_decision_takes_no_room() -> None:
    """An empty list, and an event without a time, need no columns but their blanks."""
    assert columns_of([], _TODAY) == (1, 2)
