"""One row of the label shelf, and the shelf in a line or two where there is no room for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from widgets.present.fit import cut, pad
from widgets.present.palette import (
    BAR_GLYPH,
    CONFLICT,
    EMPHASIS,
    FAINT,
    KEY,
    LABEL,
    LABEL_GLYPH,
    MUTED,
    PLAIN,
    PROPOSED,
)
from widgets.present.shelf import REQUIRED, ShelfRow

_KEYS = 4
_NAME_AT_LEAST = 6
_OPTION_AT_LEAST = 3
_STYLE_OF_MARK = {"●": LABEL, "○": LABEL, "≠": CONFLICT, "~": CONFLICT, "?": PROPOSED}
_PIECES = 5
"""Of each label in the compact shelf."""
Piece = tuple[str, str]
_Layout = tuple[Sequence[tuple[str, str, bool]], str, str, str]
"""Options, what stands between key and name, what between options, and what at the right."""


def shelf_row_content(row: ShelfRow, width: int) -> Content:
    """Return a row in exactly `width` cells: keys, name, value at the right, who said it, how it stands."""
    if width < 12:
        return Content(pad(f"{row.keys} {row.name} {row.value}".strip(), max(0, width)))
    if row.role == "heading":
        name = cut(row.name, width - 1)
        gap = width - cell_len(name) - cell_len(row.value) - 3
        value = row.value if gap >= 1 else ""
        return (
            Content.assemble((f" {name}", EMPHASIS), " " * max(1, gap), (value, KEY))
            .truncate(width)
            .pad_right(max(0, width - 1 - cell_len(name) - max(1, gap) - cell_len(value)))
        )
    if row.role == "options":
        return _options(row, width)
    if row.role == "meant":
        return Content.styled(f"     {pad(row.value, width - 5)}", CONFLICT)
    if row.role == "evidence":
        return Content.assemble("     ", (BAR_GLYPH, LABEL), " ", (pad(row.value, width - 7), MUTED))
    if row.role == "note":
        return Content.styled(f"     “{pad(row.value, width - 6)}", MUTED)
    return _label(row, width)


def compact_rows(rows: Sequence[ShelfRow], width: int) -> tuple[Content, ...]:
    """Return the shelf in two rows: what is said of step, span and run; below it what is still required.

    In label mode the second row tells the keys that label at once.
    """
    pieces: list[Piece] = []
    section, of_run = "", 0
    for row in rows:
        if row.role == "heading":
            section = row.name.removeprefix("STEP ")
            section = section.lower() if row.name == section else section
        elif row.mark:
            shown = _said(row)
            of_run = of_run or (len(pieces) if section == "run" else 0)
            lead = f"   {section}: " if pieces and section else f" {section}: " if section else " · "
            who = f" {row.who}" if row.who and row.mark in {"≠", "?"} else ""
            style = _STYLE_OF_MARK.get(row.mark, PLAIN)
            sign = "" if row.mark == "?" else f" {row.mark}"  # what is proposed is a question already
            keys = f" {row.answers}" if row.answers else ""
            pieces += [(lead, MUTED), (shown, style), (who, MUTED), (keys, KEY), (sign, style)]
            section = ""
    if not pieces:
        pieces = [(f" {rows[0].name.removeprefix('STEP ') if rows else ''}: no label", FAINT)]
    below = [piece for row in rows for piece in _at_once(row)] or _required(rows)
    if len(below) == 1 and _cells(pieces) > width:
        place = of_run or _last_that_fits(
            pieces, width
        )  # nothing is required: the run's labels have a row, or the rest
        below, pieces = [*_begun(pieces[place:])], pieces[:place]
    return _one_line(pieces, width), _one_line(below, width)


def _begun(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces as the first of a row: without the sign that parts them from others."""
    for place, (text, style) in enumerate(pieces):
        yield (text.removeprefix(" ·") if place == 0 else text), style


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(text) for text, _ in pieces)


def _last_that_fits(pieces: Sequence[Piece], width: int) -> int:
    """Return how many pieces a row takes whole labels of, at least those of the first."""
    places = range(2 * _PIECES, len(pieces) + 1, _PIECES)
    return max((place for place in places if _cells(pieces[:place]) <= width), default=_PIECES)


