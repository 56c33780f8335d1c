"""What the rules find in the run on the screen: looked for in the background, told to the panes as it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from playhead.model import Tape
from tui.commands.command import key_of

if TYPE_CHECKING:
    from playhead.insight.insight_work import InsightWork
    from playhead.insight.run_insight import RunInsight, Seen
    from tui.screens.run import RunScreen
    from widgets.timeline_map import Place

LOOK_EVERY = 0.25
"""Seconds between two looks at work that goes on; there is none while nothing goes on."""
AFTER_THE_PICTURE = 0.1
"""Seconds after a run has been shown until its rules are imported and begin to look."""
INDEX_EVERY = 0.5
"""Seconds between two questions whether all steps are known."""
RESTS = 9
"""How many times as long as a pass took a growing run is left alone after it, at least a second."""
Attempt = Callable[[bool], bool]
"""Is told whether all has been found; answers whether it could do what was asked for."""


class InsightOfRun:
    """One attribute of the screen for all that the rules found in what it shows; nothing at all in a blind sitting.

    A run of up to `BY_ITSELF` steps is looked at by itself, a longer one when a command wants it.
    """

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._found: RunInsight | None = None
        self._work: InsightWork | None = None
        self._tape: Tape | None = None
        self._looked = 0
        self._agent: str | None = None
        self._kept: dict[str | None, tuple[Tape, int, RunInsight]] = {}
        self._timer: Timer | None = None
        self._again: Timer | None = None
        self._told = -1
        self._began = 0.0
        self._asked: deque[tuple[Place, Attempt]] = deque()
        self._on_change: list[Callable[[], None]] = []
        self._landed: tuple[Place, Seen] | None = None
        self._negative: tuple[RunInsight, tuple[Seen, ...]] | None = None

    @property
    def found(self) -> RunInsight:
        """What has been found by now in the steps that are shown; `complete` is False while there may be more."""
        if self._found is None:
            from playhead.insight.run_insight import RunInsight  # noqa: PLC0415 - after the first picture

            self._found = RunInsight(complete=False)
        return self._found

    @property
    def hidden(self) -> bool:
        """Whether nothing is to be told of it: the sitting is blind."""
        return self._run.session.blind

    @property
    def running(self) -> bool:
        """Whether more may be found by itself."""
        return self._work is not None

    @property
    def negative(self) -> tuple[Seen, ...]:
        """What counts against the agent, in reading order; where all of it was wanted so, that."""
        found = self.found
        if self._negative is None or self._negative[0] is not found:
            self._negative = found, negative_in(found)
        return self._negative[1]

    @property
    def text_only(self) -> bool:
        """Whether the record has neither flags nor exit codes: all evidence is what stood in texts."""
        return self.found.text_only

    @property
    def landed(self) -> Seen | None:
        """The feedback that was gone to last, while one is where that led."""
        return self._landed[1] if self._landed is not None and self._landed[0] == self._run.place else None

    def landed_on(self, seen: Seen) -> None:
        """Remember which feedback was gone to: a step may have several."""
        self._landed = self._run.place, seen

    def on_change(self, call: Callable[[], None]) -> None:
        """Have something called whenever more has been found, or another run is shown."""
        self._on_change.append(call)

    def start(self) -> None:
        """Begin to look once the run is on the screen, and again when another branch or a newer snapshot is shown."""
        if not self.hidden:
            self._run.watch(self._run, "view", self._view_changed, init=False)
            self._run.set_timer(AFTER_THE_PICTURE, self._by_itself)

    def stop(self) -> None:
        """Look for nothing any more: the screen is left."""
        self._asked.clear()
        self._end()

    def stop_asked(self) -> bool:
        """Give up what a command waits for; return whether any did."""
        waited = bool(self._asked)
        self._asked.clear()
        if waited and self._work is not None and not self._small():
            self._end()
        return waited

    def wanted(self) -> None:
        """Begin to look, however long the run is, unless that has been done."""
        view = self._run.view
        if self.hidden or view is None or self._work is not None or (self.found.complete and self._is_of(view)):
            return
        self._begin(view)

    def ask(self, attempt: Attempt) -> None:
        """Do something as soon as enough has been found; progress stands at the foot until then, escape gives up."""
        if not self._asked and attempt(self.found.complete):
            return
        self.wanted()
        self._asked.append((self._run.place, attempt))
        self._say_progress()

    def whole(self, going: Callable[[int], bool]) -> RunInsight:
        """Return all that is found, from the thread of a page; `going` is told how far it is and may end the wait."""
        self._run.app.call_from_thread(self.wanted)
        work = self._work
        while work is not None and work.running:
            work.wait(0.05)
            if work.running and not going(work.progress[0]):
                self._run.app.call_from_thread(self._give_up, work)
                break
        return self.found if work is None else work.found

    # ---- the work

    def _by_itself(self) -> None:
        view = self._run.view
        if view is None or self._work is not None or not self._small():
            return
        if not view.steps.complete:
            self._again = self._again or self._run.set_timer(INDEX_EVERY, self._rested)
        elif not self._is_of(view):
            self._begin(view)

    def _small(self) -> bool:
        from playhead.insight.insight_work import BY_ITSELF  # noqa: PLC0415 - after the first picture

        return len(self._run.steps) <= BY_ITSELF

    def _begin(self, view: Tape) -> None:
        from playhead.insight.insight_work import InsightWork  # noqa: PLC0415 - after the first picture

        self._tape, self._told, self._began = view, -1, monotonic()
        self._work = InsightWork(view, self._run.session.settings.rules)
        self._work.begin()
        self._timer = self._run.set_interval(LOOK_EVERY, self._look)

    def _end(self) -> None:
        for timer in (self._timer, self._again):
            if timer is not None:
                timer.stop()
        self._timer = self._again = None
        if self._work is not None:
            self._work.stop()
            self._work = None

    def _give_up(self, work: InsightWork) -> None:
        if work is self._work and not self._small():
            self._end()

    def _look(self) -> None:
        """Tell what is new; where the work has ended, look no more."""
        work = self._work
        if work is None:
            return
        ended, revision = not work.running, work.revision
        if revision != self._told:
            self._told = revision
            before = self._found
            if work.found.complete or before is None or not before.complete:  # a run that grew keeps what was found
                self._take(work.found)
        if ended:
            self._ended(work)
        self._work_off()

    def _ended(self, work: InsightWork) -> None:
        tape = self._tape
        self._end()
        if work.problem:
            self._asked.clear()
            self._run.say(f"The rules stopped on a defect: {work.problem}", problem=True)
        elif tape is not None:
            self._looked = work.progress[0]
            self._kept[self._agent] = (tape, self._looked, work.found)
            if self._run.view is not None and not self._is_of(self._run.view):
                self._look_again()

    def _take(self, found: RunInsight) -> None:
        from tui.insight_panes import show_in_panes  # noqa: PLC0415 - after the first picture

        self._found = found
        show_in_panes(self._run, found)
        for call in self._on_change:
            call()

    # ---- another branch, a newer snapshot

    def _view_changed(self, view: Tape | None) -> None:
        agent = self._run.branches.agent
        if view is None:
            return
        if agent != self._agent:
            self._end()
            self._asked.clear()
            self._agent = agent
            self._found = None
            self._tape, self._looked, found = self._kept.get(agent) or (None, 0, self.found)
            self._take(found)
            self._by_itself()
        elif self._work is None:
            self._look_again()

    def _look_again(self) -> None:
        """Look at a run that has grown, after a rest that makes the looking a tenth of the time."""
        if self._again is None:
            took = monotonic() - self._began if self._began else 0.0
            wait = max(1.0, RESTS * took) if self._tape is not None else AFTER_THE_PICTURE
            self._again = self._run.set_timer(min(wait, 60.0), self._rested)

    def _rested(self) -> None:
        self._again = None
        self._by_itself()

    def _is_of(self, view: Tape) -> bool:
        """Return whether what was found last is of these steps."""
        if self._tape is None:
            return False
        old, new = self._tape.steps, view.steps
        return len(new) == self._looked and (old is new or not len(new) or old[-1] == new[-1])

    # ---- what commands wait for

    def _work_off(self) -> None:
        """Do what was asked for, in its order, as far as that can be done now; what one walked away from is dropped."""
        done = self._work is None
        while self._asked:
            place, attempt = self._asked[0]
            if self._run.place != place:
                self._asked.clear()
                break
            if not attempt(done):
                break
            self._asked.popleft()
            self._asked = deque((self._run.place, one) for _, one in self._asked)
        if done:
            self._asked.clear()
        elif self._asked:
            self._say_progress()

    def _say_progress(self) -> None:
        if self._work is not None:
            looked, steps = self._work.progress
            back = key_of("escape")
            self._run.say(f"The rules read this run: step {looked:,} of {steps:,} … {back} gives up.")


def negative_in(found: RunInsight) -> tuple[Seen, ...]:
    """Return the feedback that counts, by where it is read; what was wanted so only where there is nothing else."""
    wanted = {one.trigger_action for one in found.moments if one.outcome == "not_negative"}
    counts = [one for one in found.feedback if one.feedback.negative]
    kept = [one for one in counts if one.number not in wanted] or counts
    return tuple(sorted(kept, key=lambda one: one.position if one.said_at is None else one.said_at))
