"""Sub-agents as branches of a run: entered, the panes show the sub-agent's steps; left, the place we came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playhead.branch import branch_tape
from playhead.labels.state import LabelState
from playhead.labels.threads import labels_in
from playhead.model import SubAgent, Tape
from tui.commands.command import key_of
from widgets.timeline_map import Place

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@dataclass(frozen=True, slots=True)
class _Left:
    """Where a branch was entered from, and the filter there."""

    agent: str
    place: Place
    shown: Sequence[int] | None


class Branches:
    """The branches that were entered, the innermost last."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._entered: list[_Left] = []
        self._told: tuple[LabelState, str | None, LabelState] | None = None

    @property
    def agent(self) -> str | None:
        """The sub-agent whose steps are shown, None for the run's own."""
        return self._entered[-1].agent if self._entered else None

    @property
    def own_position(self) -> int:
        """Where one is in the run's own steps: in a branch, the step it was entered from."""
        return self._entered[0].place.step if self._entered else self._run.cursor

    def labels(self) -> LabelState:
        """Return what stands on the run and on the steps that are shown."""
        tape = self._run.tape
        assert tape is not None
        state = self._run.labels.state
        if self._told is None or self._told[0] is not state or self._told[1] != self.agent:
            self._told = state, self.agent, labels_in(state, tape.subagents, self.agent)
        return self._told[2]

    def here(self) -> tuple[SubAgent, ...]:
        """Return the sub-agents that were started at the current place."""
        run = self._run
        assert run.tape is not None
        bookend = run.timeline.bookend_at(run.place)
        if bookend is not None:
            return tuple(one for one in run.tape.subagents if one.id == bookend.subagent)
        if not len(run.steps):
            return ()
        step = run.steps[run.cursor]
        actions = step.actions if run.place.action is None else step.actions[run.place.action :][:1]
        named = {action.subagent for action in actions if action.subagent}
        found = tuple(one for one in run.tape.subagents if one.id in named)
        if found or run.place.action is not None:
            return found
        return tuple(one for one in run.tape.subagents if one.of_step in (step.id, *step.native_ids))

    def enter(self) -> bool:
        """Show the steps of the sub-agent that was started here; False where none was.

        Of several that one step started, an action row says which one is meant.
        """
        run, found = self._run, self.here()
        if not found:
            return False
        if len(found) > 1:
            if run.timeline.toggle_actions() or run.place.action is None:
                down = key_of("pane.down")
                run.say(f"{len(found)} sub-agents were started here: {down} goes to one, then the same key enters it.")
            return True
        self._entered.append(_Left(found[0].id, run.place, run.timeline.shown))
        given_up = self._end_span()
        self._show(Place())
        back = f"a sub-agent's steps: {key_of('branch.leave')} goes back to the step that started it"
        run.say(given_up or back, problem=bool(given_up))
        return True

    def leave(self) -> bool:
        """Go back to where the branch was entered; False in the run's own steps."""
        if not self._entered:
            return False
        left = self._entered.pop()
        given_up = self._end_span()
        self._show(left.place, left.shown)
        if given_up:
            self._run.say(given_up, problem=True)
        return True

    def _end_span(self) -> str:
        """Give an open span up, and return a sentence about it, "" where none was open."""
        run = self._run
        was_open = run.span is not None
        run.span_start = run.span = None
        return "No span any more: both its ends must be in the run itself, or in one sub-agent." if was_open else ""

    def go_to(self, agent: str | None, position: int) -> None:
        """Go to a step of the run itself, or of a sub-agent, wherever one is."""
        run = self._run
        assert run.tape is not None
        if agent == self.agent:
            run.move_to(position)
            return
        while self.leave():
            pass
        one = next((one for one in run.tape.subagents if one.id == agent), None)
        if one is None:
            run.move_to(position)
            return
        started = run.steps.find(one.of_step) if one.of_step is not None else None
        ends = (*run.timeline.bookends.before, *run.timeline.bookends.after)
        if started is not None:
            run.move_to(started)
        elif (row := next((row for row, end in enumerate(ends) if end.subagent == agent), None)) is not None:
            run.go(run.timeline.map.bookend(row))
        self._entered.append(_Left(one.id, run.place, run.timeline.shown))
        self._show(Place(position))

    def shown(self) -> dict[str | None, Sequence[int] | None]:
        """Return the positions that filters show, of the run's own steps and of each branch that was entered."""
        agents = (None, *(one.agent for one in self._entered))
        return dict(zip(agents, (*(one.shown for one in self._entered), self._run.timeline.shown), strict=True))

    def take(self, tape: Tape) -> None:
        """Go on in a newer snapshot of the run; a branch that is not in it any more is left."""
        if self._entered and self._subagent(tape) is None:
            self._entered.clear()
            self._run.place = Place()
        self._run.view = self._view(tape)

    def _show(self, place: Place, shown: Sequence[int] | None = None) -> None:
        run = self._run
        assert run.tape is not None
        run.timeline.shown = None
        run.view = self._view(run.tape)
        run.timeline.shown = shown
        if run.place == place:
            run.watch_place(place)
        run.go(place)
        run.labels_changed()
        run.show_detail_now()

    def _view(self, tape: Tape) -> Tape:
        one = self._subagent(tape)
        return self._run.session.seen(tape) if one is None else branch_tape(tape, one)

    def _subagent(self, tape: Tape) -> SubAgent | None:
        return next((one for one in tape.subagents if one.id == self.agent), None)