def _required(rows: Sequence[ShelfRow]) -> list[Piece]:
    missing = [row for row in rows if row.value == REQUIRED and not row.mark]
    pieces: list[Piece] = [(" required: " if missing else " ", FAINT)]
    for place, row in enumerate(missing):
        pieces += [(", " if place else "", FAINT), (f"{row.name} ", MUTED), (f"({row.keys})", KEY)]
    return pieces


def _label(row: ShelfRow, width: int) -> Content:
    value, who = row.value, f" {row.who}" if row.who else ""
    end = f" {row.answers or row.mark or ' '}"
    value = value.removesuffix("?") if end == " ?" else value  # it is asked once
    room = width - _KEYS - 1 - cell_len(end)
    if min(cell_len(row.name), _NAME_AT_LEAST) + bool(row.name) + cell_len(value) + cell_len(who) > room:
        who = ""
    value = cut(value, room - (min(cell_len(row.name), _NAME_AT_LEAST) + 1 if row.name else 0))
    left = room - cell_len(value) - cell_len(who)
    name = f"{pad(row.name, left - 1)} " if value and row.name and left > 1 else pad(row.name, left)
    said = _STYLE_OF_MARK.get(row.mark, FAINT)
    return Content.assemble(
        (f" {pad(row.keys, _KEYS)}", KEY if row.live else MUTED),
        (name, PLAIN if row.mark and row.role != "value" else MUTED),
        (value, said),
        (who, MUTED),
        (end, KEY if row.answers else said),
    )


def _options(row: ShelfRow, width: int) -> Content:
    """Return the options of a label that bare keys pick, all in one row: `+●helps  0 neutral  - harms   ●`.

    Where there is no room blanks go first, then letters of the names, and only then who chose.
    """
    names, between, gap, end = next(
        (one for one in _layouts(row) if _cells_of(*one) <= width), (row.choices, "", " ", f" {row.mark or ' '}")
    )
    pieces: list[Piece] = [(" ", PLAIN)]
    for key, name, chosen in names:
        sign = (row.mark or LABEL_GLYPH) if chosen else between
        pieces += [(key, KEY if row.live else MUTED), (f"{sign}{name}", LABEL if chosen else MUTED), (gap, PLAIN)]
    line = Content.assemble(*pieces).truncate(max(0, width - cell_len(end)))
    return line.pad_right(max(0, width - cell_len(end) - line.cell_length)).append(Content.styled(end, LABEL))


def _layouts(row: ShelfRow) -> Iterator[_Layout]:
    """Yield how the options may stand, from the roomiest on."""
    mark = f" {row.mark or ' '}"
    end = f" {row.who}{mark}" if row.who else mark
    for between, gap in ((" ", "  "), (" ", " "), ("", " ")):
        yield row.choices, between, gap, end
    most = max((cell_len(name) for _, name, _ in row.choices), default=0)
    for ending, least in ((end, _OPTION_AT_LEAST), (mark, 1)):
        for longest in range(most - 1, least - 1, -1):
            yield tuple((key, cut(name, longest), chosen) for key, name, chosen in row.choices), "", " ", ending


def _cells_of(names: Sequence[tuple[str, str, bool]], between: str, gap: str, end: str) -> int:
    """Return the cells of the options in a row, the chosen one with its sign."""
    signs = (1 if chosen else len(between) for _, _, chosen in names)
    return 1 + sum(cell_len(key + name + gap) for key, name, _ in names) + sum(signs) - len(gap) + cell_len(end)


def _said(row: ShelfRow) -> str:
    if row.role == "options":
        return next((name for _, name, chosen in row.choices if chosen), "")
    if row.role in {"option", "note"}:
        return row.name or "note"
    return " ".join(one for one in (row.name, row.value) if one)


def _at_once(row: ShelfRow) -> list[Piece]:
    if not row.live:
        return []
    if row.role == "options":
        return [piece for key, name, _ in row.choices for piece in ((f" {key}", KEY), (f" {name} ", MUTED))]
    return [(f" {row.keys}", KEY), (f" {row.name} ", MUTED)]


def _one_line(pieces: Sequence[Piece], width: int) -> Content:
    return Content.assemble(*pieces).truncate(max(0, width), ellipsis=True)
