"""One pass over a run that opens, continues and settles problems: recovery moments as they come to an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playhead.insight.feedback import feedback_of
from playhead.insight.feedback.happenings import Happening, happenings
from playhead.insight.feedback.people import agrees
from playhead.insight.feedback.values import Feedback, FeedbackKind
from playhead.insight.moments.changes import changes_state
from playhead.insight.moments.continuing import changes_what_failed, continues, is_worked_on, looks_into, near
from playhead.insight.moments.expectation import Expectations
from playhead.insight.moments.open_problem import Open
from playhead.insight.moments.outcomes import left_pending, left_to_a_person, left_unsettled
from playhead.insight.moments.problems import Problem, Topic, problem_of
from playhead.insight.moments.settling import Settled, Tried, done_otherwise, settled_by
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.model import Kind
from playhead.settings import DEFAULTS, RuleSettings
from playhead.storage.source import StepSource


def moments_of(
    steps: StepSource, task: str = "", going: Callable[[int], bool] | None = None, settings: RuleSettings = DEFAULTS
) -> tuple[Moment, ...]:
    """Return every recovery moment of a run by the action that began it. `going` ends the look by returning False."""
    tracker = Tracker(task, settings)
    for happening in happenings(steps, going):
        tracker.take(happening, feedback_of(happening))
    return tracker.moments()


MOST_PUT_OFF = 8
"""So many problems about one thing may come again after they were dropped; older ones are over."""


class Tracker:
    """What is open and what has ended, action by action."""

    def __init__(self, task: str = "", settings: RuleSettings = DEFAULTS) -> None:
        self._settings = settings
        self._expectations = Expectations(task)
        self._open: list[Open] = []
        self._ended: list[Moment] = []
        self._abandoned: dict[Topic, list[tuple[Open, Moment]]] = {}
        self._settled: list[tuple[Open, Settled]] = []

    def take(self, happening: Happening, feedback: Feedback | None) -> None:
        """Take the next action and what its result says against it."""
        self._expire(happening)
        counted = feedback if feedback is not None and feedback.excluded is None else None
        graded = happening.action.kind is Kind.SUBMIT
        said = counted if counted is not None and counted.source == "said" and not graded else None
        result = None if said is not None else counted
        reason = self._expectations.reason(happening, result)
        problem = None if result is None else problem_of(happening, result)
        if reason is not None and (problem is None or self._freed(happening, problem)):
            self._take_expected(happening, result, reason)
        elif result is not None and problem is not None:
            self._take_negative(happening, result, problem)
        else:
            self._take_good(happening)
        if said is not None or happening.person:
            self._take_person(happening, said)
        self._expectations.take(happening.action)

    def moments(self) -> tuple[Moment, ...]:
        """Return all moments by their triggers, as if the run ended here."""
        found = [
            *self._ended,
            *(one.ended(settled) for one, settled in self._settled),
            *(one.ended(left_pending(one) or self._left(one, MomentOutcome.UNRESOLVED_AT_END)) for one in self._open),
            *(moment for known in self._abandoned.values() for _, moment in known),
        ]
        return tuple(sorted(found, key=lambda one: (one.trigger_action, one.end_action)))

    def _related(self, happening: Happening, problem: Problem) -> Open | None:
        return next((one for one in reversed(self._open) if continues(one, problem, happening)), None)

    def _freed(self, happening: Happening, problem: Problem) -> bool:
        """Return whether an expected failure belongs to no open problem: a script that shows what it is for is done.

        It failed for other reasons before; the one that is wanted ends them.
        """
        known = self._related(happening, problem)
        if known is not None and known.problem.topic.what == "check" and not _came_so(known, problem):
            known.touch(happening)
            self._end(known, Settled(MomentOutcome.RECOVERED, "it runs, and fails as it was wanted to"))
            return True
        return known is None

    def _take_expected(self, happening: Happening, feedback: Feedback | None, reason: str) -> None:
        made = feedback or Feedback("N7", FeedbackKind.TEST, source="said")
        problem = problem_of(happening, made)
        self._progress(happening, problem)
        found = Open(happening, replace(made, expected=reason), problem)
        before = next((one for one, settled in reversed(self._settled) if settled.by == reason), None)
        if before is not None and near(before, happening) and before.problem.kind is found.problem.kind:
            before.touch(happening)  # shown twice
            return
        found.touch(happening)
        self._settled.append((found, Settled(MomentOutcome.NOT_NEGATIVE, reason, firm=True)))

    def _take_negative(self, happening: Happening, feedback: Feedback, problem: Problem) -> None:
        self._progress(happening, problem)
        known = self._related(happening, problem)
        if known is None and feedback.rule != "N7":
            known = self._back(happening, problem)
        known = known or self._reopened(problem)
        if known is None:
            known = Open(happening, feedback, problem)
            self._open.append(known)
        known.add(happening, feedback)

    def _back(self, happening: Happening, problem: Problem) -> Open | None:
        """Return a problem that was taken as settled and comes back within a few actions: it was not."""
        for place in range(len(self._settled) - 1, -1, -1):
            one, settled = self._settled[place]
            if happening.number - one.last <= self._comes_back_within(one, settled) and continues(
                one, problem, happening
            ):
                del self._settled[place]
                self._open.append(one)
                return one
        return None

    def _comes_back_within(self, one: Open, settled: Settled) -> int:
        """Return how many actions a settled problem may come back; a script that ran through has proved little."""
        what = one.problem.topic.what
        if settled.firm or what in {"person", "refused"} or (what == "shell" and not one.silent):
            return 0
        script = what == "check" and one.trigger.action.kind is Kind.RUN
        if script and not one.problem.signature.loading:
            return self._settings.script_comes_back
        return self._settings.comes_back

    def _reopened(self, problem: Problem) -> Open | None:
        """Return a problem that was taken as abandoned and now comes again as it was: it was only put off."""
        known = self._abandoned.get(problem.topic, [])
        for place, (one, _) in enumerate(known):
            if one.problem.signature.same_as(problem.signature):
                del known[place]
                self._open.append(one)
                return one
        return None

    def _abandon(self, one: Open) -> None:
        self._open.remove(one)
        known = self._abandoned.setdefault(one.problem.topic, [])
        known.append((one, one.ended(self._left(one, MomentOutcome.ABANDONED))))
        if len(known) > MOST_PUT_OFF:
            self._ended.append(known.pop(0)[1])

    def _take_good(self, happening: Happening) -> None:
        changed = changes_state(happening.action)
        for one in list(self._open):
            found = settled_by(one.problem, happening, _tried(one, happening))
            if found is not None and found.final:
                if one.fallback is None or one.problem.topic.what != "shell":
                    one.touch(happening)
                self._end(one, found)
            elif found is not None and one.fallback is None:
                one.touch(happening)
                one.fallback = found
            elif changed:
                one.changes.append(happening.number)
                if is_worked_on(one):
                    one.touch(happening, surely=changes_what_failed(one, happening.action))
            elif looks_into(one, happening):
                one.touch(happening)
        self._settle_people(happening, changed=changed)

    def _progress(self, happening: Happening, problem: Problem) -> None:
        """End what kept a check from running, now that it fails for another reason; a refused call when one ran."""
        for one in list(self._open):
            if one.problem.topic.what == "refused" != problem.topic.what and happening.action.tool == one.problem.tool:
                one.touch(happening)
                self._end(one, Settled(MomentOutcome.RECOVERED, "the next action was executed"))
                continue
            if one.problem.topic.what == problem.topic.what == "code" and _slipped(one.problem, problem):
                one.touch(happening)
                self._end(one, Settled(MomentOutcome.RECOVERED, "it runs, and fails for another reason", firm=True))
                continue
            if _now_taken(one.problem, problem):
                one.touch(happening)
                self._end(one, Settled(MomentOutcome.RECOVERED, "the call was taken"))
                continue
            same_check = one.problem.topic == problem.topic and problem.topic.what == "check"
            if happening.action.kind is Kind.TEST:
                same_check = same_check and self._older(one)
            if same_check and one.problem.signature.loading and not problem.signature.loading:
                one.touch(happening)
                self._end(one, Settled(MomentOutcome.RECOVERED, "it runs, and fails for another reason"))

    def _older(self, one: Open) -> bool:
        """Return whether the check of a problem was failing already when that problem began."""
        return any(each.number < one.number and each.problem.topic == one.problem.topic for each in self._open)

    def _settle_people(self, happening: Happening, *, changed: bool) -> None:
        for one in [each for each in self._open if each.problem.topic.what == "person"]:
            action = happening.action
            refused = one.feedback.source == "output"
            name = one.problem.topic.name.removeprefix("refused ")
            if refused and one.problem.topic.name != "refused" and done_otherwise(one.trigger.action, action):
                one.touch(happening)
                self._end(one, Settled(MomentOutcome.RECOVERED, f"{name} was done otherwise and accepted"))
            elif refused and (changed or action.kind not in {Kind.READ, Kind.SEARCH, Kind.PLAN, Kind.WEB}):
                one.touch(happening)
                self._end(one, Settled(MomentOutcome.WORKED_AROUND, "it was dropped for something else"))
            elif not refused:
                one.touch(happening)

    def _take_person(self, happening: Happening, said: Feedback | None) -> None:
        if agrees(happening.person):
            return
        for one in [
            each for each in self._open if each.problem.topic.what == "person" and each.feedback.source == "said"
        ]:
            if said is not None and one.changes:
                return
            self._end(one, Settled(MomentOutcome.RECOVERED, "taken up until the person spoke again"))
        if said is not None:
            opened = Open(happening, said, problem_of(happening, said))
            opened.touch(happening)
            self._open.append(opened)

    def _expire(self, happening: Happening) -> None:
        looks = happening.action.kind in {Kind.READ, Kind.SEARCH, Kind.PLAN, Kind.WEB}
        while self._settled and happening.number - self._settled[0][0].last > self._settings.script_comes_back:
            one, settled = self._settled.pop(0)
            self._ended.append(one.ended(settled))
        for one in list(self._open):
            one.looked += looks
            one.idle += not looks
            look = self._settings.comes_back if one.problem.topic.what == "shell" else self._settings.second_look
            if one.fallback is not None and happening.number - one.last > look:
                self._end(one, one.fallback)
            elif happening.number - one.about[0] > self._settings.patience_looking and one.feedback.source == "output":
                one.last, one.last_position = one.about  # what was changed since was for something else
                self._abandon(one)
            elif one.idle > self._settings.patience or one.idle + one.looked > self._settings.patience_looking:
                self._abandon(one)

    def _left(self, one: Open, otherwise: MomentOutcome) -> Settled:
        person = one.problem.kind is FeedbackKind.PERSON and one.problem.topic.what == "person"
        taken_up = bool(one.changes) or (one.last > one.number and otherwise is MomentOutcome.UNRESOLVED_AT_END)
        return (
            left_to_a_person(otherwise, taken_up=taken_up)
            if person
            else left_unsettled(one.attempts, otherwise, self._settings, one.problem.kind)
        )

    def _end(self, one: Open, settled: Settled) -> None:
        self._open.remove(one)
        self._settled.append((one, settled))


def _came_so(one: Open, problem: Problem) -> bool:
    """Return whether an open problem was met in this form before, or nothing was changed since it was met last."""
    return one.problem.signature.same_as(problem.signature) or not one.changed_since_attempt


def _slipped(before: Problem, problem: Problem) -> bool:
    """Return whether code failed by a slip, a name or a module that was not there, and now fails for another reason."""
    slip = before.signature.loading or before.signature.exception == "NameError"
    return slip and not before.signature.same_as(problem.signature)


def _now_taken(before: Problem, problem: Problem) -> bool:
    """Return whether a look that its tool refused was taken this time, and found nothing."""
    refused = before.kind is FeedbackKind.TOOL_ERROR and before.topic.what == "path"
    return refused and problem.topic == Topic("path", "") and bool(before.paths & problem.paths)


def _tried(one: Open, happening: Happening) -> Tried:
    return Tried(len(one.attempts), one.fallback is not None, one.silent, near(one, happening))
