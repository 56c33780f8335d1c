"""A message as blocks: prose as Markdown, code between fences in the colours of its language."""

from __future__ import annotations

from dataclasses import replace

from widgets.blocks.look import Look
from widgets.document import Part
from widgets.present.detail_options import Options
from widgets.present.markdown import codes_of

PROSE = Look(words=True, markdown=True)


def message_parts(text: str, options: Options, key: str = "text") -> list[Part]:
    """Return the blocks of a message, all called `key`: together they hold every line of it, fences too."""
    first, last = said(text)
    prose = replace(PROSE, marked=options.told.get(key))
    parts: list[Part] = []
    at = first
    for code in codes_of(text):
        start, end = max(code.start, at), min(code.end, last)
        if start >= end:
            continue
        if start > at:
            parts.append(Part(key, options.text(text, prose, at, start)))
        look = Look(first="   ", prefix="   ", language=code.language or None, marked=prose.marked)
        parts.append(Part(key, options.text(text, look, start, end)))
        at = end
    if at < last:
        parts.append(Part(key, options.text(text, prose, at, last)))
    return [*parts, *options.picture_parts(text)]


def said(text: str) -> tuple[int, int]:
    """Return where a text begins and ends without the empty lines around it."""
    end = len(text.rstrip("\n"))
    return min(end, len(text) - len(text.lstrip("\n"))), end
