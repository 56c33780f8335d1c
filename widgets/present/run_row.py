"""A run as one row of a folder's list: how it ended, how long it is, what failed, what is labelled, which it is."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from playhead.model import Status
from playhead.text import clean
from widgets.present.fit import cut, pad, pad_left, shorten_path
from widgets.present.palette import FAILURE, FAINT, LABEL, MUTED, PLAIN, STATUS_STYLES, SUCCESS, WARNING

_LOOKED_AT = 300
_FIGURES = (("steps", 6), ("failed", 7), ("labels", 7))
_OUTCOME = 10
_PATH_AT_MOST = 48
_BEFORE_NAME = 3 + _OUTCOME + sum(width for _, width in _FIGURES) + 2


@dataclass(frozen=True, slots=True)
class RunRow:
    """What is known of a run. `path` is shown relative to the folder; None stands for what is not read yet.

    `failed` counts failed actions. `reason` says why the run could not be opened; such a row stays in the list.
    """

    path: str
    title: str = ""
    outcome: Status | None = None
    steps: int | None = None
    failed: int | None = None
    labels: int | None = None
    done: bool = False
    reason: str | None = None


def run_row_content(row: RunRow, width: int) -> Content:
    """Return the row in exactly `width` cells; the name gives way, from the left where it is a path."""
    path = clean(row.path[-_LOOKED_AT:])
    if row.reason is not None:
        room = max(0, width - 3 - _OUTCOME)
        name = shorten_path(path, max(1, min(cell_len(path), room // 2)))
        return _exactly(
            width,
            (f"   {pad('unread', _OUTCOME)}", WARNING),
            (cut(name, room), PLAIN),
            (f"  {clean(_reason(row)[:_LOOKED_AT])}", WARNING),
        )
    outcome = "" if row.outcome is None else str(row.outcome)
    return _exactly(
        width,
        (" ✓ " if row.done else "   ", SUCCESS),
        (pad(outcome or "…", _OUTCOME), STATUS_STYLES[row.outcome] if row.outcome else FAINT),
        (pad_left(_count(row.steps), _FIGURES[0][1]), PLAIN),
        (pad_left(f"{row.failed:,}✗" if row.failed else "", _FIGURES[1][1]), FAILURE),
        (pad_left(f"{row.labels:,}●" if row.labels else "", _FIGURES[2][1]), LABEL),
        ("  ", PLAIN),
        *_name(clean(row.title[:_LOOKED_AT]), path, max(0, width - _BEFORE_NAME - 1)),
    )


def run_head_content(width: int, count: str = "") -> Content:
    """Return the head of the list's columns; at its right end `count`, which run of how many the cursor is on."""
    figures = "".join(pad_left(name, cells) for name, cells in _FIGURES)
    room = max(0, width - _BEFORE_NAME - 1)
    names = f"{pad('run', _path_cells(room))}  {pad('task', max(0, room - _path_cells(room) - 2 - len(count)))}"
    return _exactly(width, (f"   {pad('outcome', _OUTCOME)}{figures}  {names}{count}", MUTED))


def _name(title: str, path: str, room: int) -> list[tuple[str, str]]:
    """Return path and title in two columns; without a title the path has all the room."""
    if not title or title == path:
        return [(shorten_path(path, max(1, room)), PLAIN)]
    cells = _path_cells(room)
    return [
        (pad(shorten_path(path, max(1, cells)), cells), PLAIN),
        ("  ", PLAIN),
        (cut(title, room - cells - 2), MUTED),
    ]


def _path_cells(room: int) -> int:
    """Return the width of the column of paths: a little more than half, as they tell runs of one task apart."""
    return min(_PATH_AT_MOST, room * 11 // 20)


def _reason(row: RunRow) -> str:
    """Return the reason without the path it begins with, which the row shows already."""
    reason = row.reason or ""
    before, path, rest = reason.partition(row.path or "\0")
    return rest.lstrip(" :") if path and rest.strip() and " " not in before else reason


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _exactly(width: int, *pieces: tuple[str, str]) -> Content:
    line = Content.assemble(*pieces).truncate(max(0, width), ellipsis=True)
    return line.pad_right(max(0, width - line.cell_length))
