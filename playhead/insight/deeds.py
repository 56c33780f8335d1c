"""The ledger of a run's actions by itself, for who needs no moments: one entry an action."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playhead.insight.feedback import feedback_of
from playhead.insight.feedback.happenings import happenings
from playhead.insight.ledger import Deed, deed_of
from playhead.storage.source import StepSource


def deeds_of(steps: StepSource, going: Callable[[int], bool] | None = None) -> Iterator[Deed]:
    """Yield an entry for each action that counts. `going` is told the position and ends the look by returning False."""
    for one in happenings(steps, going):
        yield deed_of(one, feedback_of(one))
