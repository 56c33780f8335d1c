"""Finding a literal text in texts of any size, a window at a time: it can be stopped between two windows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from playhead.insight.pattern import Pattern

WINDOW = 1 << 20
"""Characters looked at in one go: below a millisecond for what is plain ASCII, 20 for what is not."""

Spans = Iterator[tuple[int, int]]


def literal_spans(
    pattern: Pattern,
    text: str,
    start: int = 0,
    *,
    window: int = WINDOW,
    stopped: Callable[[], bool] = lambda: False,
) -> Spans:
    """Yield (start, end) of every place where a literal pattern stands, left to right, none within another.

    It ends early between two windows once `stopped` says so. The places are those of `re.finditer` with the pattern
    escaped, and IGNORECASE where it folds.
    """
    if not pattern.text:
        return
    find = _finder(pattern)
    overlap = len(pattern.text) - 1
    at = max(0, start)
    while at < len(text) and not stopped():
        piece = text[at : at + window + overlap]
        reached = at + window
        for begin, end in find(piece):
            if begin >= window:
                break
            yield at + begin, at + end
            reached = max(reached, at + end)
        at = reached


def _finder(pattern: Pattern) -> Callable[[str], Spans]:
    folded = re.compile(re.escape(pattern.text), re.IGNORECASE)
    lowered = pattern.text.lower()
    by_lower = pattern.text.isascii()

    def find(piece: str) -> Spans:
        if not pattern.fold:
            return _exact(piece, pattern.text)
        if by_lower and piece.isascii():
            return _exact(piece.lower(), lowered)
        return (found.span() for found in folded.finditer(piece))

    return find


def _exact(piece: str, text: str) -> Spans:
    at = piece.find(text)
    while at >= 0:
        yield at, at + len(text)
        at = piece.find(text, at + len(text))
