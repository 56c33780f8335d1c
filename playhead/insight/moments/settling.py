"""Whether an action settles an open problem, and how: the same thing done now, or the goal reached another way."""

from __future__ import annotations

import posixpath
from difflib import SequenceMatcher
from typing import NamedTuple

from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.values import FeedbackKind
from playhead.insight.listings import is_listing
from playhead.insight.moments.changes import changes_state
from playhead.insight.moments.families import family_of, only_prepares
from playhead.insight.moments.problems import (
    SHELLS,
    Problem,
    checks_style,
    is_real_command,
    names_in,
    sought_by,
    stem,
    topic_of,
)
from playhead.insight.moments.values import MomentOutcome
from playhead.insight.own_output import own_output
from playhead.insight.same_check import check_of
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

_LOOKS = frozenset({Kind.READ, Kind.SEARCH, Kind.WEB, Kind.VCS})
_CHECKS = frozenset({Kind.TEST, Kind.RUN})
_REPORTED = frozenset({FeedbackKind.TEST, FeedbackKind.BUILD, FeedbackKind.LINT_TYPE})
_WITH_VERBS = frozenset({"git", "docker", "kubectl", "npm", "pip", "apt-get", "service", "systemctl", "conda"})
_NO_CALLS: frozenset[tuple[str, ...]] = frozenset()
GIVEN_UP_AFTER = 3
"""So many refused edits of a file, and an edit of another one is another way to the goal."""
SAME_WORDS = 0.7
"""Two things handed in that have so large a share of their letters in common are one thing in other words."""


class Settled(NamedTuple):
    """How a problem ended, and what did it in words.

    Not `final`: so unless something better comes soon; `firm`: what comes after it is another problem.
    """

    outcome: MomentOutcome
    by: str
    final: bool = True
    firm: bool = False


class Tried(NamedTuple):
    """What has been done about a problem: how many attempts met it, whether something seems to have settled it.

    `silent`: some attempts did nothing at all; `near`: the last of them was just now.
    """

    attempts: int = 1
    pending: bool = False
    silent: bool = False
    near: bool = False


def settled_by(problem: Problem, happening: Happening, tried: Tried) -> Settled | None:
    """Return how an action whose result is not negative settles a problem, None where it does not."""
    action = happening.action
    if problem.kind is FeedbackKind.PERMISSION and problem.looks and action.tool != problem.tool and _shows(action):
        return Settled(MomentOutcome.WORKED_AROUND, f"{action.tool} did instead of {problem.tool}")
    if problem.kind is FeedbackKind.TIMEOUT and action.kind is Kind.SUBMIT:
        return Settled(MomentOutcome.WORKED_AROUND, "it was not needed any more")
    if tried.silent and problem.topic.what != "shell" and is_real_command(action) and changes_state(action):
        same = bool(_programs(action) & _programs_of(problem)) or problem.topic.name in _programs(action)
        outcome = MomentOutcome.RECOVERED if same else MomentOutcome.WORKED_AROUND
        return Settled(outcome, "a command that really ran did it", firm=True)
    rule = _RULES.get(problem.topic.what)
    return None if rule is None else rule(problem, action, tried)


def done_otherwise(refused: Action, action: Action) -> bool:
    """Return whether an action is a refused one done in another way: the same tool on the same thing."""
    if action.tool != refused.tool or refused.command is not None:
        return False
    return refused.kind is not Kind.EDIT or topic_of(action) == topic_of(refused)


def _shell(problem: Problem, action: Action, tried: Tried) -> Settled | None:
    """A shell that did nothing is settled when it stays so: it changed something, or two in a row worked."""
    if action.tool != problem.topic.name:
        topic = topic_of(action)
        if topic.what == "edit" and topic.name in problem.names:
            return Settled(MomentOutcome.WORKED_AROUND, f"the file was edited with {action.tool}")
        return None
    if not is_real_command(action):
        return None
    if changes_state(action) or tried.pending or not tried.silent:
        return Settled(MomentOutcome.RECOVERED, "the shell takes commands again", firm=changes_state(action))
    return Settled(MomentOutcome.RECOVERED, "the shell took a command again", final=False)


def _refused(_problem: Problem, action: Action, _tried: Tried) -> Settled | None:
    return Settled(MomentOutcome.RECOVERED, "the next action was executed") if action.executed else None


def _edit(problem: Problem, action: Action, tried: Tried) -> Settled | None:
    topic = topic_of(action)
    if topic.what != "edit":
        return None
    if problem.topic.name in {topic.name, ""}:
        if (action.tool.lower() in SHELLS) != (problem.tool.lower() in SHELLS):
            return Settled(MomentOutcome.WORKED_AROUND, f"the file was edited with {action.tool}")
        return Settled(MomentOutcome.RECOVERED, "the file was edited")
    if tried.attempts >= GIVEN_UP_AFTER:
        return Settled(MomentOutcome.WORKED_AROUND, f"{topic.name} was edited instead", final=False)
    return None


