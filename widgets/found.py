"""Where a search's hits stand in a step's document: the row to land on, and the marks that are drawn on rows.

A hit is told by offsets of its field. What the gate, tabs, wrapping and syntax made of that text is not computed back:
a row is marked where it shows the text of a hit of its block, and the row to land on is counted from its line.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from textual.content import Content, Span

from playhead.insight.hits import Hit
from playhead.insight.plain import without_colours
from playhead.text import clean
from widgets.blocks.block import Rows
from widgets.blocks.fold import Fold
from widgets.blocks.text_block import TextBlock
from widgets.document import Document, Position
from widgets.present.palette import FOUND_HERE, FOUND_TEXT

MOST_TEXTS = 200
"""Different texts that a pattern found in one block; more are not marked."""
MOST_SHOWN = 200
MOST_ROWS = 400
_BLANKS = re.compile(r"[ \t]+")


def found_in(
    document: Document,
    texts: Mapping[str, str],
    hits: Sequence[Hit] = (),
    diff_of: Callable[[str], str | None] = lambda _: None,
) -> Found:
    """Return the hits of a step or a page over its document, which draws their marks from now on.

    `texts` are its fields by key. `diff_of` returns the diff that is shown for what a field says was written, None
    where the text itself is shown.
    """
    found = Found(document, texts, hits, diff_of)
    document.marker = found.mark if hits else None
    return found


class Landing(NamedTuple):
    """Where a hit is shown: a place of the document, and which of the marks on its row it is, from 0."""

    place: Position
    nth: int


class Found:
    """The hits of one step or page over its document: see `found_in`."""

    def __init__(
        self, document: Document, texts: Mapping[str, str], hits: Sequence[Hit], diff_of: Callable[[str], str | None]
    ) -> None:
        self.landing: Landing | None = None
        self._document = document
        self._texts = texts
        self._diff_of = diff_of
        self._by_key = {key: (same, array("q", [one.start for one in same])) for key, same in _by_key(hits).items()}
        self._marks = self._expressions()

    def mark(self, block: int, row: int, content: Content) -> Content:
        """Return row `row` of the document with its hits marked; the one that was landed on is told apart."""
        expression = self._marks.get(block)
        if expression is None:
            return content
        spans = [Span(*found.span(), FOUND_TEXT) for found in islice(expression.finditer(content.plain), MOST_TEXTS)]
        if not spans:
            return content
        here = self.landing
        if here is not None and here.place.block == block and self._document.position(row) == here.place:
            nth = min(here.nth, len(spans) - 1)
            spans[nth] = Span(spans[nth].start, spans[nth].end, FOUND_HERE)
        return Content(content.plain, [*content.spans, *spans])

    def hidden_by(self, hit: Hit) -> int | None:
        """Return the number of the closed fold that hides a hit, None where none does."""
        place = self._place(hit)
        if place is None:
            return None
        fold = self._document.parts[place.block].block
        if not isinstance(fold, Fold) or fold.is_open or not fold.foldable(self._document.width):
            return None
        title = fold.title_row(self._document.width)
        inside = fold.row_of(place.line, place.part, self._document.width)
        return place.block if title is None or inside >= title else None

    def land(self, hit: Hit) -> Landing | None:
        """Take a hit as the one that is landed on, and return where it is; None where the document does not show it."""
        place = self._place(hit)
        if place is None:
            self.landing = None
            return None
        document = self._document
        first = document.row_of(place)
        start = document.position(first)
        if start is None:
            return None
        shown = _shown(self._text_of(hit))
        nth = self._earlier(hit, start)
        self.landing = Landing(start, nth)
        if shown:
            self.landing = self._counted(first, start, re.compile(shown), nth) or self.landing
        return self.landing

    def _counted(self, first: int, start: Position, text: re.Pattern[str], nth: int) -> Landing | None:
        """Return the row of a line that shows occurrence `nth` of a text on it."""
        document = self._document
        for row in range(first, min(first + MOST_ROWS, document.count)):
            place = document.position(row)
            if place is None or place.block != start.block:
                break
            if place.line != start.line and not self._is_rows(start.block):
                break
            plain = document.line(row, document.width).plain
            spans = [found.span() for found in text.finditer(plain)]
            if nth < len(spans):
                marks = self._marks[start.block].finditer(plain) if start.block in self._marks else ()
                starts = [found.start() for found in marks]
                return Landing(place, starts.index(spans[nth][0]) if spans[nth][0] in starts else nth)
            nth -= len(spans)
        return None

    def _is_rows(self, block: int) -> bool:
        return isinstance(self._document.parts[block].block, Rows)

    def _earlier(self, hit: Hit, start: Position) -> int:
        """Return how many hits show the same text earlier on the same line, or slice of a very long one.

        Of facts, whose rows are no lines of their text: anywhere earlier.
        """
        begin = self._texts.get(hit.key, "").rfind("\n", 0, hit.start) + 1
        if self._is_rows(start.block):
            begin = 0
        elif not _is_diff(hit.key):
            begin = max(begin, start.line)
        same, starts = self._by_key.get(hit.key, ([], array("q")))
        near = same[bisect_left(starts, begin) : bisect_left(starts, hit.start)]
        text = self._text_of(hit)
        return sum(self._text_of(one) == text for one in near)

    def _place(self, hit: Hit) -> Position | None:
        found = None
        for number in self._parts_of(hit.key):
            block = self._document.parts[number].block
            inner = block.inner if isinstance(block, Fold) else block
            line = self._line(hit, inner)
            if isinstance(inner, TextBlock) and not isinstance(block, Fold) and inner.start <= line < inner.end:
                return Position(number, line, 0)
            starts = inner.stops() if hasattr(inner, "stops") else [getattr(inner, "start", 0)]
            if found is None or (starts and starts[0] <= line):
                found = Position(number, -1 if hit.key.startswith("path ") else line, 0)
        return found

    def _line(self, hit: Hit, block: object) -> int:
        """Return a hit's coordinate in a block: an offset in a text, a line of a diff."""
        if isinstance(block, TextBlock):
            return hit.start
        if not _is_diff(hit.key):
            return 0
        text = self._texts.get(hit.key, "")
        number = text.count("\n", 0, hit.start)
        diff = self._diff_of(hit.key)
        return number if diff is None else _line_in_diff(diff, number)

    def _parts_of(self, key: str) -> list[int]:
        """Return the blocks that show a field: its own, else the one that stands for it."""
        for name in _names(key):
            found = [
                number
                for number, part in enumerate(self._document.parts)
                if part.key == name or (part.key.startswith(f"{name}.") and _is_diff(name))
            ]
            if found:
                return found
        return []

    def _expressions(self) -> dict[int, re.Pattern[str]]:
        texts: dict[str, dict[str, None]] = {}
        for key, (hits, _) in self._by_key.items():
            known = texts.setdefault(key, {})
            for hit in hits:
                known[self._text_of(hit)] = None
                if len(known) >= MOST_TEXTS:
                    break
        blocks: dict[int, list[str]] = {}
        for key, found in texts.items():
            shown = [one for one in map(_shown, found) if one]
            for number in self._parts_of(key):
                blocks.setdefault(number, []).extend(shown)
        return {number: _either(shown) for number, shown in blocks.items() if shown}

    def _text_of(self, hit: Hit) -> str:
        return without_colours(self._texts.get(hit.key, "")[hit.start : min(hit.end, hit.start + MOST_SHOWN)])


