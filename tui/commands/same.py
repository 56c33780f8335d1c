"""The next and previous action about the same: the same check, or the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playhead.insight.kinds import deciding_action
from playhead.insight.same_check import Subject, next_about, subject_of
from tui.commands.handlers import handles

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_TOLD = 60


@handles("same.next")
def next_same(run: RunScreen) -> None:
    """Go to the next action with the same check or file."""
    _go(run, 1)


@handles("same.previous")
def previous_same(run: RunScreen) -> None:
    """Go to the action before with the same check or file."""
    _go(run, -1)


def subject_here(run: RunScreen) -> Subject | None:
    """Return what the current action is about, or the action the current step is named after."""
    actions = run.steps[run.cursor].actions if run.place.on_step and len(run.steps) else ()
    if not actions:
        return None
    action = actions[run.place.action] if run.place.action is not None else deciding_action(actions)
    return subject_of(action)


def _go(run: RunScreen, direction: int) -> None:
    subject = subject_here(run)
    if subject is None:
        run.say("This step runs no check and names no file.")
        return
    found = next_about(run.steps, subject, run.cursor + direction, direction)
    name = subject.name if len(subject.name) <= _TOLD else f"{subject.name[: _TOLD - 1]}…"
    what = "run of" if subject.what == "check" else "step with"
    if found is None:
        more = "" if run.steps.complete else ", in what is read so far"
        run.say(f"No {'later' if direction > 0 else 'earlier'} {what} {name}{more}.")
        return
    run.move_to(found[0])
    run.say(f"{'same check' if subject.what == 'check' else 'same file'}: {name}")
