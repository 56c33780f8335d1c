"""The first picture of a run: its header and its first steps, drawn before the screen library has been imported.

It shows what the first frame of the library shows at the same cells: rows are made by the functions that the panes
use, places are those of `first_layout`, looks those of `first_looks.json`; tests hold all three to the real screen.
What takes longer to know (ribbon, detail, labels) is left blank for that frame to fill.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from playhead.insight.bookends import has_task
from playhead.model import Tape
from playhead.text import drawn_in_ascii, is_only_ascii
from tui.first_layout import Box, Panes, panes_at
from widgets.present.bookend_row import bookend_pieces, task_row
from widgets.present.header_pieces import SaveState, cells_of, header_pieces
from widgets.present.row_pieces import Piece, RowPlace, row_pieces

Looks = Mapping[str, Mapping[str, str]]
"""By place (header, row, cursor, rule) and style: the parameters of SGR."""
_LOOKS = Path(__file__).with_name("first_looks.json")


def looks_for(theme: str, environment: Mapping[str, str] = os.environ) -> Looks | None:
    """Return how styles are said in a theme on this terminal; None where that is not known beforehand."""
    depth = _depth(environment)
    if depth is None and not (theme.startswith("ansi") or theme == "none"):
        return None
    import orjson  # noqa: PLC0415 - only where there is a picture to draw

    looks: Looks | None = orjson.loads(_LOOKS.read_bytes()).get(theme, {}).get(depth or "many")
    return looks


def _depth(environment: Mapping[str, str]) -> str | None:
    """Return how many colours the library takes the terminal to have, as `rich.console` finds it."""
    if environment.get("TEXTUAL_COLOR_SYSTEM", "auto") != "auto":
        return None
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "many"
    return "256" if environment.get("TERM", "").strip().lower().endswith(("-256color", "-kitty")) else None


def first_picture(tape: Tape, size: tuple[int, int], looks: Looks, *, read_only: bool) -> str | None:
    """Return what puts the picture on an empty screen of `size` columns and rows; None where it has no place."""
    panes = panes_at(*size)
    if panes is None:
        return None
    blank, rule = looks["row"][""], looks["rule"][""]
    drawn = [*_ground(size, blank), *_header(tape, size[0], looks, read_only=read_only)]
    for y, (pieces, is_cursor) in enumerate(_rows(tape, panes.timeline), panes.timeline.y):
        drawn.append(_at(0, y) + _painted(pieces, looks["cursor" if is_cursor else "row"]))
    return "".join((*drawn, *_rules(panes, rule), "\x1b[m"))


def _ground(size: tuple[int, int], look: str) -> Iterator[str]:
    """Yield blanks for the whole screen, where a theme has a ground of its own: not every terminal erases in it."""
    if not look.endswith("49"):
        for y in range(size[1]):
            yield f"{_at(0, y)}\x1b[0;{look}m{' ' * size[0]}"


def _header(tape: Tape, width: int, looks: Looks, *, read_only: bool) -> Iterator[str]:
    pieces = header_pieces(tape, width, labels=0, saving=SaveState(read_only=read_only), place=None)
    if cells_of(pieces) == width:
        yield _at(0, 0) + _painted(pieces, looks["header"])


def _rows(tape: Tape, box: Box) -> Iterator[tuple[Iterable[Piece], bool]]:
    """Yield the rows of the timeline, and whether the cursor is on it: the task's, then the first steps."""
    place = RowPlace(digits=max(2, len(str(tape.steps.counted))))
    above = 1 if has_task(tape) else 0
    if above:
        yield bookend_pieces("task", task_row(tape), box.width, place), False
    for position in range(min(box.height - above, len(tape.steps))):
        here = RowPlace(place.digits, cursor=position == 0)
        yield row_pieces(tape.steps[position], box.width, here), position == 0


def _rules(panes: Panes, look: str) -> Iterator[str]:
    for box in panes.rules:
        for y in range(box.y, box.y + box.height):
            yield f"{_at(box.x, y)}\x1b[0;{look}m{_shown('│' if box.width == 1 else '─' * box.width)}"


def _painted(pieces: Iterable[Piece], looks: Mapping[str, str]) -> str:
    """Return pieces of a row in their looks; a style that has none here looks plain until the first frame."""
    return "".join(f"\x1b[0;{looks.get(style, looks[''])}m{_shown(text)}" for text, style in pieces if text)


def _shown(text: str) -> str:
    return drawn_in_ascii(text) if is_only_ascii() else text


def _at(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"
