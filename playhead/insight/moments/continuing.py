"""Whether what happens belongs to a problem that is open: it comes again, or it is worked on."""

from __future__ import annotations

from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.moments.open_problem import Open
from playhead.insight.moments.problems import Problem, topic_of
from playhead.insight.same_check import check_of
from playhead.insight.shell import simple_commands
from playhead.model import Kind


def continues(one: Open, problem: Problem, happening: Happening) -> bool:
    """Return whether new negative feedback is the same problem as an open one."""
    before = one.problem
    if before.topic.what == "shell" or problem.topic.what == "shell":
        return before.topic == problem.topic
    if before.topic == problem.topic:
        if problem.topic.what != "check":
            return problem.topic.what != "person" or one.trigger.position == happening.position
        return _same_failure(before, problem)
    if one.trigger.position == happening.position and before.signature.same_as(problem.signature):
        return before.topic.what == problem.topic.what  # calls of one turn that met the same refusal
    both = {before.topic.what, problem.topic.what}
    if both == {"check"} and _same_check_otherwise(before, problem):
        return True
    if before.kind is problem.kind is FeedbackKind.LINT_TYPE:
        return True
    return both <= {"path", "edit", "program", "tool"} and bool(before.paths & problem.paths)


def _same_check_otherwise(before: Problem, problem: Problem) -> bool:
    """Return whether two checks that are written differently fail for one reason."""
    if before.signature.tests and problem.signature.tests:
        return bool(before.signature.tests & problem.signature.tests)
    programs = [{one.program for one in simple_commands(each.check or "")} for each in (before, problem)]
    if not programs[0] & programs[1]:
        return before.kind is problem.kind is FeedbackKind.TEST and bool(before.paths & problem.paths)
    return before.kind is problem.kind and before.signature.same_as(problem.signature)


def _same_failure(before: Problem, problem: Problem) -> bool:
    if before.signature.same_as(problem.signature):
        return True
    if problem.signature.loading and not before.signature.loading:
        return False  # something new keeps the check from running at all
    return before.kind is problem.kind is FeedbackKind.TEST


def is_worked_on(one: Open) -> bool:
    """Return whether any change may be work on a problem: of checks, edits and what a person said."""
    return one.problem.topic.what in {"check", "edit", "person"}


def looks_into(one: Open, happening: Happening) -> bool:
    """Return whether an action runs the check again or reads a file that the failure names."""
    action = happening.action
    if one.problem.check is not None and check_of(action) == one.problem.check:
        return True
    topic = topic_of(action)
    return (
        action.kind in {Kind.READ, Kind.SEARCH} and topic.what in {"path", "edit"} and topic.name in one.problem.named
    )
