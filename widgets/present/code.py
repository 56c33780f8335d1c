"""Syntax colours for a window of code, made line by line as it is seen and never for longer than a frame allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING

from textual.content import Span

from widgets.present.palette import CHANGE, CHECK, MUTED, SUCCESS, WARNING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

FRAME_SECONDS = 0.008
"""How long a frame may colour code; what is left is coloured in the next (reference perf.md 3: 40 rows take 1.6 ms)."""
LINE_LIMIT = 2_000
"""Lines beyond this many characters stay plain."""

_STYLES: Mapping[str, str] = {
    "Token.Comment": MUTED,
    "Token.Keyword": CHANGE,
    "Token.Keyword.Constant": WARNING,
    "Token.Literal.Number": WARNING,
    "Token.Literal.String": SUCCESS,
    "Token.Name.Class": CHECK,
    "Token.Name.Function": CHECK,
    "Token.Name.Decorator": CHECK,
    "Token.Name.Tag": CHECK,
    "Token.Name.Attribute": WARNING,
    "Token.Name.Variable": CHECK,
    "Token.Name.Builtin.Pseudo": MUTED,
    "Token.Operator.Word": CHANGE,
}


class Pace:
    """How much time the current frame still has for colours; `behind` where some are owed to the next."""

    def __init__(self, seconds: float = FRAME_SECONDS) -> None:
        self._seconds = seconds
        self._until = perf_counter() + seconds
        self.behind = False

    def start_frame(self) -> None:
        """Begin a frame. What is owed is still owed."""
        self._until = perf_counter() + self._seconds

    def catch_up(self) -> None:
        """Begin a frame that draws what is owed again."""
        self.start_frame()
        self.behind = False

    def over(self) -> bool:
        """Return whether the frame's time is used up."""
        return perf_counter() > self._until


class CodeWindow:
    """Consecutive lines of clean code without tabs, read by a lexer only as far as lines are asked for.

    `skips` says how many characters stand before the code on each line. `numbers` is the caller's own: which line of
    the window stands at which coordinate.
    """

    def __init__(
        self,
        language: str,
        lines: Sequence[str],
        skips: Sequence[int],
        numbers: Mapping[int, int],
        pace: Pace,
    ) -> None:
        self.numbers = numbers
        self._pace = pace
        self._skips = skips
        self._code = [line[skip:] if len(line) <= LINE_LIMIT else "" for line, skip in zip(lines, skips, strict=True)]
        self._spans: list[list[Span]] = [[] for _ in self._code]
        self._done = 0
        lexer = lexer_named(language)
        self._tokens = self._read(lexer) if lexer else None

    def has(self, number: int) -> bool:
        """Return whether line `number` has its colours."""
        return self._tokens is None or number < self._done

    def spans(self, number: int) -> list[Span]:
        """Return the colours of a line; none yet where the frame's time is over."""
        while self._tokens is not None and number >= self._done:
            if self._pace.over():
                self._pace.behind = True
                return []
            if next(self._tokens, None) is None:
                self._tokens = None
        return self._spans[number] if number < len(self._spans) else []

    def _read(self, lexer: Lexer) -> Iterator[bool]:
        number = column = 0
        for _, token, text in lexer.get_tokens_unprocessed("\n".join(self._code) + "\n"):
            style = _style_of(token)
            for place, piece in enumerate(text.split("\n")):
                if place:
                    number, column = number + 1, 0
                if piece and style and number < len(self._spans):
                    start = self._skips[number] + column
                    self._spans[number].append(Span(start, start + len(piece), style))
                column += len(piece)
            self._done = number
            yield True
        self._done = len(self._spans)


@lru_cache(256)
def _style_of(token: object) -> str:
    while token is not None:
        style = _STYLES.get(str(token))
        if style is not None:
            return style
        token = getattr(token, "parent", None)
    return ""


@lru_cache(64)
def lexer_named(language: str) -> Lexer | None:
    """Return pygments' lexer for a language, None where it has none."""
    if not language or language == "text":
        return None
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - colours come after the first frame
    from pygments.util import ClassNotFound  # noqa: PLC0415 - the same

    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
    return lexer


def warm() -> None:
    """Load the commonest lexers: some take a tenth of a second, which no frame has. Meant for a thread."""
    for language in ("bash", "python", "json", "javascript"):
        lexer_named(language)
