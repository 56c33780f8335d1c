"""An output as rules look at it: its head and its tail without colours, every line with its place in the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playhead.insight.feedback.phrases import Phrase
from playhead.insight.once import once
from playhead.model import Action

HEAD, TAIL = 6_000, 24_000
"""So much of an output is looked at: tools and loaders complain first, runners sum up last."""
LONGEST_QUOTE = 160
_COLOURS = re.compile(r"\x1b\[[0-9;:]{0,60}[A-Za-z]|\x1b\(B|\r(?=\n)")


class Part:
    """A stretch of an output without colours; `at` is where it begins in the whole, `raw` what stands there."""

    __slots__ = ("_lower", "at", "raw", "text")

    def __init__(self, at: int, raw: str, text: str) -> None:
        self.at, self.raw, self.text = at, raw, text
        self._lower: str | None = None

    @property
    def lower(self) -> str:
        """Return the text in lower case, in which marks are looked for."""
        if self._lower is None:
            self._lower = self.text.lower()
        return self._lower

    def span_of_line(self, place: int) -> tuple[int, int]:
        """Return where in the whole output the line stands that `place` of `text` is in."""
        number = self.text.count("\n", 0, place)
        start = 0
        for _ in range(number):
            start = self.raw.index("\n", start) + 1
        end = self.raw.find("\n", start)
        return self.at + start, self.at + (len(self.raw) if end < 0 else end)

    def line(self, place: int) -> str:
        """Return the line that `place` of `text` is in, shortened to what a quotation holds."""
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        return self.text[start : len(self.text) if end < 0 else end].strip()[:LONGEST_QUOTE]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: where its line stands, and the line."""

    phrase: Phrase
    start: int
    end: int
    quote: str


@once
def parts_of(action: Action) -> tuple[Part, ...]:
    """Return what is looked at of an action's output: all of it, or its head and its tail."""
    output = action.output or ""
    if len(output) <= HEAD + TAIL:
        return (_part(output, 0),) if output else ()
    edge = output.find("\n", len(output) - TAIL)
    tail = len(output) - TAIL if edge < 0 else edge + 1
    return _part(output[:HEAD], 0), _part(output[tail:], tail)


def first_hit(parts: Iterable[Part], phrases: Iterable[Phrase]) -> Hit | None:
    """Return the first phrase of a table that is found, in the order of the table."""
    looked = tuple((part, part.lower) for part in parts)
    for phrase in phrases:
        for part, lower in looked:
            for mark in phrase.marks:
                if mark in lower:
                    break
            else:
                if phrase.marks:
                    continue
            found = phrase.pattern.search(part.text)
            if found is not None:
                place = found.start() + (len(found[0]) - len(found[0].lstrip()))
                return Hit(phrase, *part.span_of_line(place), part.line(place))
    return None


def holds(lower: str, marks: tuple[str, ...]) -> bool:
    """Return whether a text in lower case holds one of the marks: the loop that all rules spend their time in."""
    for mark in marks:  # noqa: SIM110 - `any` takes twice as long
        if mark in lower:
            return True
    return False


def first_line(parts: Iterable[Part]) -> tuple[int, int, str]:
    """Return the first line that says something, with its place; nothing of an empty output."""
    for part in parts:
        for found in re.finditer(r"[^\n]+", part.text):
            line = found[0].strip()
            if line and not re.fullmatch(r"(?:Exit code -?\d+|<[a-z_/]+>|<returncode>.*|[=\-_*#\s]+)", line):
                return (*part.span_of_line(found.start()), line[:LONGEST_QUOTE])
    return 0, 0, ""


def _part(raw: str, at: int) -> Part:
    text = _COLOURS.sub("", raw) if "\x1b" in raw or "\r" in raw else raw
    return Part(at, raw, text)
