"""Everything the rules found in a run, from one pass over it: what panes, pages and commands ask."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from playhead.insight.decisions import DecisionPoint
from playhead.insight.feedback import feedback_of
from playhead.insight.feedback.happenings import Happening, HappeningReader
from playhead.insight.feedback.values import Feedback
from playhead.insight.ledger import Deed, deed_of
from playhead.insight.moments.tracking import Tracker
from playhead.insight.moments.values import Moment
from playhead.insight.test_runs import TestRun, runs_in
from playhead.model import Tape
from playhead.settings import DEFAULTS, RuleSettings
from playhead.storage.source import StepSource


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of feedback in its place; `said_at` is the position of the message that it stands in."""

    position: int
    place: int
    number: int
    feedback: Feedback
    said_at: int | None = None


@dataclass(frozen=True)
class RunInsight:
    """What the rules found.

    `feedback` is in reading order, excluded ones among it; `moments` by their triggers, `deeds` one an action.
    `complete` is False for a look that was ended early. `decisions` are looked for by themselves, after all else: None
    until then. `text_only`: no action of the run has an error flag or an exit code, so all evidence stood in texts.
    """

    feedback: tuple[Seen, ...] = ()
    moments: tuple[Moment, ...] = ()
    deeds: tuple[Deed, ...] = ()
    complete: bool = True
    decisions: tuple[DecisionPoint, ...] | None = None
    text_only: bool = False

    @cached_property
    def negative(self) -> tuple[Seen, ...]:
        """Return the feedback that counts."""
        return tuple(one for one in self.feedback if one.feedback.negative)

    @cached_property
    def tests(self) -> tuple[TestRun, ...]:
        """Return the actions that printed a test report."""
        return runs_in(self.deeds)

    def at(self, position: int) -> tuple[Seen, ...]:
        """Return the feedback of a step."""
        low = bisect_left(self.feedback, position, key=_position)
        return self.feedback[low : bisect_right(self.feedback, position, key=_position)]

    def moments_at(self, position: int) -> tuple[Moment, ...]:
        """Return the moments that a step lies in, the one that began first in front."""
        return tuple(one for one in self.moments if one.trigger_position <= position <= one.end_position)


class InsightPass:
    """One pass over a run, which may go on when the run has grown: `read` steps, ask `found` at any time.

    `position` is the step that is read next.
    """

    def __init__(self, task: str, settings: RuleSettings = DEFAULTS) -> None:
        self.position = 0
        self._reader = HappeningReader()
        self._tracker = Tracker(task, settings)
        self._seen: list[Seen] = []
        self._deeds: list[Deed] = []
        self._text_only = True

    def read(self, steps: StepSource, stop: int, going: Callable[[int], bool] | None = None) -> bool:
        """Read the steps up to `stop`; return False where `going` ended it, which is asked before every step."""
        while self.position < stop:
            if going is not None and not going(self.position):
                return False
            self._take(self._reader.take(steps[self.position], self.position))
            self.position += 1
        return True

    def finish(self) -> None:
        """Take the last actions: there are no more steps."""
        self._take(self._reader.rest())

    def found(self, *, complete: bool) -> RunInsight:
        """Return what has been found by now."""
        text_only = self._text_only and bool(self._deeds)
        return RunInsight(tuple(self._seen), self._tracker.moments(), tuple(self._deeds), complete, text_only=text_only)

    def _take(self, happenings: Iterable[Happening]) -> None:
        for one in happenings:
            feedback = feedback_of(one)
            self._text_only = self._text_only and one.action.is_error is None and one.action.exit_code is None
            self._tracker.take(one, feedback)
            self._deeds.append(deed_of(one, feedback))
            if feedback is not None:
                self._seen.append(Seen(one.position, one.place, one.number, feedback, feedback.at))


def insight_of(
    tape: Tape, *, going: Callable[[int], bool] | None = None, settings: RuleSettings = DEFAULTS
) -> RunInsight:
    """Return what the rules find in a run, after all its steps are known. `going` ends the look by returning False."""
    tape.steps.wait_for_steps()
    one = InsightPass(tape.task, settings)
    complete = one.read(tape.steps, len(tape.steps), going)
    one.finish()
    return one.found(complete=complete)


def _position(one: Seen) -> int:
    return one.position
