"""The head of a run in one line: which run, how it ended, how long it is, and whether its labels are safe.

Pieces of text with the names of their styles, as in `row_pieces`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rich.cells import cell_len

from playhead.diagnostics import errors_in
from playhead.model import Tape
from playhead.text import clean, credentials_are_shown
from widgets.present.amounts import counted, duration, money
from widgets.present.fit import cut, cut_middle
from widgets.present.palette import (
    EMPHASIS,
    FAILURE,
    FAILURE_STRONG,
    FAINT,
    MUTED,
    PLAIN,
    STATUS_STYLES,
    SUCCESS,
    WARNING,
)
from widgets.present.row_pieces import Piece

_SEPARATOR = " · "
# A git remote, of whatever kind: its last two folders are whose it is and what it is called.
_REMOTE = re.compile(r"(?:[a-z+]+://|[\w.-]+@)\S*?([^/:\s]+/[^/\s]+?)(?:\.git)?/?")
_GAP = 3
_TITLE_AT_LEAST = 20
_TITLE_BESIDE_NOTE = 12
_NOTE_AT_LEAST = 12
_NOTE_RANK = 1


@dataclass(frozen=True, slots=True)
class SaveState:
    """How safe the labels of a run are: events that wait for the disk, events that the record does not hold yet."""

    waiting: int = 0
    not_in_record: int = 0
    problem: str | None = None
    read_only: bool = False

    def words(self) -> tuple[str, str]:
        """Return what the header says of it, and the style it says it in."""
        if self.problem:
            return f"{self.waiting or ''} not saved".strip(), FAILURE_STRONG
        if self.waiting:
            return "saving…", WARNING
        if self.read_only:
            return "read-only", MUTED
        if self.not_in_record:
            return f"saved, {counted(self.not_in_record, 'event')} not in the record", SUCCESS
        return "saved", SUCCESS

    @property
    def shorter(self) -> str:
        """What the header says of it where there is little room; "" where that is the same."""
        plain = not (self.problem or self.waiting or self.read_only)
        return "saved in journal" if plain and self.not_in_record else ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the line; the highest `rank` goes first when there is no room. Rank 0 stays, perhaps `shorter`."""

    text: str
    style: str
    rank: int
    shorter: str = ""


def header_pieces(
    tape: Tape | None,
    width: int,
    *,
    labels: int,
    saving: SaveState,
    place: tuple[int, int] | None,
    note: str = "",
    blind: bool = False,
    life: str = "",
) -> list[Piece]:
    """Return the header in `width` cells, or more where what must stay has no room for it.

    What matters least goes first; outcome and saved state stay.

    Before the title is cut, or anything goes, what can be said in fewer words is.

    `blind` says so in the place of the outcome.
    """
    left, right = _left(tape, note), _right(tape, labels, saving, place, life, blind=blind)
    while True:
        over = _cells(left) + _cells(right) + 2 + _GAP - width
        title = left[0] if left else None
        spare = max(0, cell_len(title.text) - (_TITLE_BESIDE_NOTE if note else _TITLE_AT_LEAST)) if title else 0
        if over > 0 and any(part.shorter for part in right):
            right = [replace(part, text=part.shorter, shorter="") if part.shorter else part for part in right]
            continue
        droppable = [part for part in (*left[1:], *right) if part.rank]
        if over <= spare or not droppable:
            break
        least = max(droppable, key=lambda part: part.rank)
        if least.text and least.rank == _NOTE_RANK and (kept := _shorter(least, over - spare)):
            left = [kept if one is least else one for one in left]
            over = _cells(left) + _cells(right) + 2 + _GAP - width
            break
        left, right = [one for one in left if one is not least], [one for one in right if one is not least]
    if left and over > 0:
        shorter = cut(left[0].text, cell_len(left[0].text) - over)
        left = [_Part(shorter, left[0].style, 0), *left[1:]] if shorter else []
    before, after = _joined(left), _joined(right)
    gap = width - 2 - cells_of(before) - cells_of(after)
    return [(" ", PLAIN), *before, (" " * max(1 if left else 0, gap), PLAIN), *after, (" ", PLAIN)]


def cells_of(pieces: list[Piece]) -> int:
    """Return how many cells pieces take."""
    return sum(cell_len(text) for text, _ in pieces)


def _repository(repo: str | None) -> str:
    """Return `owner/name` of a repository's address, anything else as it is: where it is hosted, `b` tells."""
    found = _REMOTE.fullmatch((repo or "")[:500].strip())
    return found[1] if found else repo or ""


def _left(tape: Tape | None, note: str) -> list[_Part]:
    if tape is None:
        return []
    agent = " ".join(one for one in (tape.agent.name, tape.agent.version) if one)
    snapshot = "@".join(one for one in (_repository(tape.snapshot.repo), (tape.snapshot.commit or "")[:7]) if one)
    name = tape.title or tape.id or tape.path.name
    texts = ((name, EMPHASIS, 0), (note, WARNING, _NOTE_RANK), (agent, MUTED, 6), (snapshot, MUTED, 8))
    return [_Part(clean(text[:300]), style, rank) for text, style, rank in texts if text]


def _right(
    tape: Tape | None, labels: int, saving: SaveState, place: tuple[int, int] | None, life: str, *, blind: bool
) -> list[_Part]:
    if tape is None:
        return []
    status, errors = tape.outcome.status, errors_in(tape.diagnostics)
    running = "running" in life  # then its outcome is not known, and that goes without saying
    more = "" if tape.steps.complete else "+"
    steps = counted(tape.steps.counted, "step").replace(" ", f"{more} ", 1)
    parts = (
        ("secrets shown" if credentials_are_shown() else "", FAILURE_STRONG, 0),
        ("blind", WARNING, 0) if blind else ("" if running else str(status), STATUS_STYLES[status], 0),
        (life, SUCCESS if running else WARNING, 2, life.partition(" · last event")[0]),
        (f"{counted(errors, 'error')} in the record" if errors else "", FAILURE, 2, counted(errors, "error")),
        (steps, PLAIN, 2),
        (counted(len(tape.subagents), "sub-agent") if tape.subagents else "", MUTED, 4),
        (duration(tape.duration_s), MUTED, 5),
        (money(tape.cost_usd), MUTED, 7),
        (counted(labels, "label") if labels else "", PLAIN, 3),
        (*saving.words(), 0, saving.shorter),
        (f"{place[0]}/{place[1]}" if place else "", MUTED, 4),
    )
    return [_Part(*part) for part in parts if part[0]]


def _shorter(note: _Part, over: int) -> _Part | None:
    """Return a note that is `over` cells shorter, without its middle; None where too little would be left of it."""
    cells = cell_len(note.text) - over
    return _Part(cut_middle(note.text, cells), note.style, note.rank) if cells >= _NOTE_AT_LEAST else None


def _cells(parts: list[_Part]) -> int:
    return sum(cell_len(part.text) for part in parts) + len(_SEPARATOR) * max(0, len(parts) - 1)


def _joined(parts: list[_Part]) -> list[Piece]:
    pieces: list[Piece] = []
    for part in parts:
        if pieces:
            pieces.append((_SEPARATOR, FAINT))
        pieces.append((part.text, part.style))
    return pieces
