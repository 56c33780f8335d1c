"""What of a run's labels is kept and not shown, in sentences: of later versions, and lines that are no events."""

from __future__ import annotations

from collections.abc import Iterable

from playhead.labels.event import Event
from playhead.model import Diagnostic


def left_out(events: Iterable[Event], problems: Iterable[Diagnostic] = ()) -> tuple[str, ...]:
    """Return a sentence for the events that this version does not know, and one for what is no event in a journal."""
    later = sum(not one.understood for one in events)
    found = tuple(problems)
    lines = sum(one.code == "journal_line" for one in found)
    said = []
    if later:
        what = "1 label event is" if later == 1 else f"{later:,} label events are"
        said.append(f"{what} of a later version of playhead: kept, and not shown.")
    if lines:
        what = "1 line in the journals is" if lines == 1 else f"{lines:,} lines in the journals are"
        said.append(f"{what} no label event (torn, or foreign): left there.")
    said += [f"{one.where}: {one.text}" for one in found if one.code != "journal_line"]
    return tuple(said)
