"""Deciding on what others say: proposals of rules and models, and labels that people disagree about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playhead.labels.proposed import is_quiet, proposed_here
from playhead.labels.state import Standing
from playhead.labels.target import RunTarget
from tui.commands.command import key_of
from tui.commands.handlers import handles
from tui.commands.labelling_values import accept_proposal, end_span, told, when_named
from widgets.present.values import words

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_MOST_VALUES = 9


@handles("label.accept")
def accept(run: RunScreen) -> None:
    """Make the highlighted proposal one's own label and go to the next proposal."""
    _decide(run, accepted=True)


@handles("label.reject")
def reject(run: RunScreen) -> None:
    """Turn the highlighted proposal down and go to the next one."""
    _decide(run, accepted=False)


@handles("label.settle")
def settle(run: RunScreen) -> None:
    """Decide what people disagree about here, else go to the next such place."""
    when_named(run, lambda: _settle(run))


def decided_in_shelf(run: RunScreen, event_id: str | None) -> bool:
    """Decide by a row of the shelf: a proposal is accepted, one of several people's values chosen; False for others."""
    state = run.branches.labels()
    one = next((one for one in state.in_force if one.event.id == event_id and event_id), None)
    if one is None or one.state not in {"proposed", "conflict"}:
        return False
    if one.state == "proposed":
        when_named(run, lambda: _take(run, one, accepted=True))
    else:
        when_named(run, lambda: _choose(run, one, one))
    return True


def _decide(run: RunScreen, *, accepted: bool) -> None:
    if run.session.blind:
        run.say("Blind: proposals are hidden.")
        return
    proposals = run.branches.labels().in_state("proposed")
    if not proposals:
        run.say("Nothing is proposed in this run.")
        return
    here = _highlighted(run, proposals)
    if here is None:
        wanted = [one for one in proposals if not is_quiet(one)] or proposals
        _go_to(run, _after(run, wanted), len(wanted))
        return
    when_named(run, lambda: _take(run, here, accepted=accepted))


def _take(run: RunScreen, proposal: Standing, *, accepted: bool) -> None:
    if not accepted:
        run.labels.store.reject(proposal.event)
        run.labels_changed()
    elif not accept_proposal(run, proposal):
        return
    quiet = is_quiet(proposal)
    left = [one for one in run.branches.labels().in_state("proposed") if is_quiet(one) == quiet]
    done = f"{words(proposal.key)}: {_value(run, proposal)} {'accepted' if accepted else 'rejected'}"
    if left:
        _go_to(run, _after(run, left), len(left), done)
    else:
        run.say(f"{done}; that was the last proposal")


def _highlighted(run: RunScreen, proposals: Sequence[Standing]) -> Standing | None:
    """Return the proposal of the shelf's row, else the one of the current step or the run that is next."""
    in_shelf = next((one for one in proposals if one.event.id == run.shelf.event), None)
    if in_shelf is not None:
        return in_shelf
    return proposed_here(run.branches.labels(), run.cursor)


def _after(run: RunScreen, stand: Sequence[Standing]) -> Standing:
    """Return the next in reading order from the current step on, this step's own first; else the first of all."""
    return next((one for one in stand if one.position is not None and one.position >= run.cursor), stand[0])


def _go_to(run: RunScreen, one: Standing, left: int, done: str = "") -> None:
    if one.position is not None and one.position != run.cursor:
        run.move_to(one.position)
    ask = f"{words(one.key)} {_value(run, one)}? ({one.event.by.id})  {key_of('label.accept', 'label.reject')}"
    run.say(f"{done}{' · ' if done else ''}{left} left: {ask}")


def _settle(run: RunScreen) -> None:
    conflicts = run.branches.labels().in_state("conflict")
    if not conflicts:
        run.say("Blind: what others say is hidden." if run.session.blind else "Nobody disagrees about this run.")
        return
    here = {one.event.id for one in run.branches.labels().at(run.cursor)}
    first = next((one for one in conflicts if one.event.id == run.shelf.event), None)
    first = first or next((one for one in conflicts if one.event.id in here), None)
    first = first or next((one for one in conflicts if isinstance(one.target, RunTarget)), None)
    if first is None:
        first = _after(run, conflicts)
        run.move_to(first.position or 0)
    _ask(run, first)


def _ask(run: RunScreen, conflict: Standing) -> None:
    """Ask which of the values shall stand; people who say the same are one answer."""
    names = {conflict.event.id, *(one.id for one in conflict.others)}
    sides: dict[str, list[Standing]] = {}
    for one in run.branches.labels().in_force:
        if one.event.id in names and one.state == "conflict":
            sides.setdefault(_value(run, one), []).append(one)
    offered = {str(place): ones for place, ones in enumerate(list(sides.values())[:_MOST_VALUES], 1)}
    answers = [
        (key, f"{_value(run, ones[0])} ({', '.join(_name(run, one) for one in ones)})") for key, ones in offered.items()
    ]

    def answered(key: str) -> None:
        if key in offered:
            _choose(run, conflict, offered[key][0])

    run.foot.ask_key(f"{words(conflict.key)}: which one stands?", answers, answered)


def _choose(run: RunScreen, conflict: Standing, chosen: Standing) -> None:
    run.labels.store.settle(conflict, chosen.value)
    left = len({(one.key, one.position, one.span) for one in run.branches.labels().in_state("conflict")})
    more = f" · {left} more: {key_of('label.settle')}" if left else ""
    run.say(f"{words(chosen.key)}: {_value(run, chosen)} stands; all that was said stays in the history{more}")
    end_span(run)
    run.labels_changed()


def _name(run: RunScreen, one: Standing) -> str:
    return "you" if one.event.by == run.labels.author else one.event.by.id[:20]


def _value(run: RunScreen, one: Standing) -> str:
    return told(run.session.schema.definition(one.key), one.value)
