"""A diff put onto the text it was made for, or nothing where it does not fit without doubt."""

from __future__ import annotations

from playhead.edits.diff_index import DiffIndex
from playhead.edits.line_replay import Replay


def applied(text: str, diff: str) -> str | None:
    """Return `text` with the hunks of a diff of one file applied; None unless each fits at exactly one place."""
    replay = Replay(text)
    return replay.text if replay.apply(DiffIndex(diff), 0) else None
