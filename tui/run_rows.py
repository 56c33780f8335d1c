"""Rows of the list of runs, from what is known of them."""

from __future__ import annotations

import math
from pathlib import Path

from playhead.corpus.facts import RunFacts
from playhead.model import Status
from playhead.opening import RunEntry
from playhead.summary import RunSummary
from tui.liveness import QUIET_AFTER
from widgets.present.run_row import RunRow


def is_running(facts: RunFacts, now: float) -> bool:
    """Return whether a run is still being written: it has no outcome, and its record has just changed."""
    open_ended = facts.summary is not None and facts.summary.status is Status.UNKNOWN
    return open_ended and facts.written is not None and now - facts.written < QUIET_AFTER


def row_of(
    facts: RunFacts, *, author: str | None, now: float = math.inf, blind: bool = False, stopped: bool = False
) -> RunRow:
    """Return the row of a run; one that is not read yet says only which it is, one that cannot be says why.

    `now` is the time in seconds since the epoch, by which it is running or not.
    """
    summary, labels = facts.summary, facts.labels
    if summary is None:
        return RunRow(path=facts.name, reason=facts.reason, stopped=stopped)
    return RunRow(
        path=facts.name,
        title=_said_besides_the_name(summary, facts.name),
        outcome=summary.status,
        steps=summary.steps,
        failed=summary.failed,
        labels=labels.labels,
        mine=labels.mine,
        done=labels.done,
        skipped=labels.skipped,
        done_by=tuple(name for name in labels.done_by if author is not None and name != author),
        skipped_by=tuple(name for name in labels.skipped_by if author is not None and name != author),
        duration_s=summary.duration_s,
        cost_usd=summary.cost_usd,
        agent=summary.agent,
        hidden=blind,
        stopped=stopped,
        running=is_running(facts, now),
    )


def _said_besides_the_name(summary: RunSummary, name: str) -> str:
    """Return the title of a run; where its name says that already, its task, else who did it."""
    if summary.title not in name:
        return summary.title
    return summary.task or " ".join(one for one in (summary.agent, summary.model) if one) or summary.title


def shown_name(entry: RunEntry, root: Path, *, alone: bool = True) -> str:
    """Return what a run is called in a list: its path below the folder that is listed, and its key.

    Where several folders are listed (not `alone`) the name of the folder stands before it. Where a file of many runs
    is listed, its runs are called by their keys.
    """
    path = entry.path
    if path == root and entry.key and alone:
        return entry.key
    if path.is_relative_to(root) and path != root:
        path = path.relative_to(root) if alone else Path(root.absolute().name, path.relative_to(root))
    return f"{path}#{entry.key}" if entry.key else str(path)
