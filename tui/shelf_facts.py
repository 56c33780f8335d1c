"""What the label shelf is about: where the screen of a run is, and how it labels just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.present.shelf import NO_STEP, ShelfFacts

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


def shelf_facts(run: RunScreen) -> ShelfFacts:
    """Return the labels of the current step or action, the span and the run."""
    return ShelfFacts(
        run.session.schema,
        run.branches.labels(),
        position=run.cursor if run.place.on_step else NO_STEP,
        action=action_here(run),
        span=run.span,
        label_mode=run.labels.mode,
        waiting=run.labels.store.waiting_ids,
        me=run.session.author,
    )


def action_here(run: RunScreen) -> int | None:
    """Return the run-wide number of the action whose row the cursor is on, None on a step's row."""
    if run.place.action is None or run.cursor >= len(run.steps):
        return None
    actions = run.steps[run.cursor].actions
    return actions[run.place.action].n if run.place.action < len(actions) else None
