"""Finding: the next and previous negative feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playhead.insight.feedback import is_negative_step
from playhead.storage.source import StepSource
from tui.commands.handlers import handles
from tui.landing import land_on, place_of, text_of, told

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_BLOCK = 4_096
_BEYOND = 1 << 30
"""Behind any action of a step."""


@handles("failure.next")
def next_failure(run: RunScreen) -> None:
    """Go to the next negative feedback and show its evidence."""
    _go(run, 1)


@handles("failure.previous")
def previous_failure(run: RunScreen) -> None:
    """Go to the negative feedback before and show its evidence."""
    _go(run, -1)


def failure_from(steps: StepSource, start: int, direction: int, *, damaged: bool = False) -> int | None:
    """Return the position of the first negative step from `start` on, in one direction; None if there is none.

    The columns are asked first, so that only steps that failed are decoded. `damaged`: only damaged ones are meant.
    """
    place = start
    while 0 <= place < len(steps):
        low, high = (
            (place, min(len(steps), place + _BLOCK)) if direction > 0 else (max(0, place - _BLOCK + 1), place + 1)
        )
        columns = steps.columns(low, high)
        may_be = bytes(failed and not (damaged and actions) for failed, actions in zip(*columns[1:3], strict=True))
        for offset, count in enumerate(may_be if direction > 0 else may_be[::-1]):
            position = place + direction * offset
            if count and (steps[position].damaged or (not damaged and is_negative_step(steps[position]))):
                return position
        place += direction * max(1, len(may_be))
    return None


def _go(run: RunScreen, direction: int) -> None:
    if run.insight.found.complete and run.insight.found.feedback:
        _walk(run, direction)
        return
    start = run.cursor + direction if run.place.on_step else run.cursor  # the nearest step may be the one
    place = _shown_from(run, start, direction)
    if place is None:
        run.say(_none(run, direction))
        return
    run.move_to(place)
    run.show_detail_now()
    run.detail.scroll_to_evidence()


def _walk(run: RunScreen, direction: int) -> None:
    """Go to the next piece of feedback that the rules found, or to a damaged step before it."""
    places = [(place_of(one), one) for one in run.insight.negative if run.timeline.map.shows(place_of(one)[0])]
    here = _here(run, direction)
    ahead = [one for one in places if (one[0] > here if direction > 0 else one[0] < here)]
    found = (ahead[0] if direction > 0 else ahead[-1]) if ahead else None
    start = here[0] + direction if run.place.on_step else here[0]
    damaged = _shown_from(run, start, direction, damaged=True)
    if damaged is not None and (found is None or (damaged - found[0][0]) * direction < 0):
        run.move_to(damaged)
        run.show_detail_now()
    elif found is None:
        run.say(_none(run, direction, any_at_all=bool(places) or _shown_from(run, 0, 1, damaged=True) is not None))
    else:
        land_on(run, found[1])
        count = f"{places.index(found) + 1} of {len(places)}"
        run.say(f"{told(run.steps, found[1])}{text_of(run)} · {count}")


def _here(run: RunScreen, direction: int) -> tuple[int, int]:
    """Return where one is among pieces of feedback: at the one that was landed on, else beyond the whole step."""
    landed = run.insight.landed
    if landed is not None:
        return place_of(landed)
    if run.place.on_step and run.place.action is not None:
        return run.cursor, run.place.action
    beyond = (direction > 0) == run.place.on_step  # the step nearest to a bookend may be the one
    return run.cursor, _BEYOND if beyond else -1


def _shown_from(run: RunScreen, start: int, direction: int, *, damaged: bool = False) -> int | None:
    """Return the first failure from `start` on that a filter shows."""
    place = failure_from(run.steps, start, direction, damaged=damaged)
    while place is not None and not run.timeline.map.shows(place):
        place = failure_from(run.steps, place + direction, direction, damaged=damaged)
    return place


def _none(run: RunScreen, direction: int, *, any_at_all: bool | None = None) -> str:
    """Return what there is to say where no failure follows: whether there is any at all."""
    more = "" if run.steps.complete else ", as far as it is read"
    if _shown_from(run, 0, 1) is not None if any_at_all is None else any_at_all:
        return f"No {'later' if direction > 0 else 'earlier'} failure{more}."
    where = "what the filter shows" if run.finding.filter.on else "this sub-agent" if run.branches.agent else "this run"
    return f"No failure in {where}{more}."
