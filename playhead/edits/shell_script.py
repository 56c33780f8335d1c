"""A shell text as the calls in it: their words, what they read and where they write, nothing executed.

Heredocs are read to their end, however long; of the script itself the first 50,000 tokens. Variables and
substitutions stay as written, and what holds one is marked as not exact.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from playhead.late_pattern import late_pattern


class Text(NamedTuple):
    """A string of a script; `exact` is False where the shell would have put something else in its place."""

    text: str
    exact: bool = True


@dataclass(slots=True)
class Call:
    """One simple command: words, redirections of its output (path, appended), what it reads, the folder it is in."""

    words: list[Text] = field(default_factory=list)
    outputs: list[tuple[Text, bool]] = field(default_factory=list)
    stdin: Text | None = None
    piped: bool = False
    folder: str = ""

    def path(self, name: str) -> str:
        """Return a file name as seen from where the script started, if a `cd` before it tells."""
        return posixpath.normpath(posixpath.join(self.folder, name)) if self.folder and name else name


_TOKEN = late_pattern(
    r"""
    (?P<blank>(?:[ \t\r]|\\\n)++)
    |(?P<newline>\n)
    |(?P<redirect><<<|<<-?|\d*(?:>>|>\||>|<>|<)(?:&\d*-?)?|&>>|&>)
    |(?P<joint>&&|\|\||\|&|;;|[;|&()])
    |'(?P<single>[^']*+)'
    |"(?P<double>(?:[^"\\]|\\.)*+)"
    |\$'(?P<ansi>(?:[^'\\]|\\.)*+)'
    |\\(?P<escape>.)
    |(?P<plain>[^\s\\'"<>|&;()`$#]++|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MOST_TOKENS = 50_000
_EXPANDED = late_pattern(r"\$[\w({@*#?$!-]|`")
_IN_DOUBLE = late_pattern(r'\\([$`"\\\n])')
_IN_HEREDOC = late_pattern(r"\\([$`\\\n])")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "0": "\0"}
_NAMED_ESCAPE = late_pattern(r"\\(.)", re.DOTALL)


def calls_of(script: str) -> list[Call]:
    """Return the calls of a script in the order they are written."""
    return _Reader(script).calls


def named_escapes(text: str) -> str:
    r"""Return a text with `\n`, `\t` and their like put in, as `$'...'` and printf do."""
    return _NAMED_ESCAPE.sub(lambda found: _NAMED.get(found[1], found[1]), text)


def expanded(text: str, escapes: re.Pattern[str] = _IN_HEREDOC) -> Text:
    """Return what a shell makes of text between double quotes or in a heredoc without quotes."""
    exact = not _EXPANDED.search(_NAMED_ESCAPE.sub("", text))
    return Text(escapes.sub(lambda found: "" if found[1] == "\n" else found[1], text), exact)


class _Reader:
    """Goes once over a script."""

    def __init__(self, script: str) -> None:
        self.calls: list[Call] = []
        self._script = script
        self._call = Call()
        self._parts: list[Text] = []
        self._redirect = ""
        self._heredocs: list[tuple[Call, Text, bool]] = []
        self._quoted = False
        self._folder = ""
        place = tokens = 0
        while place < len(script) and tokens < _MOST_TOKENS:
            tokens += 1
            found = _TOKEN.match(script, place)
            assert found is not None  # the last alternative matches any character
            place = self._take(found)
        self._end_call("")

    def _take(self, found: re.Match[str]) -> int:
        """Use one token; return where the next one starts."""
        kind, text, place = found.lastgroup, found[0], found.end()
        if kind == "plain":
            if text == "#" and not self._parts and not self._quoted:
                end = self._script.find("\n", place)
                return len(self._script) if end < 0 else end
            self._parts.append(Text(text, text not in "$`" or not _EXPANDED.match(self._script, found.start())))
        elif kind in ("single", "double", "ansi", "escape"):
            self._take_quoted(kind, found[kind])
        else:
            self._end_word()
            if kind == "redirect":
                self._redirect = text
            elif kind == "joint":
                self._end_call(text)
            elif kind == "newline":
                self._end_call("")
                return self._read_heredocs(place)
        return place

    def _take_quoted(self, kind: str, inner: str) -> None:
        self._quoted = True
        if kind == "double":
            self._parts.append(expanded(inner, _IN_DOUBLE))
        else:
            self._parts.append(Text(named_escapes(inner) if kind == "ansi" else inner))

    def _end_word(self) -> None:
        if not self._parts and not self._quoted:
            return
        word = Text("".join(part.text for part in self._parts), all(part.exact for part in self._parts))
        quoted, redirect = self._quoted, self._redirect
        self._parts, self._quoted, self._redirect = [], False, ""
        if redirect in ("<<", "<<-"):
            self._heredocs.append((self._call, Text(word.text, quoted), redirect == "<<-"))
        elif redirect == "<<<":
            self._call.stdin = Text(word.text + "\n", word.exact)
        elif redirect in (">", ">|", ">>", "1>", "1>>", "&>", "&>>"):
            self._call.outputs.append((word, redirect.endswith(">>")))
        elif not redirect:
            self._call.words.append(word)

    def _end_call(self, joint: str) -> None:
        self._end_word()
        self._redirect = ""
        call = self._call
        if call.words or call.outputs:
            call.folder = self._folder
            self.calls.append(call)
            if call.words[:1] == [Text("cd")] and len(call.words) == 2 and call.words[1].exact:
                self._folder = posixpath.join(self._folder, call.words[1].text)
        self._call = Call(piped=joint in ("|", "|&"))

    def _read_heredocs(self, place: int) -> int:
        for call, tag, indented in self._heredocs:
            prefix = r"\t*" if indented else ""
            end = re.compile(rf"^{prefix}{re.escape(tag.text)}\r?$", re.MULTILINE).search(self._script, place)
            body = self._script[place : end.start() if end else len(self._script)]
            if indented:
                body = re.sub(r"^\t+", "", body, flags=re.MULTILINE)
            call.stdin = Text(body) if tag.exact else expanded(body)  # a quoted tag: nothing is expanded
            place = min(end.end() + 1, len(self._script)) if end else len(self._script)
        self._heredocs.clear()
        return place
