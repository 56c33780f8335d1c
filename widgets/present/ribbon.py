"""The whole run in one or two rows: what each stretch was for, where it failed, what is labelled, where we are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from textual.content import Content

from playhead.insight.phases import PHASES, phases_by_kind
from playhead.model import Phase
from playhead.storage.source import Columns
from playhead.text import is_only_ascii
from widgets.present.palette import (
    EMPHASIS,
    FAILED_GLYPH,
    FAILURE,
    FAINT,
    FOUND,
    FOUND_GLYPH,
    LABEL,
    PASSED_GLYPH,
    PHASE_LETTERS,
    PHASE_STYLES,
    PLAIN,
    SOLVED_GLYPH,
    UNSAVED_LABEL_GLYPH,
    UNSOLVED_GLYPH,
)

if TYPE_CHECKING:
    from widgets.present.ribbon_events import RibbonEvents

HERE = "▲"
HERE_STYLE = "bold reverse"
HIDDEN_GLYPH = "·"
Cell = tuple[str, str]
BLANK: Cell = (" ", PLAIN)
_LINES = f" {SOLVED_GLYPH}{UNSOLVED_GLYPH}"
_PASSED_IN_ASCII = "+"
"""In ASCII a check is a `v`, as is the small letter of a verification."""
_NONE = PHASES.index(Phase.NONE)
_SPOKEN_FIRST = [PHASES.index(phase) for phase in PHASES if phase is not Phase.NONE]


@dataclass(frozen=True, slots=True)
class RibbonCells:
    """One entry a cell: its phase (a place in PHASES), whether a step of it failed, the dot of its labels.

    `steps` is how many steps the cells stand for. `found`: a search found something in the cell. `hidden`: a filter
    shows no step of it. Both are empty where there is no search and no filter. `under` stands where nothing else
    does: moments as lines, tests that passed; empty while the rules have found nothing.
    """

    steps: int
    phases: bytes
    failed: bytes
    dots: str
    found: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    under: tuple[Cell, ...] = ()

    def cell_of(self, position: int) -> int:
        """Return the cell that shows the step at `position`; 0 where there is none."""
        return cell_of(position, self.steps, len(self.phases))


def cell_of(position: int, steps: int, cells: int) -> int:
    """Return which of `cells` shows the step at `position` of `steps`; inverse of `first_step`."""
    if not steps or not cells:
        return 0
    position = max(0, min(position, steps - 1))
    return ((position + 1) * cells - 1) // steps


def first_step(cell: int, steps: int, cells: int) -> int:
    """Return the position of the first step that `cell` shows; `steps` for the cell behind the last."""
    return cell * steps // cells if cells else 0


def ribbon_cells(
    columns: Columns,
    marks: Mapping[int, str],
    width: int,
    *,
    found: Sequence[int] = (),
    shown: Sequence[int] | None = None,
    events: RibbonEvents | None = None,
) -> RibbonCells:
    """Return the cells of a run in at most `width` cells: one a step, or several steps in each.

    Of several phases the most frequent is shown, of what happened the worst: a failure, then a label that is not
    safe yet, then a label, then what a search found, then tests that passed, then the worst moment. `found` and
    `shown` are positions of steps.
    """
    steps = len(columns.kinds)
    cells = max(0, min(steps, width))
    bounds = [first_step(cell, steps, cells) for cell in range(cells + 1)]
    phases = phases_by_kind(columns.kinds)
    phases = phases if events is None else events.phases(phases)
    dots = [" "] * cells
    for position, dot in marks.items() if cells else ():
        if 0 <= position < steps:
            cell = ((position + 1) * cells - 1) // steps  # as `cell_of` has it; there may be thousands
            if dots[cell] != UNSAVED_LABEL_GLYPH:
                dots[cell] = dot
    pairs = list(pairwise(bounds))
    failed = columns.failed if events is None else events.failed(columns.failed)
    return RibbonCells(
        steps,
        bytes(_prevailing(phases, start, stop) for start, stop in pairs),
        bytes(failed.count(0, start, stop) < stop - start for start, stop in pairs),
        "".join(dots),
        _cells_of(found, steps, cells),
        frozenset() if shown is None else frozenset(range(cells)) - _cells_of(shown, steps, cells),
        () if events is None else events.cells(steps, cells),
    )


def ribbon_rows(cells: RibbonCells, cursor: int, number: str, width: int, *, rows: int) -> tuple[Content, ...]:
    """Return the ribbon in one or two rows of `width` cells.

    In two rows the cursor is `▲17` under the phases (`number` is left out where it would hide something), so that
    a step sends little; in one row its cell is reversed and a labelled one underlined. There a phase's letter is small
    within a moment, in the colour of one that was not solved, and tests that passed stand in place of it.
    """
    here = cells.cell_of(cursor) if cells.phases else -1
    if rows == 1:
        lines = [_runs(_one_row(cells, here))]
    else:
        lines = [
            _runs([_phase(place, cell in cells.hidden) for cell, place in enumerate(cells.phases)]),
            _runs(_joined(_numbered(_event_row(cells, here, width), here, number))),
        ]
    return tuple(_exactly(Content.assemble(*line), width) for line in lines)


def _cells_of(positions: Iterable[int], steps: int, cells: int) -> frozenset[int]:
    return frozenset(cell_of(position, steps, cells) for position in positions) if cells else frozenset()


def _prevailing(phases: bytes, start: int, stop: int) -> int:
    if stop - start == 1:
        return phases[start]
    stretch = phases[start:stop]
    most = max(_SPOKEN_FIRST, key=stretch.count)
    return most if most in stretch else _NONE


def _event_row(cells: RibbonCells, here: int, width: int) -> list[Cell]:
    drawn: list[Cell] = []
    for cell, failed in enumerate(cells.failed):
        if failed or cells.dots[cell] != " " or cell in cells.found:
            drawn.append(_reversed_at(here, cell, *_event(cells, cell)))
        else:
            under = cells.under[cell] if cells.under else BLANK
            if cell == here and under[0] in _LINES:
                drawn.append((HERE, EMPHASIS))
            else:
                drawn.append(_reversed_at(here, cell, *under))
    return drawn + [BLANK] * (width - len(drawn))


def _numbered(row: list[Cell], here: int, number: str) -> list[Cell]:
    """Return the row with the step's number beside the cursor, right of it or left, where nothing stands."""
    size = len(number)
    for start in (here + 1, here - size):
        taken = row[start : start + size] if here >= 0 and start >= 0 else []
        if size and len(taken) == size and all(text in _LINES for text, _ in taken):
            return [*row[:start], *((digit, EMPHASIS) for digit in number), *row[start + size :]]
    return row


