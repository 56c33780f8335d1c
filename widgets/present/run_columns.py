"""The columns of a list of runs: which there are, how wide each is, and which give way where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playhead.model import Status
from playhead.text import clean
from widgets.present.amounts import duration, money
from widgets.present.fit import cut, pad, pad_left
from widgets.present.palette import FAILURE, FAINT, LABEL, MUTED, PLAIN, STATUS_STYLES, SUCCESS, WARNING

Piece = tuple[str, str]
SKIPPED_GLYPH = "-"
UNREADABLE = "unreadable"
_OTHERS_AT_MOST = 9
_DONE_BY = 12
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class RunRow:
    """What is known of a run. `path` is shown relative to the folder; None stands for what is not read yet.

    `failed` counts failed actions, `labels` all labels and `mine` one's own. `done_by` are the others who are done
    with it, `skipped_by` those who put it aside. `reason` says why the run could not be opened; such a row stays in
    the list. `hidden`: how it ended is not told, because one labels blind. `stopped` marks the run that one was in
    last, `running` one that is still being written.
    """

    path: str
    title: str = ""
    outcome: Status | None = None
    steps: int | None = None
    failed: int | None = None
    labels: int | None = None
    mine: int | None = None
    done: bool = False
    skipped: bool = False
    done_by: tuple[str, ...] = ()
    skipped_by: tuple[str, ...] = ()
    duration_s: float | None = None
    cost_usd: float | None = None
    agent: str = ""
    reason: str | None = None
    hidden: bool = False
    stopped: bool = False
    running: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its `name` in the head, the `key` of the order by it, from which width on it is there."""

    name: str
    key: str
    cells: int
    from_width: int
    piece: Callable[[RunRow], Piece]
    left: bool = False
    optional: bool = False
    """Left out of a list where no run has anything to say in it."""

    def cell(self, row: RunRow) -> Piece:
        """Return what the column says of a run in exactly its width, and in which style."""
        text, style = self.piece(row)
        text = cut(text, self.cells - 1)
        return pad(text, self.cells) if self.left else pad_left(text, self.cells), style

    def head(self, arrow: str) -> str:
        """Return the column's name in exactly its width, with the arrow of an order by it."""
        name = cut(f"{self.name}{arrow}", self.cells - 1 if self.left else self.cells)
        return pad(name, self.cells) if self.left else pad_left(name, self.cells)


def _outcome(row: RunRow) -> Piece:
    if row.reason is not None:
        return UNREADABLE, WARNING
    if row.outcome is None:
        return "…", FAINT
    if row.running:
        return RUNNING, SUCCESS
    return ("hidden", MUTED) if row.hidden else (str(row.outcome), STATUS_STYLES[row.outcome])


def _steps(row: RunRow) -> Piece:
    return "" if row.steps is None else f"{row.steps:,}", PLAIN


def _failed(row: RunRow) -> Piece:
    return (f"{row.failed:,}✗", FAILURE) if row.failed else ("", PLAIN)


def _labels(row: RunRow) -> Piece:
    if not row.labels:
        return "", PLAIN
    return (f"{row.labels:,}●" if row.mine == row.labels else f"{row.mine or 0:,}/{row.labels:,}●"), LABEL


def _done(row: RunRow) -> Piece:
    others = f"+{len(row.done_by)}" if row.done_by else ""
    mine = "✓" if row.done else SKIPPED_GLYPH if row.skipped else " "
    return f"{mine}{others}", SUCCESS if row.done else MUTED


def _time(row: RunRow) -> Piece:
    return duration(row.duration_s), MUTED


def _cost(row: RunRow) -> Piece:
    return money(row.cost_usd) if row.cost_usd else "", MUTED


def _done_by(row: RunRow) -> Piece:
    names = [*row.done_by, *(f"{SKIPPED_GLYPH}{name}" for name in row.skipped_by)]
    return f"  {clean(', '.join(names[:_OTHERS_AT_MOST])[:_LOOKED_AT])}", MUTED


RUNNING = "running"
DONE = Column("done", "", 5, 30, _done, left=True, optional=True)
OUTCOME = Column("outcome", "outcome", 9, 0, _outcome, left=True)
FIGURES = (
    Column("steps", "steps", 6, 40, _steps),
    Column("fails", "failures", 7, 48, _failed),
    Column("time", "time", 8, 96, _time, optional=True),
    Column("cost", "cost", 9, 108, _cost, optional=True),
    Column("labels", "labels", 8, 56, _labels, optional=True),
)
DONE_BY = Column("  done by", "", _DONE_BY, 132, _done_by, left=True, optional=True)


_EVERY = (DONE, OUTCOME, *FIGURES, DONE_BY)
TASK = "task"
"""The column of tasks, left out where all runs have the same one: then it is said once, in the head."""
OPTIONAL = frozenset(column.name for column in _EVERY if column.optional) | {TASK}
"""The names of the columns that are left out where no run has anything of its own to say in them."""


def columns_in(width: int, used: frozenset[str] = OPTIONAL) -> tuple[Column, ...]:
    """Return the columns that there is room for in `width` cells, in their order; of the optional ones those `used`."""
    return tuple(
        column for column in _EVERY if width >= column.from_width and (not column.optional or column.name in used)
    )


def used_by(row: RunRow) -> frozenset[str]:
    """Return the names of the optional columns in which a run has something to say."""
    return frozenset(column.name for column in _EVERY if column.optional and column.piece(row)[0].strip())
