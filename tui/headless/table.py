"""Plain aligned tables on stdout. Every cell passes the gate; on a terminal one column gives way to its width."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from playhead.text import cell_width, clean

_GAP = "  "
_NARROWEST = 12


def print_table(rows: Sequence[Sequence[str]], *, flexible: int, right: frozenset[int] = frozenset()) -> None:
    """Write rows of equal length; `right` columns are aligned right, the `flexible` one is shortened to fit.

    Nothing is shortened where stdout is no terminal. A column that is empty in every row is left out.
    """
    cells = [[clean(cell) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(cell_width(row[place]) for row in cells) for place in range(len(cells[0]))]
    shown = [place for place, width in enumerate(widths) if width]
    spare = _line_width() - sum(widths[place] for place in shown) - len(_GAP) * (len(shown) - 1)
    if spare < 0:
        widths[flexible] = max(_NARROWEST, widths[flexible] + spare)
    for row in cells:
        line = _GAP.join(_cell(row[place], widths[place], place in right) for place in shown)
        _write(line.rstrip())


def print_line(text: str) -> None:
    """Write one line of text through the gate."""
    _write(clean(text))


def say(text: str) -> None:
    """Write one sentence to a person, to stderr."""
    print(f"playhead: {clean(text)}", file=sys.stderr)


def shorten(text: str, width: int) -> str:
    """Return the text in at most `width` cells, with `…` where something is left out."""
    if cell_width(text) <= width:
        return text
    kept = text[: max(0, width - 1)]
    while kept and cell_width(kept) > width - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _cell(text: str, width: int, right: bool) -> str:
    text = shorten(text, width)
    blank = " " * (width - cell_width(text))
    return blank + text if right else text + blank


def _write(line: str) -> None:
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


def _line_width() -> int:
    return shutil.get_terminal_size((120, 24)).columns if sys.stdout.isatty() else sys.maxsize
