"""Tables of text: a caption, heads, rows. What came from a record has passed the gate before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

WIDTH = 118


@dataclass(frozen=True, slots=True)
class Table:
    """A title, sentences under it, and rows under heads. `detail`: too long for a page, printed only."""

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    detail: bool = False

    def text(self) -> str:
        """Return the table as lines."""
        lines = [
            self.title,
            *(line for note in self.notes for line in wrap(note, WIDTH, initial_indent="  ", subsequent_indent="  ")),
        ]
        return "\n".join([*lines, *_aligned([self.heads, *self.rows] if self.heads else self.rows)])


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [_line(row, widths) for row in rows]


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
    return f"  {'  '.join(cells)}".rstrip()
