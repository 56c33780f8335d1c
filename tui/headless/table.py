"""Plain aligned tables on stdout. Every cell passes the gate; on a terminal one column gives way to its width."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from playhead.text import cell_width, clean
from tui.streams import tell, write

_GAP = "  "
_NARROWEST = 12
_WIDEST = 80
_LAID_OUT = 512


def print_table(rows: Iterable[Sequence[str]], *, flexible: int, right: frozenset[int] = frozenset()) -> None:
    """Write rows of equal length; `right` columns are aligned right, the `flexible` one is the first to be shortened.

    Columns are laid out by the first 512 rows, so that a long table is not held; one that is empty in all of them is
    left out. Nothing is shortened where stdout is no terminal.
    """
    coming = iter(rows)
    first = [[clean(cell) for cell in row] for row in islice(coming, _LAID_OUT)]
    if not first:
        return
    widths = [max(cell_width(row[place]) for row in first) for place in range(len(first[0]))]
    shown = [place for place, width in enumerate(widths) if width]
    line = _line_width()
    if line is None:
        widths[flexible] = min(widths[flexible], _WIDEST)
    else:
        _fit(widths, shown, flexible, line - len(_GAP) * (len(shown) - 1))
    for row in chain(first, ([clean(cell) for cell in one] for one in coming)):
        cells = (
            # Numbers grow longer than in the rows that laid out the table; they are never cut.
            _cell(row[place], widths[place], right=place in right, cut=line is not None and place not in right)
            for place in shown
        )
        _write(_GAP.join(cells).rstrip())


def _fit(widths: list[int], shown: Sequence[int], flexible: int, room: int) -> None:
    """Narrow the columns until they fit: the flexible one first, then whichever is widest."""
    for place in (flexible, *sorted(shown, key=lambda one: -widths[one])):
        excess = sum(widths[one] for one in shown) - room
        if excess > 0:
            widths[place] = max(min(_NARROWEST, widths[place]), widths[place] - excess)


def print_line(text: str) -> None:
    """Write one line of text through the gate."""
    _write(clean(text))


def say(text: str) -> None:
    """Write one sentence to a person, to stderr, where there is somebody to read it."""
    tell(f"playhead: {clean(text)}")


def shorten(text: str, width: int) -> str:
    """Return the text in at most `width` cells, with `…` where something is left out."""
    if cell_width(text) <= width:
        return text
    kept = text[: max(0, width - 1)]
    while kept and cell_width(kept) > width - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _cell(text: str, width: int, *, right: bool, cut: bool) -> str:
    text = shorten(text, width) if cut else text
    blank = " " * (width - cell_width(text))
    return blank + text if right else text + blank


def _write(line: str) -> None:
    write(line.encode("utf-8", "replace") + b"\n")


def _line_width() -> int | None:
    """Return the columns of the terminal, None where stdout is none."""
    return shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else None
