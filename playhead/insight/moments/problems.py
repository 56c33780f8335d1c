"""What a piece of negative feedback is about, so that the same problem is known when it comes again or is settled."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from playhead.insight.feedback.happenings import Happening
from playhead.insight.feedback.lines import parts_of
from playhead.insight.feedback.phrases import LINT_COMMAND
from playhead.insight.feedback.values import Feedback, FeedbackKind
from playhead.insight.moments.signature import Signature, signature_of
from playhead.insight.same_check import check_of
from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

_SHELL_LEVEL = re.compile(
    r"syntax error near unexpected token|unexpected EOF while looking for|syntax error: unexpected|: Is a directory"
    r"|File name too long|here-document at line",
)
_NOT_A_COMMAND = re.compile(
    r"(?:bash|sh|zsh|eval): (?:line \d+: |\d+: )?(.{0,80}?): (?:(?:command )?not found"
    r"|No such file or directory|Is a directory)"
)
_PLAUSIBLE = re.compile(r"[\w./@~+ -]{1,300}\Z")
_PROGRAM = re.compile(r"(?:[\w.+-]+: )?[\w./@~+-]*[A-Za-z][\w./@~+-]*\Z")
_MISSING = re.compile(r"(?:^|: )([\w.+-]+): (?:command )?not found")
_PLAIN = re.compile(r"[A-Za-z_][\w.+-]*\Z")
_NAME = re.compile(r"[\w.@+-]+\.\w{1,6}\b")


class Topic(NamedTuple):
    """What an action is about: `what` is shell, edit, path, check, tool or person; `name` says which one."""

    what: str
    name: str


class Problem(NamedTuple):
    """What failed, how it is recognised, the files it is about, and the files that its output names."""

    topic: Topic
    kind: FeedbackKind
    signature: Signature
    check: str | None
    paths: frozenset[str]
    named: frozenset[str] = frozenset()


def problem_of(happening: Happening, feedback: Feedback) -> Problem:
    """Return what a piece of negative feedback is about."""
    action = happening.action
    signature = signature_of(action, feedback)
    paths = frozenset(posixpath.basename(name) for name in _paths(action) if name)
    named = frozenset(_NAME.findall(" ".join(part.text for part in parts_of(action)))[:200])
    return Problem(_topic(happening, feedback), feedback.kind, signature, check_of(action), paths, named)


def topic_of(action: Action) -> Topic:
    """Return what an action is about, whatever came of it."""
    if action.edits or action.kind is Kind.EDIT:
        path = action.edits[0].path if action.edits else action.path or ""
        return Topic("edit", posixpath.basename(path) if _PLAUSIBLE.match(path) else "")
    if action.kind in {Kind.READ, Kind.SEARCH} and action.path:
        return Topic("path", posixpath.basename(action.path.rstrip("/")))
    check = check_of(action)
    if check is not None:
        return Topic("check", check)
    if action.command is not None:
        programs = [one.program for one in simple_commands(action.command)]
        return Topic("program", programs[-1] if programs else "")
    return Topic("tool", action.tool)


def is_real_command(action: Action) -> bool:
    """Return whether a shell command held a program at all."""
    return action.command is not None and any(
        _PLAIN.match(one.program) and one.program not in {"true", "Bash", "bash"}
        for one in simple_commands(action.command)
    )


def checks_style(action: Action) -> bool:
    """Return whether a command is a linter's or a type checker's."""
    return LINT_COMMAND.search(action.command or "") is not None


def is_shell_level(feedback: Feedback, action: Action) -> bool:
    """Return whether the shell could not make sense of what it was given: no program has failed, the line has."""
    if feedback.rule == "N8" or _SHELL_LEVEL.search(feedback.quote):
        return True
    found = _NOT_A_COMMAND.search(feedback.quote)
    return found is not None and (not _PROGRAM.match(found[1]) or found[1] == action.tool)


def _topic(happening: Happening, feedback: Feedback) -> Topic:
    action = happening.action
    if feedback.source == "said":
        return Topic("person", str(happening.person_position))
    if feedback.kind is FeedbackKind.PERSON:
        return Topic("person", f"refused {topic_of(action).name or action.tool}")
    if feedback.rule == "N7" and feedback.kind is FeedbackKind.NOT_FOUND:
        return Topic("path", "")
    if is_shell_level(feedback, action):
        return Topic("shell", action.tool)
    if not action.executed:
        return Topic("refused", action.tool)
    missing = _MISSING.search(feedback.quote)
    if missing is not None:
        return Topic("missing", missing[1])
    return topic_of(action)


def _paths(action: Action) -> list[str]:
    named = [edit.path for edit in action.edits] + ([action.path] if action.path else [])
    return named + _NAME.findall((action.command or "")[:2_000])
