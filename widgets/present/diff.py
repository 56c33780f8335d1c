"""Rows of a unified diff: a gutter of line numbers, the sign, and the text on its tint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content, Span

from playhead.edits.diff_index import ADDED as NEW_FILE
from playhead.edits.diff_index import BINARY, DELETED, RENAMED, DiffLine, FileSpan
from playhead.model import Edit
from playhead.text import clean
from widgets.blocks.panning import Window
from widgets.present.fit import shorten_path
from widgets.present.palette import (
    ADDED,
    ADDED_SIGN,
    AFTER_GLYPH,
    BEFORE_GLYPH,
    EMPHASIS,
    FAINT,
    FOLD,
    FOLDED_GLYPH,
    HUNK,
    MUTED,
    REMOVED,
    REMOVED_SIGN,
    on_tint,
)

TINTS = {"+": ADDED, "-": REMOVED}
SIGNS = {"+": ADDED_SIGN, "-": REMOVED_SIGN}


@dataclass(frozen=True, slots=True)
class Gutter:
    """The numbers before a line: of the old and the new file, or in a narrow pane of the file the line is in."""

    digits: int
    both: bool

    @property
    def cells(self) -> int:
        """How many cells stand before the sign."""
        return 1 + (self.digits + 1) * (2 if self.both else 1)

    def room(self, width: int) -> int:
        """Return how many cells the text has, after the sign and before a free cell at the right."""
        return max(1, width - self.cells - 2)

    def text(self, line: DiffLine) -> str:
        """Return the numbers of a line."""
        old, new = self._number(line.old_number), self._number(line.new_number)
        if self.both:
            return f" {old} {new} "
        return f" {new if line.new_number is not None else old} "

    def _number(self, number: int | None) -> str:
        return f"{'' if number is None else number:>{self.digits}}"


def diff_rows(
    line: DiffLine,
    text: str,
    rows: Sequence[Window],
    *,
    colours: Sequence[Span],
    gutter: Gutter,
    width: int,
    noted: int = 0,
) -> list[Content]:
    """Return the rows of one line of a diff; `text` is the line through the gate, `rows` what is in sight of it.

    The last `noted` characters of a hunk's head are a note of ours.
    """
    if line.kind == "hunk":
        return [hunk_row(text, row.start, row.end, noted) for row in rows]
    if line.kind not in TINTS and line.kind != " ":
        return [Content(f" {text[row.start : row.end]}", [Span(0, row.end - row.start + 1, MUTED)]) for row in rows]
    made = []
    for number, row in enumerate(rows):
        numbers = " " * gutter.cells if number else gutter.text(line)
        sign = line.kind if not number else " "
        shift = len(numbers) + 1 - row.start
        inside = [
            Span(
                max(span.start, row.start) + shift,
                min(span.end, row.end) + shift,
                on_tint(str(span.style)) if line.kind in TINTS else span.style,
            )
            for span in colours
            if span.end > row.start and span.start < row.end
        ]
        made.append(_body_row(numbers, sign, text, row, line.kind, colours=inside, width=width))
    return made


def _body_row(
    numbers: str, sign: str, line: str, row: Window, kind: str, *, colours: Sequence[Span], width: int
) -> Content:
    text = line[row.start : row.end]
    signed = len(numbers) + 1
    tint = TINTS.get(kind)
    numbers = numbers[:-1] + BEFORE_GLYPH if row.before else numbers
    end = AFTER_GLYPH if row.after else ""
    padding = " " * max(0, width - signed - Content(text).cell_length - len(end)) if tint or end else ""
    spans = [Span(0, len(numbers), FAINT)]
    if tint:
        spans.append(Span(len(numbers), signed + len(text) + len(padding), tint))
        spans.append(Span(len(numbers), signed, SIGNS[kind]))
    spans += [Span(len(numbers) - 1, len(numbers), FOLD)] if row.before else []
    whole = numbers + sign + text + padding
    spans += [Span(len(whole), len(whole) + 1, FOLD)] if end else []
    return Content(whole + end, [*spans, *colours])


def hunk_row(text: str, start: int, stop: int, noted: int = 0) -> Content:
    """Return a row of a hunk's head: the words after it less faint than the numbers, and a note of ours at its end."""
    numbers = text.find("@@", 2)
    numbers = len(text) if numbers < 0 else numbers + 2
    parts = ((0, numbers, FAINT), (numbers, len(text) - noted, MUTED), (len(text) - noted, len(text), HUNK))
    spans = [
        Span(max(first, start) - start + 1, min(last, stop) - start + 1, style)
        for first, last, style in parts
        if max(first, start) < min(last, stop)
    ]
    return Content(f" {text[start:stop]}", spans)


def edit_head(edit: Edit, file: FileSpan | None, *, is_open: bool, width: int) -> Content:
    """Return the row above a diff: the file, what became of it, `+6 -1`; a glyph in front where it is closed."""
    path = clean(edit.path or (file.path if file else ""))
    what = _status(edit, file)
    added = file.added if edit.added is None and file else edit.added
    removed = file.removed if edit.removed is None and file else edit.removed
    counts = "" if added is None else f"+{added} -{removed or 0}"
    path = shorten_path(path, max(8, width - len(what) - len(counts) - 8))
    lead = "" if is_open else f"{FOLDED_GLYPH} "
    return Content.assemble(
        " ",
        (lead, FOLD),
        (path, EMPHASIS),
        "  " if counts else "",
        (counts, MUTED),
        (f"  {what}" if what else "", MUTED),
    )


def _status(edit: Edit, file: FileSpan | None) -> str:
    notes = []
    if file and file.status in (NEW_FILE, DELETED, RENAMED, BINARY):
        notes.append(f"renamed from {clean(file.old_path)}" if file.status == RENAMED else file.status)
    if edit.derived:
        notes.append("derived")
    return ", ".join({NEW_FILE: "new file"}.get(note, note) for note in notes)