def _by_key(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Return hits by field; they come in reading order, so those of a field rise."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.key, []).append(hit)
    return found


def _is_diff(key: str) -> bool:
    """Return whether a field is shown as a diff, or as what was written: line by line."""
    return (" edit " in key or (key.startswith("layer ") and key.endswith(" patch"))) and not key.startswith("path ")


def _names(key: str) -> tuple[str, ...]:
    kind, _, rest = key.partition(" ")
    number = rest.partition(" ")[0]
    if kind == "path":
        return (rest,)
    if " failed " in key and kind == "layer":
        return (key, f"{key} trace")
    if kind in {"description", "argument"}:
        return key, f"tool {number}", f"command {number}", f"action {number}"
    return (key, f"action {number}", "head") if kind == "tool" else (key,)


def _shown(text: str) -> str:
    """Return an expression for the first line of a text as a row shows it; "" where there is nothing to see."""
    line = next((one for one in text.split("\n") if one.strip()), "").rstrip("\r")
    return r"\s+".join(re.escape(clean(piece)) for piece in _BLANKS.split(line)) if line.strip() else ""


def _either(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(dict.fromkeys(texts), key=len, reverse=True)))


def _line_in_diff(diff: str, number: int) -> int:
    """Return the line of a diff that shows line `number` (from 0) of the new file, or the nearest before it."""
    new, best = 0, 0
    for place, line in enumerate(diff.split("\n")):
        head = re.match(r"@@ -\d+(?:,\d+)? \+(\d+)", line)
        if head:
            new = int(head[1]) - 1
        elif line[:1] in {"+", " "} and new:
            if new - 1 > number:
                break
            best = place
        if head or line[:1] in {"+", " "}:
            new += 1
    return best