def _path(problem: Problem, action: Action, _tried: Tried) -> Settled | None:
    if action.kind not in _LOOKS or not own_output(action).strip():
        return None
    named = {posixpath.basename(one) for one in (action.path or "", topic_of(action).name) if one}
    if problem.topic.name and (problem.topic.name in named or problem.topic.name in (action.command or "")):
        otherwise = problem.kind is not FeedbackKind.NOT_FOUND and action.tool != problem.tool
        return Settled(MomentOutcome.WORKED_AROUND if otherwise else MomentOutcome.RECOVERED, "it was found")
    if _found_again(problem, action):
        return Settled(MomentOutcome.RECOVERED, "the same look found it elsewhere")
    return Settled(MomentOutcome.WORKED_AROUND, "something else was found", final=False)


def _check(problem: Problem, action: Action, tried: Tried) -> Settled | None:
    check = check_of(action)
    if check == problem.check:
        return Settled(MomentOutcome.RECOVERED, "the same check passes")
    if problem.kind is FeedbackKind.LINT_TYPE and checks_style(action):
        return Settled(MomentOutcome.RECOVERED, "the linter passes")
    if problem.kind in {FeedbackKind.BUILD, FeedbackKind.LINT_TYPE} and action.kind in _CHECKS:
        family = family_of(problem.check)
        if not only_prepares(check) and family is not None and family == family_of(check):
            return Settled(MomentOutcome.RECOVERED, "it builds")
        if not only_prepares(check) and _programs(action) & _programs_of(problem):
            outcome = MomentOutcome.WORKED_AROUND if family else MomentOutcome.RECOVERED
            return Settled(outcome, "it builds")
    if tried.near and problem.kind not in _REPORTED and _calls(action.command) >= _calls(problem.check) > _NO_CALLS:
        return Settled(MomentOutcome.RECOVERED, "the same commands work")
    if (
        action.kind is Kind.TEST
        and problem.kind in {FeedbackKind.TEST, FeedbackKind.BUILD}
        and _covers(action, problem)
    ):
        return Settled(MomentOutcome.RECOVERED, "a test run that holds it passes")
    return None


def _missing(problem: Problem, action: Action, tried: Tried) -> Settled | None:
    """The program that was not there runs, or something else does its work on the same file at once."""
    if problem.topic.name in _programs(action):
        return Settled(MomentOutcome.RECOVERED, f"{problem.topic.name} runs")
    if tried.near and _shows(action) and names_in(action) & problem.names:
        return Settled(MomentOutcome.WORKED_AROUND, f"done without {problem.topic.name}", final=False)
    return None


def _same(problem: Problem, action: Action, _tried: Tried) -> Settled | None:
    """The same program or tool works."""
    topic = topic_of(action)
    if problem.kind is FeedbackKind.NOT_FOUND and action.kind in _LOOKS and own_output(action).strip():
        if _found_again(problem, action):
            return Settled(MomentOutcome.RECOVERED, "it was found elsewhere")
        return Settled(MomentOutcome.WORKED_AROUND, "something else was found", final=False)
    if topic == problem.topic:
        outcome = MomentOutcome.WORKED_AROUND if action.kind is Kind.WEB else MomentOutcome.RECOVERED
        return Settled(outcome, f"{topic.name or 'it'} works")
    if problem.topic.what == "tool" and action.kind in _LOOKS and problem.topic.name.lower().startswith("web"):
        return Settled(MomentOutcome.WORKED_AROUND, "another source was used")
    return None


def _submission(problem: Problem, action: Action, _tried: Tried) -> Settled | None:
    """Something was handed in and not refused: the same in other words, or something else."""
    if action.kind is not Kind.SUBMIT:
        return None
    alike = SequenceMatcher(None, problem.sought, sought_by(action), autojunk=False).ratio() >= SAME_WORDS
    return Settled(MomentOutcome.RECOVERED if alike else MomentOutcome.WORKED_AROUND, "it was accepted")


def _found_again(problem: Problem, action: Action) -> bool:
    """Return whether a look is the one that missed, corrected: the same words sought, or the same file elsewhere.

    A listing has found a file only where it names one, and not just a folder that is called so.
    """
    if problem.sought and sought_by(action) == problem.sought:
        return True
    if not problem.missing or problem.missing not in {stem(name) for name in names_in(action)}:
        return False
    a_file = any("." in name and stem(name) == problem.missing for name in problem.paths)
    return not (a_file and is_listing(action)) or f"{problem.missing}." in own_output(action).lower()


def _shows(action: Action) -> bool:
    return action.kind in _LOOKS | _CHECKS | {Kind.OTHER} and bool(own_output(action).strip())


def _programs(action: Action) -> set[str]:
    return {one.program for one in simple_commands(action.command or "")}


def _programs_of(problem: Problem) -> set[str]:
    return {one.program for one in simple_commands(problem.check or "")}


def _calls(command: str | None) -> frozenset[tuple[str, ...]]:
    """Return programs with their first words, of which some may fail: what a command does in outline."""
    found = (one.words[:2] for one in simple_commands(command or ""))
    return frozenset(words for words in found if words and words[0] in _WITH_VERBS)


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
    "code": _same,
    "submission": _submission,
}
