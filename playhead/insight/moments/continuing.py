"""Whether what happens belongs to a problem that is open: it comes again, or it is worked on."""

from __future__ import annotations

import posixpath

from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.moments.families import family_of
from playhead.insight.moments.open_problem import Open
from playhead.insight.moments.problems import Problem, Topic, names_in, topic_of
from playhead.insight.same_check import check_of
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

NEAR = 2
"""Two attempts with at most one action between them stand in one go."""
_BUILDS = frozenset({FeedbackKind.BUILD, FeedbackKind.LINT_TYPE})
_ERRORS = frozenset({*_BUILDS, FeedbackKind.COMMAND_ERROR, FeedbackKind.TIMEOUT, FeedbackKind.NOT_FOUND})
_LOCAL = frozenset({"path", "edit", "program", "tool"})


def continues(one: Open, problem: Problem, happening: Happening) -> bool:
    """Return whether new negative feedback is the same problem as an open one."""
    before = one.problem
    if problem.garbled and before.topic.what != "shell":
        return _in_one_go(one, problem, happening)
    if before.topic.what == "shell" or problem.topic.what == "shell":
        return before.topic == problem.topic
    if one.silent and _shares(one, problem) and near(one, happening):
        return True  # what never ran is missed by what comes after it
    if before.topic == problem.topic:
        return _again(one, problem, happening)
    if one.trigger.position == happening.position and before.signature.same_as(problem.signature):
        return before.topic.what == problem.topic.what  # calls of one turn that met the same refusal
    both = {before.topic.what, problem.topic.what}
    if both <= {"check", "program"} and _same_check_otherwise(one, problem, happening):
        return True
    if near(one, happening) and _about_what_is_missing(before, problem):
        return True
    if before.kind is problem.kind is FeedbackKind.LINT_TYPE:
        return True
    return both <= _LOCAL and bool(before.paths & problem.paths) and not _apart(before, problem)


def _again(one: Open, problem: Problem, happening: Happening) -> bool:
    """Return whether negative feedback about the same thing is the same problem."""
    before = one.problem
    if problem.topic.what == "code":  # another piece of code every time: only the failure tells
        return before.kind is problem.kind and before.signature == problem.signature
    if problem.topic.what == "check":
        return _same_failure(before, problem)
    return problem.topic.what != "person" or one.trigger.position == happening.position


def _about_what_is_missing(before: Problem, problem: Problem) -> bool:
    """Return whether a file that is not there is looked for in vain, or a missing program is built or replaced."""
    if before.topic.what == "missing" and family_of(problem.check) == "make":
        return True
    if before.topic.what == problem.topic.what == "missing" and before.names & problem.names:
        return True  # one program after another for one file
    return bool(before.missing) and before.missing in problem.sought.lower()


def _same_failure(before: Problem, problem: Problem) -> bool:
    """Return whether a check that fails again fails over the same problem: until it passes, unless it cannot run."""
    if before.signature.same_as(problem.signature):
        return True
    if problem.signature.loading and not before.signature.loading:
        return False  # something new keeps the check from running at all
    if before.kind is problem.kind is FeedbackKind.TEST:
        return True
    loaded = before.signature.loading and not problem.signature.loading
    return not loaded and {before.kind, problem.kind} <= _ERRORS


def _apart(before: Problem, problem: Problem) -> bool:
    """Return whether a refused edit stands beside what is none: a wrong call of a program, an empty search."""
    whats = [before.topic.what, problem.topic.what]
    if "edit" not in whats or whats[0] == whats[1]:
        return False
    missed = Topic("path", "") in {before.topic, problem.topic}
    return missed or FeedbackKind.COMMAND_ERROR in {before.kind, problem.kind}


def near(one: Open, happening: Happening) -> bool:
    """Return whether an action stands in one go with the last one that met the problem."""
    return happening.number - one.last_attempt <= NEAR


def _in_one_go(one: Open, problem: Problem, happening: Happening) -> bool:
    """Return whether a garbled command goes on with what failed just before: one goal, one problem."""
    if one.problem.topic.what not in {"check", "program", "missing", "path"} or one.trigger.action.command is None:
        return False
    if not near(one, happening):
        return False
    return one.silent or _shares(one, problem) or one.problem.check == problem.check is not None


def _shares(one: Open, problem: Problem) -> bool:
    return bool(one.names & problem.names)


def _same_check_otherwise(one: Open, problem: Problem, happening: Happening) -> bool:
    """Return whether two checks that are written differently fail for one reason."""
    before = one.problem
    family = family_of(before.check)
    if family is not None and family == family_of(problem.check):
        return True
    if near(one, happening) and {before.kind, problem.kind} <= _BUILDS:
        return True
    if before.signature.tests and problem.signature.tests:
        return bool(before.signature.tests & problem.signature.tests)
    if before.kind is problem.kind is FeedbackKind.TEST and not one.changed_since_attempt:
        return True  # the same failure looked at more closely, or from further away
    if near(one, happening) and before.kind is problem.kind and before.signature.same_as(problem.signature):
        return True
    programs = [{one.program for one in simple_commands(each.check or "")} for each in (before, problem)]
    if not programs[0] & programs[1]:
        return before.kind is problem.kind is FeedbackKind.TEST and bool(before.paths & problem.paths)
    return before.kind is problem.kind and before.signature.same_as(problem.signature)


def is_worked_on(one: Open) -> bool:
    """Return whether any change may be work on a problem: of checks, edits and what a person said."""
    return one.problem.topic.what in {"check", "edit", "person"}


def changes_what_failed(one: Open, action: Action) -> bool:
    """Return whether a change is of a file that the problem is about or that its failure names."""
    names = {posixpath.basename(edit.path) for edit in action.edits} | names_in(action)
    return bool(names & (one.problem.named | one.problem.paths))


def looks_into(one: Open, happening: Happening) -> bool:
    """Return whether an action runs the check again or reads a file that the failure names."""
    action = happening.action
    if one.problem.check is not None and check_of(action) == one.problem.check:
        return True
    topic = topic_of(action)
    return (
        action.kind in {Kind.READ, Kind.SEARCH} and topic.what in {"path", "edit"} and topic.name in one.problem.named
    )
