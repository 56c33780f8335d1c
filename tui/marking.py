"""Steps that are marked by hand, so that the next label goes on all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from playhead.labels.target import Target, step_target

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

MARK = "■"
Place = tuple[str, int]


class Marking:
    """The marked steps of one run and of its sub-agents. `armed`: the next label of steps is for all of them."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._marked: dict[Place, Target] = {}
        self.armed = False

    def __len__(self) -> int:
        """Return how many steps are marked."""
        return len(self._marked)

    def toggle(self, positions: Iterable[int]) -> bool:
        """Mark these of the steps that are shown, or, where all are marked, none of them; return whether they are."""
        run = self._run
        assert run.tape is not None
        wanted = {(self._thread, one): step_target(run.steps[one], run=run.tape.key) for one in positions}
        marked = not wanted.keys() <= self._marked.keys()
        if marked:
            self._marked |= wanted
        else:
            self._marked = {place: target for place, target in self._marked.items() if place not in wanted}
        self.armed = self.armed and bool(self._marked)
        return marked

    @property
    def here(self) -> tuple[int, ...]:
        """Where the marked steps of what is shown stand, ascending."""
        return tuple(sorted(position for thread, position in self._marked if thread == self._thread))

    def clear(self) -> None:
        """Take all marks away."""
        self._marked.clear()
        self.armed = False

    def over(self, dots: Mapping[int, str]) -> Mapping[int, str]:
        """Return the dots of the timeline with the marks in their places."""
        here = [position for thread, position in self._marked if thread == self._thread]
        return {**dots, **dict.fromkeys(here, MARK)} if here else dots

    def targets(self) -> tuple[Target, ...]:
        """Return the marked steps in order as what a label is on."""
        return tuple(self._marked[place] for place in sorted(self._marked))

    @property
    def _thread(self) -> str:
        return self._run.branches.agent or ""
