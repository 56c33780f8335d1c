"""What a piece of negative feedback is about, so that the same problem is known when it comes again or is settled."""

from __future__ import annotations

import posixpath
import re
from itertools import islice
from typing import NamedTuple

from playhead.insight.feedback.empties import SHOWN_IN_PART
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
    r"|File name too long|here-document at line|: filename argument required",
)
_NOT_A_COMMAND = re.compile(
    r"(?:bash|sh|zsh|eval): (?:line \d+: |\d+: )?(.{0,80}?): (?:(?:command )?not found"
    r"|No such file or directory|Is a directory)"
)
_PLAUSIBLE = re.compile(r"[\w./@~+ -]{1,300}\Z")
_PROGRAM = re.compile(r"(?:[\w.+-]+: )?[\w./@~+-]*[A-Za-z][\w./@~+-]*\Z")
_MISSING = re.compile(r"(?:^|: )([\w.+-]+): (?:command )?not found")
_NO_PROGRAM = re.compile(
    r"\b(?:bash|sh|zsh): (?:line \d+: |\d+: )?(?:[\w.~+-]*/)+([\w.+-]+): No such file or directory"
)
_MALFORMED = re.compile(r"InputValidationError|Invalid tool parameters")
_NO_FILE = re.compile(
    r"(?:cannot (?:access|open|stat)|can't (?:open|cd to)|open|path|: )\s*[`'\"]?([^\s`'\":]+)[`'\"]?(?:: | \()?"
    r"[^\n]{0,20}(?:No such file|does not exist|not found)"
)
_IN_CODE = re.compile(
    r"\b(?:edit_file\w*|insert_content\w*|append_file|create_file)\("
    r"\s*(?:file_name\s*=\s*|path\s*=\s*)?['\"]([^'\"\n]{1,300})['\"]"
)
_NAMES = re.compile(r"(?<![\w.@+~/-])(?:[\w.@+~-]*/[\w.@+/-]+|[\w@+-][\w.@+-]*\.[A-Za-z]\w{0,6}\b)")
_EVERYWHERE = frozenset({"/dev/null", "null", "tmp", "bin", "bash", "/bin/bash", "sh", "app", "/app"})
_ALNUM = re.compile(r"\W+")
_ONLY_SHOWS = frozenset({"head", "tail", "wc", "sort", "uniq", "tee", "echo", "printf", "true", "less", "cut"})
GARBLED = "?"
"""The name of what no file is called: a path of braces, quotes and the like, whichever, is one mistake."""
_WRITES = frozenset({"echo", "printf", "cat", "tee", "cp", "mv", "touch", "mkdir", "sed", "true", ":"})
_FAILS_BY_ITSELF = frozenset({"git", "npm", "pip", "docker", "apt-get", "curl", "wget", "ssh", "psql", "sqlite3"})
"""What fails for its own reasons in a command that also writes a file."""
MOST_NAMES = 60
MOST_NAMED = 200
_PLAIN = re.compile(r"[A-Za-z_][\w.+-]*\Z")
_NAME = re.compile(r"(?<![\w.@+-])[\w.@+-]+\.\w{1,6}\b")


SHELLS = frozenset({"bash", "shell", "terminal", "execute_bash", "run_command", "local_shell"})
_IDLE = frozenset({"true", "false", "Bash", "bash", "echo", "printf", "sleep"})


class Topic(NamedTuple):
    """What an action is about; `what` says how: shell, edit, path, check, program, missing, tool, person ..."""

    what: str
    name: str


class Problem(NamedTuple):
    """What failed, how it is recognised, the files it is about, and the files that its output names.

    `tool` is what was used, `names` the paths of its command, `sought` what it looked for or handed in, `missing` the
    file that was not there, without its folder and ending. `garbled`: the shell could make no sense of it.
    """

    topic: Topic
    kind: FeedbackKind
    signature: Signature
    check: str | None
    paths: frozenset[str]
    named: frozenset[str] = frozenset()
    tool: str = ""
    names: frozenset[str] = frozenset()
    sought: str = ""
    missing: str = ""
    garbled: bool = False
    looks: bool = False


def problem_of(happening: Happening, feedback: Feedback) -> Problem:
    """Return what a piece of negative feedback is about."""
    action = happening.action
    signature = signature_of(action, feedback)
    paths = frozenset(posixpath.basename(name) for name in _paths(action) if name)
    named = _files_named(action)
    return Problem(
        _topic(happening, feedback),
        feedback.kind,
        signature,
        check_of(action),
        paths,
        named,
        action.tool,
        names_in(action),
        sought_by(action),
        _missing_file(action, feedback) if feedback.kind is FeedbackKind.NOT_FOUND else "",
        feedback.source == "output" and is_shell_level(feedback, action),
        action.kind in {Kind.READ, Kind.SEARCH, Kind.WEB},
    )


def _files_named(action: Action) -> frozenset[str]:
    """Return words with an ending that an output holds, the first of many: what a failure names."""
    found = (one[0] for part in parts_of(action) for one in _NAME.finditer(part.text))
    return frozenset(islice(found, MOST_NAMED))


def names_in(action: Action) -> frozenset[str]:
    """Return the paths that a command or a tool's path names, with and without their folders; a few of many."""
    asked = action.command or action.arguments.get("code")
    text = f"{asked[:2_000] if isinstance(asked, str) else ''} {action.path or ''}"
    found = {one.rstrip("/.") for one in _NAMES.findall(text)[:MOST_NAMES]}
    return frozenset(one for one in found | {posixpath.basename(one) for one in found} if one) - _EVERYWHERE


