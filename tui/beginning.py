"""How a run begins on the screen: where it was asked to, looking as the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.destination import thread_and_place
from tui.following import INDEX_EVERY

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


def begin(run: RunScreen) -> None:
    """Show the first step, or the one that was asked for, and say what there is to say."""
    settings = run.session.settings
    run.insight.start()
    run.detail.thoughts, run.detail.wrap = settings.thoughts, settings.wrap
    at = run.session.take_at()
    found = thread_and_place(run, at) if at else (None, 0)
    run.move_to(found[1] if not isinstance(found, str) and found[0] is None else 0)
    run.timeline.place = run.place  # while the screen is made nobody else tells it
    run.show_detail_now()
    if isinstance(found, str):
        run.say(found, problem=True)
        if at and not run.steps.complete:
            _go_when_read(run, at)
    elif found[0] is not None:
        run.branches.go_to(*found)
        run.timeline.place = run.place
    elif not len(run.steps) and run.steps.complete:
        run.say("This run has no steps.")
    elif greeting := run.session.take_greeting():
        run.say(greeting)


def _go_when_read(run: RunScreen, at: str) -> None:
    """Go where it was asked to once the run has been read that far, unless one has gone elsewhere by then."""
    began = run.place

    def look() -> None:
        complete = run.steps.complete
        found = thread_and_place(run, at)
        if run.place != began:
            timer.stop()
        elif not isinstance(found, str):
            timer.stop()
            run.branches.go_to(*found)
            run.say("")
        elif complete:
            timer.stop()
            run.say(found, problem=True)

    timer = run.set_interval(INDEX_EVERY, look)