def _joined(row: list[Cell]) -> list[Cell]:
    """Return the row with its blanks in the style before them, where that shows nothing: fewer runs to send."""
    joined: list[Cell] = []
    for text, style in row:
        before = joined[-1][1] if joined else style
        joined.append((text, before if text == " " and before != HERE_STYLE and "underline" not in before else style))
    return joined


def _one_row(cells: RibbonCells, here: int) -> list[Cell]:
    return [_reversed_at(here, cell, *_both(cells, cell)) for cell in range(len(cells.phases))]


def _both(cells: RibbonCells, cell: int) -> Cell:
    """Return what one row shows of a cell: a label underlines the letter of the phase, it does not hide it."""
    letter, style = _with_moment(cells, cell, *_phase(cells.phases[cell], cell in cells.hidden))
    if cells.failed[cell]:
        return _event(cells, cell)
    if cells.dots[cell] != " ":
        text = FOUND_GLYPH if cell in cells.found else letter
        return text, f"{FAINT if cell in cells.hidden else LABEL} underline"
    return _event(cells, cell) if cell in cells.found else (letter, style)


def _with_moment(cells: RibbonCells, cell: int, letter: str, style: str) -> Cell:
    """Return a phase's letter as it stands in one row: small within a moment, a check where tests passed."""
    under, worst = cells.under[cell] if cells.under and cell not in cells.hidden else BLANK
    if under == UNSOLVED_GLYPH:
        return letter.lower(), worst
    if under == SOLVED_GLYPH:
        return letter.lower(), style
    if under == " ":
        return letter, style
    return _PASSED_IN_ASCII if under == PASSED_GLYPH and is_only_ascii() else under, worst


def _phase(place: int, hidden: bool) -> Cell:
    return (HIDDEN_GLYPH, FAINT) if hidden else (PHASE_LETTERS[PHASES[place]], PHASE_STYLES[PHASES[place]])


def _event(cells: RibbonCells, cell: int) -> Cell:
    text, style = (FAILED_GLYPH, FAILURE) if cells.failed[cell] else (cells.dots[cell], LABEL)
    if text == " ":
        return FOUND_GLYPH, FOUND
    hidden = FAINT if cell in cells.hidden else style
    return text, f"{style} underline" if cell in cells.found else hidden


def _reversed_at(here: int, cell: int, text: str, style: str) -> Cell:
    underlined = " underline" if "underline" in style else ""
    return text, HERE_STYLE + underlined if cell == here else style


def _runs(row: list[Cell]) -> list[Cell]:
    """Return neighbours of one style as one run: fewer bytes on the wire."""
    return [("".join(text for text, _ in run), style) for style, run in groupby(row, key=lambda one: one[1])]


def _exactly(line: Content, width: int) -> Content:
    return line.truncate(width).pad_right(max(0, width - line.cell_length))
