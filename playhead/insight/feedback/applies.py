"""To what the text rules apply: an output that quotes errors says nothing about whether its command worked."""

from __future__ import annotations

import re

from playhead.insight.shell import simple_commands
from playhead.model import Action, Kind

# Programs whose exit code 1 is an answer, not a failure (POSIX: grep, diff, cmp, test; and their kin).
ANSWERS_NO = frozenset(
    {"grep", "egrep", "fgrep", "rg", "ag", "ack", "diff", "cmp", "test", "[", "which", "type", "pgrep", "command"}
)
_BACKGROUND = frozenset({"TaskOutput", "BashOutput"})
"""What Claude Code fetches the output of a command with that runs in the background."""
_GIT_TELLS = frozenset({"--no-index", "--exit-code", "--quiet"})
# What prints text of files, of history or of its own arguments: errors in it are quotations.
_QUOTES = frozenset({"echo", "printf", "cat", "git", "gh", "svn", "hg", "jq", "column", "man", "help"})
_QUOTING_KINDS = frozenset({Kind.READ, Kind.SEARCH, Kind.WEB, Kind.PLAN, Kind.MESSAGE, Kind.SUBAGENT, Kind.VCS})
_LONE_KEEPERS = frozenset({"head", "tail", "grep", "egrep", "sed", "awk", "sort", "uniq", "wc", "cut", "tr", "tee"})
_SAYS = frozenset({"echo", "printf", "true", ":", "sleep"})
# Searchers and comparers that complain of what they were given: no answer, whatever their exit code.
_COMPLAINS = re.compile(
    r"^(?:/\S{1,80}/)?(?:e?grep|fgrep|rg|ag|ack|diff|cmp|test|\[|pgrep): (?!\([^)\n]{0,40}\): binary file"
    r"|[^\n]{0,300}(?:[Ii]s a directory|binary file matches))|^[Uu]sage: "
    r"|^(?:error|regex parse error):",
    re.MULTILINE,
)


def answers_no(action: Action) -> bool:
    """Return whether an exit code of 1 only answers "no": the last program says so by it, and complains of nothing."""
    if action.exit_code != 1 or action.command is None:
        return False
    commands = simple_commands(action.command)
    if not commands or not (commands[-1].program in ANSWERS_NO or _git_answers(commands[-1].words)):
        return False
    return _COMPLAINS.search((action.output or "")[:2_000]) is None


def _git_answers(words: tuple[str, ...]) -> bool:
    """Return whether git was asked for an exit code, as its manual has it: `diff` with these flags, `grep`."""
    if words[:1] != ("git",):
        return False
    return words[1:2] == ("grep",) or ("diff" in words[1:] and not _GIT_TELLS.isdisjoint(words))


def runs_a_program(action: Action) -> bool:
    """Return whether an output is a program's own words about its work: not a file's, a page's or a log's."""
    if action.kind in _QUOTING_KINDS or action.kind is Kind.SUBMIT:
        return False
    if action.command is None:
        return action.kind in {Kind.TEST, Kind.RUN, Kind.INSTALL} or action.tool in _BACKGROUND
    programs = [one.program for one in simple_commands(action.command)]
    while len(programs) > 1 and programs[-1] in _SAYS:
        del programs[-1]  # `; echo "Exit code: $?"` says how it went, and quotes nothing
    told = [name for name in programs if name not in _LONE_KEEPERS]
    return bool(told) and told[-1] not in _QUOTES


def hides_its_code(action: Action) -> bool:
    """Return whether the exit code seen is not that of the work: behind a pipe, or `|| true`, `; echo $?`."""
    if action.command is None:
        return False
    commands = simple_commands(action.command)
    if len(commands) < 2:
        return False
    last = commands[-1]
    return last.joined_by in {"|", "|&"} or (last.joined_by in {"||", ";"} and last.program in {"true", "echo", ":"})
