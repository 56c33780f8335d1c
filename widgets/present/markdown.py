"""Markdown as styled text, line by line: what is marked is styled, and the text stays as it was written.

Only the asterisks of emphasis go away. Hashes, bullets, backticks and tables stay: in a message about code they are
as often code. So underscores are never emphasis, and asterisks only where no glob, power or argument is written so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from textual.content import Span

from widgets.present.palette import CHECK, EMPHASIS, FAINT, MUTED

ITALIC = "italic"
HEADING = "bold underline"
INLINE_LIMIT = 2_000
"""Longer lines are shown as they are: no person wrote them."""
MOST_FENCES = 200


class MarkedLine(NamedTuple):
    """A line as it is shown, with its styles; later rows of it are indented by `hang`; a table's lines do not flow."""

    text: str
    spans: tuple[Span, ...] = ()
    hang: int = 0
    flows: bool = True


class Code(NamedTuple):
    """Code between fences: where it stands in the text, and the language that its fence names."""

    start: int
    end: int
    language: str


_FENCE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]{0,200})$", re.MULTILINE)
_LANGUAGE = re.compile(r"[a-z0-9+#-]{1,20}")
_HEADING = re.compile(r" {0,3}(#{1,6}) +(?=\S)")
_ITEM = re.compile(r" {0,40}(?:[-*+•]|\d{1,9}[.)]) {1,4}(?:\[[ xX]\] )?(?=\S)")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_RULE = re.compile(r" {0,3}([-*_=])(?: *\1){2,} *")
_TABLE = re.compile(r" *\|.*\| *|[ :|-]*-\|-[ :|-]*")
_INLINE = re.compile(
    r"(?P<code>(?P<ticks>`{1,3})(?!`)[^`](?:.{0,300}?[^`])??(?P=ticks)(?!`))"
    r"|(?<![\w*])\*\*(?P<strong>[^\s*](?:.{0,500}?[^\s*])??)\*\*(?![\w*])"
    r"|(?<![\w*/.\\])\*(?P<stressed>[\w\"'(](?:[^*]{0,300}?[\w.!?)\"',:;])??)\*(?![\w*/.])"
    r"|\[[^\]]{1,200}\](?P<link>\(https?://[^)\s]{1,500}\))"
)


def codes_of(text: str) -> list[Code]:
    """Return the stretches of code between fences, in order, without the fences; an open fence reaches to the end."""
    found: list[Code] = []
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence["mark"].startswith(opened["mark"]) and not fence["info"].strip():
            _add(found, opened, fence.start())
            opened = None
        if len(found) == MOST_FENCES:
            return found
    if opened is not None:
        _add(found, opened, len(text))
    return found


def _add(found: list[Code], opened: re.Match[str], end: int) -> None:
    start = min(opened.end() + 1, end)
    if start < end:
        words = opened["info"].lower().split()
        language = words[0] if words and _LANGUAGE.fullmatch(words[0]) else ""
        found.append(Code(start, end, language))


@lru_cache(1024)
def marked_line(line: str) -> MarkedLine:
    """Return a line of clean text, without tabs, as Markdown shows it."""
    if len(line) > INLINE_LIMIT:
        return MarkedLine(line)
    if _TABLE.fullmatch(line):
        return MarkedLine(line, flows=False)
    if _RULE.fullmatch(line) or _FENCE.fullmatch(line):
        return MarkedLine(line, (Span(0, len(line), FAINT),))
    if heading := _HEADING.match(line):
        text, spans = _inline(line, heading.end())
        style = HEADING if len(heading[1]) <= 2 else EMPHASIS
        lead = (Span(0, heading.end(), FAINT), Span(heading.end(), len(text), style))
        return MarkedLine(text, (*lead, *spans), heading.end())
    item = _ITEM.match(line)
    if item is None and line.startswith("    "):
        return MarkedLine(line, hang=min(20, len(line) - len(line.lstrip())))
    if quote := _QUOTE.match(line):
        text, spans = _inline(line, quote.end())
        return MarkedLine(text, (Span(0, len(text), MUTED), *spans), quote.end())
    start = item.end() if item else 0
    text, spans = _inline(line, start)
    return MarkedLine(text, (*((Span(0, start, CHECK),) if item else ()), *spans), start)


def _inline(line: str, start: int) -> tuple[str, list[Span]]:
    """Return a line without the asterisks of its emphasis after `start`, and the spans of what is marked."""
    pieces: list[str] = [line[:start]]
    spans: list[Span] = []
    length = start
    for piece, styles in _pieces(line[start:], ()):
        pieces.append(piece)
        spans += [Span(length, length + len(piece), style) for style in styles if piece]
        length += len(piece)
    return "".join(pieces), spans


def _pieces(text: str, styles: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    at = 0
    for found in _INLINE.finditer(text):
        yield text[at : found.start()], styles
        at = found.end()
        if found["code"] is not None:
            yield found["code"], (*styles, CHECK)
        elif found["strong"] is not None:
            yield from _pieces(found["strong"], (*styles, EMPHASIS))
        elif found["stressed"] is not None:
            yield from _pieces(found["stressed"], (*styles, ITALIC))
        else:
            yield text[found.start() : found.start("link")], styles
            yield found["link"], (*styles, MUTED)
    yield text[at:], styles
