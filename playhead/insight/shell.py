"""Reading a shell command far enough to tell what it is for: its simple commands, without executing or expanding.

This is no shell parser. It knows quotes, the operators that join commands, redirections and heredocs; everything
else is a word. Only the first 20,000 characters are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LOOKED_AT = 20_000

_TOKEN = re.compile(
    r"""
    (?P<heredoc><<-?[ \t]*(?P<quote>['"]?)(?P<tag>[A-Za-z_][\w.-]*)(?P=quote))
    |(?P<operator>&&|\|\||\|&|[;|\n]|&(?![>&]))
    |(?P<redirect>\d*(?:&>>|&>|>>|>\||>&\d?-?|<<<|<|>))
    |(?P<space>[ \t\r]+|\\\n)
    |(?P<word>(?:\\.|'[^']*(?:'|\Z)|"(?:\\.|[^"\\])*(?:"|\Z)|\$\((?:[^()]|\([^()]*\))*\)|[^\s;|&<>'"\\]|\\\Z)+)
    |(?P<rest>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
WRAPPING = frozenset(
    ("sudo", "nohup", "exec", "command", "time", "nice", "stdbuf", "env", "builtin", "xvfb-run", "timeout",
     "{", "}", "(", ")", "then", "do", "!")
)  # fmt: skip
"""Words that other words follow, which are what the command is for."""

_PREPARING = frozenset(
    ("cd", "pushd", "popd", "source", ".", "set", "export", "unset", "ulimit", "conda", "fi", "done")
)


@dataclass(frozen=True, slots=True)
class SimpleCommand:
    """One program call: its words with quotes removed, files written by `>`, `>>` or `tee`, and a heredoc's body."""

    words: tuple[str, ...]
    writes: tuple[str, ...] = ()
    appends: bool = False
    heredoc: str | None = None
    joined_by: str = ""

    @property
    def program(self) -> str:
        """Return the program's name without its folder; empty for a bare assignment or redirection."""
        return self.words[0].rsplit("/", 1)[-1] if self.words else ""


@lru_cache(maxsize=2048)
def simple_commands(command: str) -> tuple[SimpleCommand, ...]:
    """Return the simple commands of a shell text in order, each without what only prepares it.

    Left out: `cd X`, `source X`, `set -e`, `export`, assignments, `timeout N`, `sudo` and their like, and comments.
    """
    found = [_without_wrapping(one) for one in _split(command[:LOOKED_AT])]
    return tuple(one for one in found if one.words or one.writes)


def unquoted(word: str) -> str:
    """Return a shell word with its quotes and backslashes removed."""
    if "'" not in word and '"' not in word and "\\" not in word:
        return word
    return re.sub(
        r"'([^']*)'?|\"((?:\\.|[^\"\\])*)\"?|\\(.)",
        lambda match: match[1] if match[1] is not None else (match[2] if match[2] is not None else match[3] or ""),
        word,
        flags=re.DOTALL,
    )


def _split(text: str) -> list[SimpleCommand]:
    commands: list[SimpleCommand] = []
    words: list[str] = []
    writes: list[str] = []
    pending: list[str] = []
    body: str | None = None
    appends = False
    joined_by = ""
    redirect = ""
    place = 0
    next_token, length = _TOKEN.match, len(text)
    while place < length:
        match = next_token(text, place)
        assert match is not None
        place = match.end()
        kind = match.lastgroup
        if kind == "heredoc":
            pending.append(match["tag"])
        elif kind == "redirect":
            redirect = match[0].lstrip("0123456789") if not match[0].endswith(tuple("0123456789-")) else ""
        elif kind == "word" and redirect:
            if redirect in {">", ">>", ">|", "&>", "&>>"} and not match[0].startswith("&"):
                writes.append(unquoted(match[0]))
                appends = appends or redirect.endswith(">>")
            redirect = ""
        elif kind == "word":
            if match[0].startswith("#") and not _glued(text, match.start()):
                place = _line_end(text, place)
            else:
                words.append(match[0])
        elif kind == "operator":
            if match[0] == "\n" and pending:
                body, place = _heredoc_body(text, place, pending)
                pending = []
            commands.append(_command(words, writes, appends=appends, body=body, joined_by=joined_by))
            words, writes, appends, body, redirect, joined_by = [], [], False, None, "", match[0]
    commands.append(_command(words, writes, appends=appends, body=body, joined_by=joined_by))
    return commands


def _glued(text: str, start: int) -> bool:
    return start > 0 and not text[start - 1].isspace()


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _heredoc_body(text: str, place: int, tags: list[str]) -> tuple[str, int]:
    body = ""
    for tag in tags:
        end = re.compile(rf"^[\t ]*{re.escape(tag)}[ \t]*$", re.MULTILINE).search(text, place)
        body = text[place : end.start() if end else len(text)]
        place = min(len(text), end.end() + 1) if end else len(text)
    return body, place


def _command(words: list[str], writes: list[str], *, appends: bool, body: str | None, joined_by: str) -> SimpleCommand:
    plain = [unquoted(word) for word in words]
    if plain and plain[0].rsplit("/", 1)[-1] == "tee":
        writes = [*writes, *(word for word in plain[1:] if not word.startswith("-"))]
        appends = appends or "-a" in plain
    return SimpleCommand(tuple(plain), tuple(writes), appends, body, joined_by)


def _without_wrapping(one: SimpleCommand) -> SimpleCommand:
    words = list(one.words)
    while words:
        first = words[0].rsplit("/", 1)[-1]
        if first == "timeout":
            del words[0]
            while words and (words[0].startswith("-") or re.fullmatch(r"[\d.]+[smhd]?", words[0])):
                del words[0]
        elif first in WRAPPING or _ASSIGNMENT.match(words[0]):
            del words[0]
        elif first in _PREPARING:
            words = []
        else:
            break
    return SimpleCommand(tuple(words), one.writes, one.appends, one.heredoc, one.joined_by)
