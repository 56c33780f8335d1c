"""What an action does: a table of rules, first match wins.

Order and tool names follow the shared rule of the readers (submit, edit, test, search, read, plan, sub-agent, web,
command, message), read off the tools of Claude Code, Codex, SWE-agent, OpenHands, mini-swe-agent, Gemini CLI, Cline
and Terminus. A pipeline is judged by its most telling part: `cat a | grep b` searches, `pytest | tail` tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playhead.insight.kind_tables import (
    BY_SUBCOMMAND,
    EDITOR_COMMANDS,
    EDITORS,
    INSTALLERS,
    LAUNCHERS,
    NEUTRAL,
    READERS,
    RUNNERS,
    SEARCHERS,
    SHELL_TOOLS,
    TELLING,
    TOOL_KIND,
)
from playhead.insight.shell import WRAPPING, SimpleCommand, simple_commands
from playhead.model import Action, Kind

_TEST_SCRIPT = re.compile(r"(?:^|/)(?:runtests\.py|run_tests?(?:\.\w+)?|manage\.py)$")
_INTERPRETER = re.compile(r"python[\d.]*$|pypy3?$|node$|ruby$|bash$|sh$")
_PLAIN_WORD = re.compile(r"[\w./+-]+")
_SUBMISSION = re.compile(r"COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT|MINI_SWE_AGENT_FINAL_OUTPUT")

WITH_MORE = frozenset({"sed", "perl", "echo", "printf"} | WRAPPING | EDITORS | LAUNCHERS | BY_SUBCOMMAND.keys())
"""Programs of which more than the name decides what they do."""


def kind_of_action(tool: str, command: str | None, arguments: Mapping[str, Any]) -> Kind:
    """Return the kind of an action from its tool, its shell command and its arguments."""
    kind = kind_of_tool(tool, shell=command is not None)
    if kind is not None:
        return kind
    if command is None or _name(tool) in EDITORS:
        return EDITOR_COMMANDS.get(str(arguments.get("command", "")), Kind.EDIT)
    return kind_of_command(command)


def kind_of_tool(tool: str, *, shell: bool) -> Kind | None:
    """Return the kind of every action of a tool, None where its arguments decide; `shell`: it was given a command."""
    name = _name(tool)
    if name in EDITORS:
        return None
    if not shell:
        return TOOL_KIND.get(name, Kind.OTHER)
    return TOOL_KIND.get(name) if name not in {"find", "test", "task"} and name not in SHELL_TOOLS else None


def kind_by_first_word(word: str) -> Kind | None:
    """Return the kind of every single command that begins so, unless it submits; None where more words decide."""
    program = word.rsplit("/", 1)[-1]
    if program in WITH_MORE or not _PLAIN_WORD.fullmatch(word) or _INTERPRETER.match(program):
        return None
    return kind_of_command(word)


def kind_of_command(command: str) -> Kind:
    """Return the kind of a shell command, or of a SWE-agent action line; OTHER for an empty one."""
    if _SUBMISSION.search(command[:400]):
        return Kind.SUBMIT
    kinds = {_kind_of_simple(one) for one in simple_commands(command)}
    return next((kind for kind in TELLING if kind in kinds), Kind.RUN if kinds else Kind.OTHER)


def kind_of_step(actions: tuple[Action, ...]) -> Kind:
    """Return the kind of a step: of its last action that is not a read or search, else of its last (design 1)."""
    if not actions:
        return Kind.MESSAGE
    return deciding_action(actions).kind


def kind_of_kinds(kinds: Sequence[Kind]) -> Kind:
    """Return the kind of a step whose actions are of these kinds: what `kind_of_step` would say."""
    telling = [kind for kind in kinds if kind not in {Kind.READ, Kind.SEARCH}]
    return (telling or kinds or (Kind.MESSAGE,))[-1]


def deciding_action(actions: tuple[Action, ...]) -> Action:
    """Return the action a step is named after; `actions` must not be empty."""
    telling = [action for action in actions if action.kind not in {Kind.READ, Kind.SEARCH}]
    return (telling or list(actions))[-1]


def path_of_action(command: str | None, arguments: Mapping[str, Any]) -> str | None:
    """Return the file or folder an action is about: a tool's path argument, or the last file a reader was given."""
    for name in (
        "file_path",
        "filePath",
        "path",
        "notebook_path",
        "filename",
        "file",
        "target_file",
        "absolute_path",
        "TargetFile",
    ):
        value = arguments.get(name)
        if isinstance(value, str) and value:
            return value
    if command is None:
        return _first_path(arguments)
    for one in simple_commands(command):
        if one.writes and one.program in {"cat", "echo", "printf", "tee"}:
            return one.writes[-1]
        path = _path_of_simple(one)
        if path:
            return path
    return None


