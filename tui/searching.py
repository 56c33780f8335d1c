"""The search of a run's screen: asked for at the foot, counted in the header, marked in ribbon and detail."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from playhead.insight.pattern import MOST_CHARACTERS, Pattern, pattern_of
from playhead.insight.search import Hit, Search, SearchState
from playhead.insight.search_space import SearchSpace, Spot
from tui.commands.command import key_of
from widgets.timeline_map import Place

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

LOOK_EVERY = 0.05
"""Seconds between two looks at what a running search has found."""
SHOW_EVERY = 0.2
"""Seconds between two pictures of a search that goes on."""
MANY, MANY_EVERY = 200, 0.5
"""From so many hits on, they are shown in ribbon and detail every so many seconds while more come."""
_SHOWN_PATTERN = 24
_MORE = {
    SearchState.RUNNING: "…",
    SearchState.DONE: "",
    SearchState.FULL: "+",
    SearchState.STOPPED: " so far",
    SearchState.FAILED: " so far",
}
"""What stands behind a count that may not be all."""


class Searching:
    """`/`, `n` and `N`. The search goes on in the background; the screen looks at it while it runs, and only then."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._search: Search | None = None
        self._hit: Hit | None = None
        self._jump = 0
        self._seen = -1
        self._next_show = 0.0
        self._timer: Timer | None = None

    @property
    def note(self) -> str:
        """What the header says of it: `/express 7/40 · step 3 of 9`."""
        search = self._search
        if search is None:
            return ""
        typed = str(search.pattern)
        shown = typed if len(typed) <= _SHOWN_PATTERN else f"{typed[: _SHOWN_PATTERN - 1]}…"
        count = self._count()
        return f"/{shown} {count.split(' · ')[0] if self._run.finding.filter.note else count}"

    @property
    def on(self) -> bool:
        """Whether something is searched for, hits of which are shown."""
        return self._search is not None

    @property
    def running(self) -> bool:
        """Whether it is still looking."""
        return self._search is not None and self._search.running

    def ask(self) -> None:
        """Ask what to search for; an empty line searches for the same again."""
        again = f", {key_of('asked.take')}: {self._search.pattern}" if self._search is not None else ""
        self._run.foot.ask(f"search (~ regex{again})", self._asked, limit=MOST_CHARACTERS)

    def _asked(self, typed: str) -> None:
        pattern = pattern_of(typed) or (self._search.pattern if self._search is not None else None)
        if pattern is not None:
            self.begin(pattern)

    def begin(self, pattern: Pattern, direction: int = 1) -> None:
        """Search for a pattern in the whole run, as far as filters show it, and go to the first hit from here on."""
        run = self._run
        run.finding.start()
        self.stop()
        assert run.tape is not None
        tape, shown = run.session.seen(run.tape), run.branches.shown()
        self._search = Search(lambda: SearchSpace(tape, shown), pattern, origin=self._here())
        self._hit, self._jump, self._seen, self._next_show = None, direction, -1, 0.0
        self._search.begin()
        self._search.wait(LOOK_EVERY / 2)
        self._timer = run.set_interval(LOOK_EVERY, self._look)
        self._look()

    def go(self, direction: int) -> None:
        """Go to the next hit (1) or the one before (-1) in reading order, from where we are."""
        search, run = self._search, self._run
        if search is None:
            run.say(f"Nothing is searched for: {key_of('search.open')} searches.")
        elif search.space is not None and run.tape is not None and not search.space.is_of(run.session.seen(run.tape)):
            self.begin(search.pattern, direction)
        elif not len(search.hits):
            self._jump = direction if search.running else 0
            self._tell()
        else:
            self._land(self._beside(search, direction), direction)

    def stop(self) -> bool:
        """Stop looking; what was found stays. Return whether it was running."""
        was_running = self.running
        if self._search is not None:
            self._search.stop()
        self._settle()
        return was_running

    def close(self) -> bool:
        """End the search and its marks; return whether there was one."""
        if self._search is None:
            return False
        self.stop()
        self._search = self._hit = None
        self._show_found()
        return True

    def again(self) -> None:
        """Search for the same in what is shown now: a filter has changed."""
        if self._search is not None:
            self.begin(self._search.pattern, 0)

    def mark_step(self) -> None:
        """Mark the hits of the step, or of the bookend, that the detail shows."""
        run, search = self._run, self._search
        spot = self._shown_spot()
        matches: tuple[Hit, ...] = ()
        if search is not None and search.space is not None and spot is not None:
            matches = tuple(search.hits.at(search.space.number(spot)))
        if matches != run.detail.matches:
            run.detail.matches = matches

    def view_changed(self) -> None:
        """Show what was found in another branch, or in a newer snapshot of the run."""
        if self._search is not None:
            self._run.call_later(self._show_found)

    def _here(self) -> Spot:
        """Return where the cursor is."""
        place = self._run.place
        return Spot(self._run.branches.agent, 0 if place.bookend is not None else place.step, place.bookend)

    def _shown_spot(self) -> Spot | None:
        """Return what the detail shows; a page that is no bookend is not of the run's texts."""
        run, detail = self._run, self._run.detail
        if detail.page is not None:
            ends = run.timeline.bookends
            pages = [one.page for one in (*ends.before, *ends.after)]
            numbers = [number for number, page in enumerate(pages) if page is detail.page]
            return Spot(run.branches.agent, 0, numbers[0]) if numbers else None
        if detail.step is None or detail.steps is not run.steps:
            return None
        return Spot(run.branches.agent, detail.step.index)

    def _look(self) -> None:
        """Show what was found since the last look; go to the first hit if it is waited for."""
        search = self._search
        if search is None:
            return
        found, ended = len(search.hits), not search.running
        if ended or time.monotonic() >= self._next_show:
            self._next_show = time.monotonic() + (MANY_EVERY if found > MANY else SHOW_EVERY)
            if ended or found != self._seen:
                self._seen = found
                self._show_found()
            else:
                self._run.finding.show_note()
        if self._jump and found:
            direction, self._jump = self._jump, 0
            self._land(self._beside(search, direction), direction)
        if ended:
            self._settle()
            if not found or search.state in {SearchState.FAILED, SearchState.FULL}:
                self._tell()

    def _settle(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _show_found(self) -> None:
        run, search = self._run, self._search
        found: Sequence[int] = ()
        if search is not None and search.space is not None:
            found = search.space.positions_in(run.branches.agent, search.hits.positions())
        run.ribbon.found = found
        self.mark_step()
        run.finding.show_note()

    def _beside(self, search: Search, direction: int) -> Hit:
        assert search.space is not None
        here = search.space.number(self._here())
        if self._hit is not None and self._hit.position == here:
            return search.hits.beside(self._hit, direction)
        found = search.hits.next_from(here) if direction > 0 else search.hits.previous_from(here)
        assert found is not None
        return found

    def _land(self, hit: Hit, direction: int) -> None:
        run, search = self._run, self._search
        assert search is not None
        assert search.space is not None
        start = self._hit.position if self._hit is not None else search.space.number(self._here())
        self._hit = hit
        run.detail.raw = False
        spot = search.space.spot(hit.position)
        entered = spot.agent != run.branches.agent
        self._go(spot)
        run.show_detail_now()
        self.mark_step()
        said = [] if run.detail.land(hit) else [f"in {hit.key}, not shown here"]
        if entered:
            said.append(f"in sub-agent {spot.agent[:20]}" if spot.agent is not None else "in the run's own steps")
        if (hit.position - start) * direction < 0:
            said.append("from the start again" if direction > 0 else "from the end again")
        self._tell(*said)
        run.finding.show_note()

    def _go(self, spot: Spot) -> None:
        """Go to a place of the run, into or out of a sub-agent if it is there."""
        run = self._run
        if spot.agent != run.branches.agent:
            run.branches.go_to(spot.agent, spot.step)
        run.go(Place(spot.step) if spot.bookend is None else run.timeline.map.bookend(spot.bookend))

    def _tell(self, *more: str) -> None:
        search = self._search
        if search is None:
            return
        looked_for = f"/{str(search.pattern)[:60]}"
        said = [looked_for if search.problem and not len(search.hits) else f"{looked_for}  {self._count()}", *more]
        if not len(search.hits) and self._run.finding.filter.on and search.state is SearchState.DONE:
            said.append("in what the filter shows")
        if search.state is SearchState.FULL:
            said.append("too many to count on")
        said += [search.problem] if search.problem else []
        self._run.say(" · ".join(said), problem=search.problem is not None)

    def _count(self) -> str:
        search = self._search
        assert search is not None
        more = _MORE[search.state]
        if not len(search.hits):
            done = f" {min(99, 100 * search.looked // max(1, search.wanted))}%" if search.running else ""
            return f"searching{done}" if search.running else f"not found{more}"
        if self._hit is None:
            return f"{len(search.hits):,}{more}"
        hit, hits, step, steps = search.hits.count(self._hit)
        return f"{hit:,}/{hits:,}{more} · step {step:,} of {steps:,}"
