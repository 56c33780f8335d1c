"""Folding a run's events into its record, by the way of the record's format."""

from __future__ import annotations

from collections.abc import Sequence

from playhead.labels.event import Event
from playhead.labels.fold.result import FoldResult, Progress
from playhead.model import Tape


def fold_tape(tape: Tape, events: Sequence[Event], progress: Progress | None = None) -> FoldResult:
    """Write events into the record of a tape."""
    del events, progress
    return FoldResult("journal_only", tape.record_refusal or "Folding is not there yet.", 0)