def _first_path(arguments: Mapping[str, Any]) -> str | None:
    """Return the first file of a tool that takes several (Cline's `read_files`)."""
    several = arguments.get("files", arguments.get("paths"))
    first = several[0] if isinstance(several, list) and several else None
    path = first.get("path") if isinstance(first, Mapping) else first
    return path if isinstance(path, str) and path else None


def _name(tool: str) -> str:
    return tool.rsplit(".", 1)[-1].rsplit("__", 1)[-1].lower()


def _kind_of_simple(one: SimpleCommand) -> Kind:
    program, words = one.program, one.words
    written = [name for name in one.writes if name not in {"/dev/null", "/dev/stderr", "/dev/stdout"}]
    if written and program in {"cat", "echo", "printf", "tee", ""}:
        return Kind.EDIT
    if program in EDITORS:
        return EDITOR_COMMANDS.get(words[1] if len(words) > 1 else "", Kind.EDIT)
    if (program in {"sed", "perl"} and any(re.match(r"-[a-zA-Z]*i", word) for word in words[1:])) or program in {
        "patch",
        "apply_patch",
    }:
        return Kind.EDIT
    if _INTERPRETER.match(program):
        return _kind_of_interpreter(words)
    return _kind_of_program(program, words)


def _kind_of_program(program: str, words: tuple[str, ...]) -> Kind:
    first = next((word for word in words[1:] if not word.startswith("-")), "")
    rest = words[1:]
    if program in BY_SUBCOMMAND:
        found = BY_SUBCOMMAND[program].get(first)
        if found or program == "git":
            return found or Kind.VCS
        return Kind.TEST if first in {"run", "exec"} and any("test" in word for word in rest) else Kind.RUN
    if program in LAUNCHERS and first not in {
        "pip",
        "add",
        "install",
        "sync",
    }:
        return Kind.TEST if any(_names_a_test(word) for word in rest) else Kind.RUN
    for names, kind in (
        (RUNNERS, Kind.TEST),
        (SEARCHERS, Kind.SEARCH),
        (READERS, Kind.READ),
        (INSTALLERS, Kind.INSTALL),
    ):
        if program in names:
            return kind
    if program in {"curl", "wget"}:
        return Kind.WEB
    if program in {"svn", "hg"}:
        return Kind.VCS
    if program in NEUTRAL:
        return Kind.OTHER
    return TOOL_KIND.get(program, Kind.TEST if _TEST_SCRIPT.search(words[0]) else Kind.RUN)


def _names_a_test(word: str) -> bool:
    return word.rsplit("/", 1)[-1] in RUNNERS or re.match(r"tests?(?:$|:)", word) is not None


def _kind_of_interpreter(words: tuple[str, ...]) -> Kind:
    rest = words[1:]
    if "-m" in rest[:-1]:
        module = rest[rest.index("-m") + 1]
        if module in RUNNERS:
            return Kind.TEST
        if module == "pip":
            return Kind.INSTALL
    script = next((word for word in rest if not word.startswith("-")), "")
    if _TEST_SCRIPT.search(script):
        return Kind.TEST if not script.endswith("manage.py") or "test" in rest else Kind.RUN
    name = script.rsplit("/", 1)[-1]
    return Kind.TEST if re.match(r"test_\w*\.py$|\w+_test\.py$", name) else Kind.RUN


def _path_of_simple(one: SimpleCommand) -> str | None:
    program = one.program
    if program in EDITORS and len(one.words) > 2:
        return one.words[2]
    if program not in {
        "cat",
        "nl",
        "head",
        "tail",
        "less",
        "more",
        "sed",
        "open",
        "create",
        "bat",
        "view",
        "awk",
    }:
        return None
    skip = 1 if program in {"sed", "awk"} and not any(word in {"-e", "-f"} for word in one.words) else 0
    names = [word for word in one.words[1:] if not re.match(r"-|\d+(,\d+)?p?$|\+\d", word)]
    if skip and names and not _looks_like_path(names[0]):
        names = names[skip:]
    return names[-1] if names else None


def _looks_like_path(word: str) -> bool:
    return bool(re.fullmatch(r"[\w./~+-]+", word)) and ("/" in word or bool(re.search(r"\.\w{1,5}$", word)))
