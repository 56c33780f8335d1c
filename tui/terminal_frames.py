"""What the terminal shows, cell by cell: of a frame only the cells that differ are sent, whoever asked for it.

Textual draws panes whole when one is laid out, focused or uncovered. What it wants to show is compared here with
what was sent before. A stretch of a row with a character that is not one cell wide goes whole: terminals disagree
on such, and the start of a stretch is where they agree again.

What a terminal would obey stops here at the latest, whichever pane let it by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from playhead.text import stopped
from tui.terminal_looks import PLAIN, Look, change, look_of

Cell = tuple[str, Look]
"""A character and its look; of a wide one the first cell has it, the others have ""."""
Piece = tuple[int, list[Cell]]
"""Cells of a row, from a column on."""
_UNKNOWN: Cell = ("\0", PLAIN)
_BRIDGED = 5
"""Cells that are alike between two that differ are sent with them: a move costs about as much."""


class TerminalFrames:
    """The terminal's screen as far as it is known."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []

    def forget(self) -> None:
        """Take it that anything may stand on the terminal: it was resized, or somebody else wrote on it."""
        self._rows = []

    @property
    def known(self) -> bool:
        """Whether something was sent since; else an update must be one of the whole screen."""
        return bool(self._rows)

    def frame(self, update: LayoutUpdate | ChopsUpdate, colours: ColorSystem) -> str:
        """Return what to send for the terminal to show an update; "" where it shows that already."""
        if isinstance(update, LayoutUpdate):
            pieces = _of_layout(update, colours)
            if update.region.size != self._size:
                self._rows = [[_UNKNOWN] * update.region.width for _ in range(update.region.height)]
        else:
            pieces = _of_chops(update, colours)
        pen = _Pen()
        for y, found in pieces:
            if y < len(self._rows):
                for x, cells in found:
                    self._draw(pen, y, x, cells)
        return pen.ended()

    @property
    def _size(self) -> tuple[int, int]:
        return (len(self._rows[0]) if self._rows else 0), len(self._rows)

    def _draw(self, pen: _Pen, y: int, x: int, cells: list[Cell]) -> None:
        row = self._rows[y]
        cells = cells[: len(row) - x]
        if row[x : x + len(cells)] == cells:
            return
        x, cells = _with_halves(row, x, cells)
        for start, stop in _stretches(row[x : x + len(cells)], cells):
            pen.draw(y, x + start, cells[start:stop])
        row[x : x + len(cells)] = cells


class _Pen:
    """Writes cells, moving and changing looks where that is needed."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._look = PLAIN

    def draw(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        self._written.append(f"\x1b[{y + 1};{x + 1}H")
        before: Look | None = None
        for text, look in cells:
            if look is not before:
                sequence, self._look = change(self._look, look)
                self._written.append(sequence)
                before = look
            self._written.append(text)

    def ended(self) -> str:
        """Return all of it; the look is plain after it."""
        if self._look != PLAIN:
            self._written.append("\x1b[m")
        return "".join(self._written)


def cells_of(strip: Strip, colours: ColorSystem) -> list[Cell]:
    """Return a strip cell by cell."""
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        text = stopped(text)  # noqa: PLW2901 - whichever pane forgot the gate: this is the last stop
        look = look_of(style, colours)
        blank = (" ", look.on_blank)
        if text.isascii():
            cells += [(one, look) if one != " " else blank for one in text]
        else:
            _add_wide(cells, text, look, blank)
    return cells


def _add_wide(cells: list[Cell], text: str, look: Look, blank: Cell) -> None:
    start = len(cells)
    for one in text:
        width = cell_len(one)
        if width:
            cells.append((one, look) if one != " " else blank)
            cells.extend([("", look)] * (width - 1))
        elif cells:  # joins the character before it
            lead = next(place for place in range(len(cells) - 1, -1, -1) if cells[place][0])
            cells[lead] = (cells[lead][0] + one, cells[lead][1])
    if len(cells) - start != (width := cell_len(text)):  # characters that are narrower together than one by one
        cells[start:] = [(text, look), *[("", look)] * (width - 1)][:width]


def _of_layout(update: LayoutUpdate, colours: ColorSystem) -> Iterator[tuple[int, list[Piece]]]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        pieces: list[Piece] = []
        for strip in strips:
            pieces.append((x, cells_of(strip, colours)))
            x += strip.cell_length
        yield y, pieces


def _of_chops(update: ChopsUpdate, colours: ColorSystem) -> Iterator[tuple[int, list[Piece]]]:
    """Yield every stretch that holds a cell which is to be drawn anew; Textual has made the whole of it."""
    drawn: set[tuple[int, int]] = set()
    for y, left, right in update.spans:
        pieces: list[Piece] = []
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < right and end > left and (y, x) not in drawn:
                drawn.add((y, x))
                pieces.append((x, cells_of(strip, colours)))
        yield y, pieces


def _with_halves(row: list[Cell], x: int, cells: list[Cell]) -> Piece:
    """Return a piece with what it leaves of wide characters at its edges: terminals show blanks there."""
    while x > 0 and row[x][0] == "":
        x -= 1
        cells = [(" ", row[x][1].on_blank), *cells]
    end = x + len(cells)
    while end < len(row) and row[end][0] == "":
        cells = [*cells, (" ", row[end][1].on_blank)]
        end += 1
    return x, cells


def _stretches(old: Sequence[Cell], new: Sequence[Cell]) -> Iterable[tuple[int, int]]:
    """Return where two rows of cells differ, as starts and ends."""
    if any(len(text) != 1 for text, _ in old) or any(len(text) != 1 for text, _ in new):
        return [(0, len(new))]
    found: list[tuple[int, int]] = []
    for place, (one, other) in enumerate(zip(old, new, strict=True)):
        if one == other:
            continue
        if found and place - found[-1][1] < _BRIDGED:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found
