"""Moments: to the next and the previous one, the page of the one that one is in, the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import key_of
from tui.commands.handlers import handler_of, handles
from tui.landing import land_on, place_of, text_of

if TYPE_CHECKING:
    from playhead.insight.moments.values import Moment
    from playhead.insight.run_insight import RunInsight, Seen
    from tui.screens.page import Going
    from tui.screens.run import RunScreen
    from widgets.present.page import Page

HIDDEN = "A blind sitting is told no moments."
_BEYOND = 1 << 60
"""Behind every action."""


@handles("moment.next")
def next_moment(run: RunScreen) -> None:
    """Go to where the next moment began."""
    _go(run, 1)


@handles("moment.previous")
def previous_moment(run: RunScreen) -> None:
    """Go to where the moment before began."""
    _go(run, -1)


@handles("moment.open")
def open_moment(run: RunScreen) -> None:
    """Show the moment that one is in; outside of any, the list of all."""
    if run.insight.hidden:
        run.say(HIDDEN)
    else:
        run.insight.ask(lambda _complete: _opened_here(run))  # behind the moves that still wait for the rules


def walked(found: RunInsight) -> tuple[Moment, ...]:
    """Return the moments that are walked through: what was wanted so only where there is nothing else."""
    return tuple(one for one in found.moments if one.outcome != "not_negative") or found.moments


def moment_at(found: RunInsight, position: int, landed: Seen | None) -> Moment | None:
    """Return the moment that was landed on, else the innermost of a step: the one that began last."""
    if landed is not None:
        return next((one for one in found.moments if one.trigger_action == landed.number), None) or (
            moment_at(found, position, None)
        )
    here = found.moments_at(position)
    return max(here, key=lambda one: (one.outcome != "not_negative", one.trigger_action), default=None)


def seen_of(found: RunInsight, moment: Moment) -> Seen:
    """Return the feedback a moment began with, in its place."""
    from playhead.insight.run_insight import Seen  # noqa: PLC0415 - rules, when they are asked for

    same = (one for one in found.at(moment.trigger_position) if one.number == moment.trigger_action)
    return next(same, None) or Seen(moment.trigger_position, 0, moment.trigger_action, moment.feedback)


def _go(run: RunScreen, direction: int) -> None:
    if run.insight.hidden:
        run.say(HIDDEN)
    else:
        run.insight.ask(lambda complete: _walk(run, direction, complete=complete))


def _walk(run: RunScreen, direction: int, *, complete: bool) -> bool:
    """Go to the nearest moment in a direction; False where it may still be found."""
    found = run.insight.found
    all_moments = walked(found)
    places = [(_order(found, one), one) for one in all_moments if run.timeline.map.shows(_order(found, one)[0])]
    here = _here(run, direction)
    ahead = [one for one in places if (one[0] > here if direction > 0 else one[0] < here)]
    if not ahead:
        if complete:
            run.say(_none(run, direction, any_at_all=bool(places)))
        return complete
    moment = (ahead[0] if direction > 0 else ahead[-1])[1]
    land_on(run, seen_of(found, moment))
    count = f"{len(all_moments)}{'' if complete else ' so far'}"
    run.say(_told(run, moment, f"{all_moments.index(moment) + 1} of {count}"))
    return True


def _order(found: RunInsight, moment: Moment) -> tuple[int, int]:
    return place_of(seen_of(found, moment))[0], moment.trigger_action


def _here(run: RunScreen, direction: int) -> tuple[int, int]:
    landed = run.insight.landed
    if landed is not None:
        return place_of(landed)[0], landed.number
    if run.place.on_step and run.place.action is not None:
        return run.cursor, run.steps[run.cursor].actions[run.place.action].n or 0
    beyond = (direction > 0) == run.place.on_step  # the step nearest to a bookend may be the one
    return run.cursor, _BEYOND if beyond else -1


def _told(run: RunScreen, moment: Moment, place: str) -> str:
    from playhead.insight.moments.weight import weight_of  # noqa: PLC0415 - rules, when they are asked for
    from widgets.present.outcome_looks import WORDS, weight_words  # noqa: PLC0415 - the same

    weight = weight_words(weight_of(moment, run.steps))
    rule = f"{moment.feedback.rule} {str(moment.kind).replace('_', ' ')}{text_of(run)}"
    opens = f"{key_of('moment.open')} opens it"
    return f"moment {place} · {WORDS[str(moment.outcome)]} · {weight} · {rule} · {opens}"


def _none(run: RunScreen, direction: int, *, any_at_all: bool) -> str:
    if any_at_all:
        return f"No {'later' if direction > 0 else 'earlier'} moment."
    where = "what the filter shows" if run.finding.filter.on else "this sub-agent" if run.branches.agent else "this run"
    return f"No moment in {where}: nothing there says that something did not work."


def _opened_here(run: RunScreen) -> bool:
    _open(run, (run.cursor, run.insight.landed) if run.place.on_step and len(run.steps) else None)
    return True


def _open(run: RunScreen, here: tuple[int, Seen | None] | None, *, listed: bool = False) -> None:
    """Show the page of the moment that is `here`, or with `listed`, or where there is none, the list."""
    from tui.screens.moments import MomentScreen  # noqa: PLC0415 - when it is asked for

    shown: list[Moment] = []
    steps = run.steps

    def make(going: Going) -> Page:
        from playhead.insight.moments.weight import heaviest_first  # noqa: PLC0415 - rules, when they are asked for
        from widgets.present.moments_page import moments_page  # noqa: PLC0415 - the same

        found = run.insight.whole(going)
        moment = None if listed or here is None else moment_at(found, *here)
        if moment is not None:
            return _page(run, found, moment)
        shown.extend(heaviest_first(found.moments))
        return moments_page(shown, steps, complete=found.complete, text_only=run.insight.text_only)

    def answered(answer: int | str | None) -> None:
        if answer == "moment.open":
            if not shown:
                _open(run, None, listed=True)
        elif isinstance(answer, str):
            handler_of(answer)(run)
            if answer in {"moment.next", "moment.previous"}:
                open_moment(run)
        elif answer is not None and shown:
            land_on(run, seen_of(run.insight.found, shown[answer]))
            open_moment(run)
        elif answer is not None:
            run.move_to(answer)
            run.show_detail_now()

    run.app.push_screen(MomentScreen(make, steps=len(steps)), answered)


def _page(run: RunScreen, found: RunInsight, moment: Moment) -> Page:
    from playhead.insight.moments.story import story_of  # noqa: PLC0415 - rules, when they are asked for
    from widgets.present.moment_page import moment_page  # noqa: PLC0415 - the same

    moments = walked(found)
    order = moments if moment in moments else found.moments
    said_at = place_of(seen_of(found, moment))[0]
    place = (order.index(moment) + 1, len(order))
    return moment_page(story_of(moment, run.steps), place, text_only=run.insight.text_only, said_at=said_at)