def sought_by(action: Action) -> str:
    """Return what a search looks for, or what is handed in, in a form in which the same is equal."""
    if action.kind is Kind.SUBMIT:
        return _ALNUM.sub("", action.command or str(dict(action.arguments)))[:400].lower()
    if action.kind is not Kind.SEARCH:
        return ""
    for key in ("pattern", "query", "search_term", "regex"):
        if isinstance(action.arguments.get(key), str):
            return str(action.arguments[key])[:400]
    for one in simple_commands(action.command or ""):
        plain = [word for word in one.words[1:] if not word.startswith("-")]
        if one.program in {"grep", "egrep", "fgrep", "rg", "ag", "ack", "search_dir", "search_file"} and plain:
            return plain[0][:400]
        if one.program == "find" and "-name" in one.words[:-1]:
            return one.words[one.words.index("-name") + 1][:400]
    return ""


def stem(name: str) -> str:
    """Return a file's name without its folder and ending: what stays when a guess of a path is corrected."""
    return posixpath.basename(name.rstrip("/")).split(".", 1)[0].lower()


def _missing_file(action: Action, feedback: Feedback) -> str:
    found = _NO_FILE.search(feedback.quote)
    name = found[1] if found is not None else action.path or ""
    return stem(name) if len(stem(name)) > 1 else ""


def topic_of(action: Action) -> Topic:
    """Return what an action is about, whatever came of it."""
    if action.edits or action.kind is Kind.EDIT:
        path = action.edits[0].path if action.edits else action.path or ""
        return Topic("edit", posixpath.basename(path) if _PLAUSIBLE.match(path) else "")
    if action.command is None and isinstance(code := action.arguments.get("code"), str):
        edited = _IN_CODE.search(code[:4_000])
        if edited is not None:
            return Topic("edit", posixpath.basename(edited[1]))
        if action.kind in {Kind.RUN, Kind.TEST}:
            return Topic("code", action.tool)
    if action.kind in {Kind.READ, Kind.SEARCH} and action.path:
        return Topic("path", posixpath.basename(action.path.rstrip("/")) if _PLAUSIBLE.match(action.path) else GARBLED)
    check = check_of(action)
    if check is not None:
        return Topic("check", check)
    if action.command is not None:
        programs = [one.program for one in simple_commands(action.command)]
        told = [name for name in programs if name not in _ONLY_SHOWS] or programs
        return Topic("program", told[-1] if told else "")
    return Topic("tool", action.tool)


def is_real_command(action: Action) -> bool:
    """Return whether a shell command held a program at all; behind a `:`, one that only says something is none."""
    if action.command is None:
        return False
    none = _IDLE if action.command.lstrip().startswith(":") else frozenset({"true", "false", "Bash", "bash"})
    return any(_PLAIN.match(one.program) and one.program not in none for one in simple_commands(action.command))


def hides_itself(action: Action) -> bool:
    """Return whether the first of a command's programs is `:` with another behind it, which never ran."""
    if action.command is None or not action.command.lstrip().startswith(":"):
        return False
    commands = simple_commands(action.command)
    hidden = commands[0].words[1:] if commands and commands[0].program == ":" else ()
    return any(word not in {"true", "false"} for word in hidden)


def checks_style(action: Action) -> bool:
    """Return whether a command is a linter's or a type checker's."""
    return LINT_COMMAND.search(action.command or "") is not None


def is_shell_level(feedback: Feedback, action: Action) -> bool:
    """Return whether the shell could not make sense of what it was given: no program has failed, the line has."""
    if feedback.rule == "N8" or _SHELL_LEVEL.search(feedback.quote):
        return True
    if _MALFORMED.search(feedback.quote) and action.tool.lower() in SHELLS:
        return True
    found = _NOT_A_COMMAND.search(feedback.quote)
    return found is not None and (not _PROGRAM.match(found[1]) or found[1] == action.tool)


def _topic(happening: Happening, feedback: Feedback) -> Topic:
    action = happening.action
    if feedback.source == "said" and action.kind is Kind.SUBMIT:
        return Topic("submission", "")
    if feedback.source == "said":
        return Topic("person", "" if happening.person_position is None else str(happening.person_position))
    if feedback.source == "harness":
        return Topic("refused", action.tool)
    if feedback.rule == "N9" and action.kind is Kind.SUBMIT:
        return Topic("submission", "")
    if feedback.kind is FeedbackKind.PERSON:
        return Topic("person", f"refused {topic_of(action).name or action.tool}")
    if feedback.rule == "N7" and feedback.kind is FeedbackKind.NOT_FOUND:
        return topic_of(action) if SHOWN_IN_PART.search(feedback.quote) else Topic("path", "")
    if is_shell_level(feedback, action):
        return Topic("shell", action.tool)
    if not action.executed or (action.command is not None and "multiple commands at once" in feedback.quote):
        return Topic("refused", action.tool)
    missing = _MISSING.search(feedback.quote) or _NO_PROGRAM.search(feedback.quote)
    if missing is not None:
        return Topic("missing", missing[1])
    return _failed_topic(action)


def _failed_topic(action: Action) -> Topic:
    """Return what an action that failed is about: a program behind a file that was written, not that file."""
    topic = topic_of(action)
    if topic.what == "edit" and action.command is not None:
        programs = [one.program for one in simple_commands(action.command) if one.program not in _WRITES]
        return Topic("program", programs[-1]) if programs and programs[-1] in _FAILS_BY_ITSELF else topic
    return topic


def _paths(action: Action) -> list[str]:
    named = [edit.path for edit in action.edits] + ([action.path] if action.path else [])
    return named + _NAME.findall((action.command or "")[:2_000])
