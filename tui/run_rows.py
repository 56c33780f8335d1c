"""Rows of the list of runs: what is known before a run is read, and after."""

from __future__ import annotations

from pathlib import Path

from playhead.errors import PlayheadError
from playhead.labels.event import Author
from playhead.labels.store import LabelStore
from playhead.opening import RunEntry, open_tape
from playhead.summary import summary_of
from tui.session import Session
from widgets.present.run_row import RunRow


def waiting_row(entry: RunEntry, root: Path | None = None) -> RunRow:
    """Return the row of a run that was found and not read yet."""
    return RunRow(path=_shown(entry, root), reason=entry.reason)


def row_of_entry(entry: RunEntry, session: Session, root: Path | None = None) -> RunRow:
    """Return the full row of a run; one that cannot be read stays in the list with the reason."""
    if entry.reason is not None:
        return waiting_row(entry, root)
    try:
        tape = open_tape(entry.path, entry.key)
        summary = summary_of(tape)
        store = LabelStore.open(
            tape,
            author=Author("human", session.author or "nobody"),
            schema=session.schema,
            labels_dir=session.labels_dir,
            read_only=True,
        )
        state = store.state
        store.close()
    except PlayheadError as error:
        return RunRow(path=_shown(entry, root), reason=str(error))
    return RunRow(
        path=_shown(entry, root),
        title=summary.title,
        outcome=summary.status,
        steps=summary.steps,
        failed=summary.failed,
        labels=sum(one.state != "proposed" for one in state.in_force),
        done=session.author in state.done_by if session.author else bool(state.done_by),
    )


def _shown(entry: RunEntry, root: Path | None) -> str:
    path = entry.path
    if root is not None and path.is_relative_to(root) and path != root:
        path = path.relative_to(root)
    return f"{path}#{entry.key}" if entry.key else str(path)
