"""A problem that nothing has settled yet: who met it, how often, and what was changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from playhead.insight.action_report import action_report
from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import Feedback
from playhead.insight.moments.problems import MOST_NAMES, Problem, hides_itself, is_shell_level, names_in
from playhead.insight.moments.settling import Settled
from playhead.insight.moments.values import Attempt, Moment, MomentOutcome
from playhead.insight.same_check import check_of
from playhead.model import Action, Kind

USELESS_REPEATS = 3
"""So many repeats without a change before the solution, and a solved problem had gone in circles (the guide's word)."""


@dataclass(slots=True)
class Open:
    """A problem that is not settled yet."""

    trigger: Happening
    feedback: Feedback
    problem: Problem
    attempts: list[Attempt] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    last: int = 0
    last_position: int = 0
    idle: int = 0
    about: tuple[int, int] = (0, 0)
    looked: int = 0
    fallback: Settled | None = None
    commands: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    silent: bool = False
    "Some of its attempts did nothing at all."

    @property
    def number(self) -> int:
        """Return the action that began it."""
        return self.trigger.number

    @property
    def last_attempt(self) -> int:
        """Return the last action that met the problem."""
        return self.attempts[-1].number if self.attempts else self.number

    @property
    def changed_since_attempt(self) -> bool:
        """Return whether something was changed since."""
        return bool(self.changes) and self.changes[-1] > self.last_attempt

    def touch(self, happening: Happening, *, surely: bool = True) -> None:
        """Take note that the run still works on it; not `surely`: with a change that may be for something else."""
        if surely:
            self.about = (happening.number, happening.position)
        self.last, self.last_position, self.idle = happening.number, happening.position, 0
        self.looked = 0

    def add(self, happening: Happening, feedback: Feedback) -> None:
        """Take another action that met the problem."""
        action = happening.action
        changed = self.changed_since_attempt if self.attempts else False
        report = action_report(action) if action.kind in {Kind.TEST, Kind.RUN} else None
        again = _did(action) in self.commands or (bool(self.attempts) and is_shell_level(feedback, action))
        failing = report.bad if report is not None else None
        self.attempts.append(Attempt(happening.number, happening.position, feedback.quote, again, changed, failing))
        self.commands.add(_did(action))
        if len(self.names) < MOST_NAMES:
            self.names |= names_in(action)
        self.silent = self.silent or feedback.rule == "N8" or hides_itself(action)
        self.fallback = None
        self.touch(happening)

    def ended(self, settled: Settled) -> Moment:
        """Return the moment that it was."""
        moment = Moment(
            self.number,
            self.trigger.position,
            max(self.number, self.last),
            max(self.trigger.position, self.last_position),
            settled.outcome,
            self.feedback.kind,
            self.feedback,
            f"{self.problem.topic.what}:{self.problem.topic.name}",
            self.problem.signature.text,
            settled.by,
            attempts=tuple(self.attempts),
            changes=tuple(self.changes),
        )
        solved = settled.outcome in {MomentOutcome.RECOVERED, MomentOutcome.WORKED_AROUND}
        spiral = solved and moment.repeats >= USELESS_REPEATS
        return replace(moment, spiral_inside=spiral)


def _did(action: Action) -> str:
    """Return what an action did, in the form in which the same thing done again is equal."""
    if action.command is not None:
        return check_of(action) or " ".join(action.command.split())
    return f"{action.tool} {sorted((key, str(value)[:2_000]) for key, value in action.arguments.items())}"
