"""Whether an action settles an open problem, and how: the same thing done now, or the goal reached another way."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.moments.problems import Problem, checks_style, is_real_command, topic_of
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.own_output import own_output
from playhead.insight.same_check import check_of
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

_LOOKS = frozenset({Kind.READ, Kind.SEARCH, Kind.WEB, Kind.VCS})
_CHECKS = frozenset({Kind.TEST, Kind.RUN})


class Settled(NamedTuple):
    """How a problem ended, and what did it in words; not `final`: so unless something better comes soon."""

    outcome: MomentOutcome
    by: str
    final: bool = True


def settled_by(problem: Problem, happening: Happening) -> Settled | None:
    """Return how an action whose result is not negative settles a problem, None where it does not."""
    rule = _RULES.get(problem.topic.what)
    return None if rule is None else rule(problem, happening.action)


def done_otherwise(refused: Action, action: Action) -> bool:
    """Return whether an action is a refused one done in another way: the same tool on the same thing."""
    if action.tool != refused.tool or refused.command is not None:
        return False
    return refused.kind is not Kind.EDIT or topic_of(action) == topic_of(refused)


def _shell(problem: Problem, action: Action) -> Settled | None:
    if action.tool == problem.topic.name and is_real_command(action):
        return Settled(MomentOutcome.RECOVERED, "the shell took a command again")
    return None


def _refused(_problem: Problem, action: Action) -> Settled | None:
    return Settled(MomentOutcome.RECOVERED, "the next action was executed") if action.executed else None


def _edit(problem: Problem, action: Action) -> Settled | None:
    topic = topic_of(action)
    if topic.what == "edit" and problem.topic.name in {topic.name, ""}:
        return Settled(MomentOutcome.RECOVERED, "the file was edited")
    return None


def _path(problem: Problem, action: Action) -> Settled | None:
    if action.kind not in _LOOKS or not own_output(action).strip():
        return None
    named = {posixpath.basename(one) for one in (action.path or "", topic_of(action).name) if one}
    if problem.topic.name and (problem.topic.name in named or problem.topic.name in (action.command or "")):
        return Settled(MomentOutcome.RECOVERED, "it was found")
    return Settled(MomentOutcome.WORKED_AROUND, "something else was found", final=False)


def _check(problem: Problem, action: Action) -> Settled | None:
    if check_of(action) == problem.check:
        return Settled(MomentOutcome.RECOVERED, "the same check passes")
    if problem.kind is FeedbackKind.LINT_TYPE and checks_style(action):
        return Settled(MomentOutcome.RECOVERED, "the linter passes")
    if problem.kind is FeedbackKind.BUILD and action.kind in _CHECKS and _programs(action) & _programs_of(problem):
        return Settled(MomentOutcome.RECOVERED, "it builds")
    if (
        action.kind is Kind.TEST
        and problem.kind in {FeedbackKind.TEST, FeedbackKind.BUILD}
        and _covers(action, problem)
    ):
        return Settled(MomentOutcome.RECOVERED, "a test run that holds it passes")
    return None


def _missing(problem: Problem, action: Action) -> Settled | None:
    """The program that was not there runs."""
    return (
        Settled(MomentOutcome.RECOVERED, f"{problem.topic.name} runs")
        if problem.topic.name in _programs(action)
        else None
    )


def _same(problem: Problem, action: Action) -> Settled | None:
    """The same program or tool works."""
    topic = topic_of(action)
    if problem.kind is FeedbackKind.NOT_FOUND and action.kind in _LOOKS and own_output(action).strip():
        return Settled(MomentOutcome.WORKED_AROUND, "something else was found")
    if topic == problem.topic:
        outcome = MomentOutcome.WORKED_AROUND if action.kind is Kind.WEB else MomentOutcome.RECOVERED
        return Settled(outcome, f"{topic.name or 'it'} works")
    if problem.topic.what == "tool" and action.kind in _LOOKS and problem.topic.name.lower().startswith("web"):
        return Settled(MomentOutcome.WORKED_AROUND, "another source was used")
    return None


def _programs(action: Action) -> set[str]:
    return {one.program for one in simple_commands(action.command or "")}


def _programs_of(problem: Problem) -> set[str]:
    return {one.program for one in simple_commands(problem.check or "")}


def _covers(action: Action, problem: Problem) -> bool:
    """Return whether a test run holds what failed: it names a failing test or its file, or no test at all."""
    command = action.command or ""
    if any(test.rsplit("::", 1)[-1].split(" ", 1)[0] in command for test in problem.signature.tests):
        return True
    if any(name in command for name in problem.paths if "test" in name.lower()):
        return True
    runner = _programs(action) & _programs_of(problem)
    return bool(runner) and "::" not in command and " -k " not in command and "-run" not in command


_RULES = {
    "shell": _shell,
    "refused": _refused,
    "missing": _missing,
    "edit": _edit,
    "path": _path,
    "check": _check,
    "program": _same,
    "tool": _same,
}
