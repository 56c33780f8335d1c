"""Rows of a diff with the old file on the left and the new one on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content, Span

from widgets.blocks.panning import Window
from widgets.blocks.wrapping import Slice
from widgets.present.diff import SIGNS, TINTS, hunk_row
from widgets.present.palette import AFTER_GLYPH, BEFORE_GLYPH, FAINT, FOLD, MUTED, RULE, on_tint

MISSING = "╱"


@dataclass(frozen=True, slots=True)
class Split:
    """The geometry of two halves in `width` cells: a rule between them, numbers of `digits` before each."""

    width: int
    digits: int

    @property
    def left(self) -> int:
        """How many cells the left half has."""
        return (self.width - 1) // 2

    @property
    def right(self) -> int:
        """How many cells the right half has."""
        return self.width - 1 - self.left

    @property
    def gutter(self) -> int:
        """How many cells stand before a text: a blank, the number, a blank, the sign."""
        return self.digits + 3

    @property
    def room(self) -> int:
        """How many cells a text has on either side; one more is free at its right."""
        return max(1, self.left - self.gutter - 1)


@dataclass(frozen=True, slots=True)
class Half:
    """A line as one side shows it: its text through the gate, what of it is in sight, row by row, its colours."""

    kind: str
    old_number: int | None
    new_number: int | None
    text: str
    rows: Sequence[Window]
    colours: Sequence[Span] = ()

    def with_span(self, span: Span) -> Half:
        """Return it with one more stretch marked; an empty one marks nothing."""
        return replace(self, colours=[*self.colours, span]) if span.end > span.start else self


def across(kind: str, text: str, rows: Sequence[Slice], noted: int = 0) -> list[Content]:
    """Return the rows of a line that is of neither side: the head of a hunk, a note."""
    if kind == "hunk":
        return [hunk_row(text, start, end, noted) for start, end in rows]
    return [Content(f" {text[start:end]}", [Span(0, end - start + 1, MUTED)]) for start, end in rows]


def beside(old: Half | None, new: Half | None, split: Split, rows: int) -> list[Content]:
    """Return the `rows` rows of two lines beside one another; None is a line that the other side does not have."""
    made = []
    for row in range(rows):
        left, spans = _cell(old, row, split.left, split.digits, is_old=True)
        right, more = _cell(new, row, split.right, split.digits, is_old=False)
        shift = len(left) + 1
        spans.append(Span(len(left), shift, RULE))
        spans += [Span(span.start + shift, span.end + shift, span.style) for span in more]
        made.append(Content(f"{left}│{right}", spans))
    return made


def _cell(half: Half | None, row: int, width: int, digits: int, *, is_old: bool) -> tuple[str, list[Span]]:
    """Return one side of a row in `width` cells, with its spans."""
    if half is None:
        text = f" {MISSING * digits}".ljust(width)
        return text[:width], [Span(0, min(width, digits + 1), RULE)]
    number = (half.old_number if is_old else half.new_number) if not row else None
    lead = f" {'' if number is None else number:>{digits}} "
    if row >= len(half.rows):
        return _tinted(half, lead + " ", "", [], width)
    window = half.rows[row]
    shift = len(lead) + 1 - window.start
    inside = [
        Span(
            max(span.start, window.start) + shift,
            min(span.end, window.end) + shift,
            on_tint(str(span.style)) if half.kind in TINTS else span.style,
        )
        for span in half.colours
        if span.end > window.start and span.start < window.end
    ]
    sign = half.kind if half.kind in TINTS and not row else " "
    lead = (lead[:-1] + BEFORE_GLYPH if window.before else lead) + sign
    text = half.text[window.start : window.end]
    return _tinted(half, lead, text, inside, width - window.after, end=AFTER_GLYPH if window.after else "")


def _tinted(
    half: Half, lead: str, text: str, inside: list[Span], width: int, *, end: str = ""
) -> tuple[str, list[Span]]:
    """Return a text behind its number and sign, padded to `width` cells on its tint, then `end`."""
    signed = len(lead)
    whole = lead + text + " " * max(0, width - signed - cell_len(text))
    spans = [Span(0, signed - 1, FAINT)]
    if half.kind in TINTS:
        spans += [Span(signed - 1, len(whole), TINTS[half.kind]), Span(signed - 1, signed, SIGNS[half.kind])]
    if lead[signed - 2] == BEFORE_GLYPH:
        spans.append(Span(signed - 2, signed - 1, FOLD))
    spans += [Span(len(whole), len(whole) + 1, FOLD)] if end else []
    return whole + end, [*spans, *inside]
