"""How the columns of the tests page share a width, and the curve of failing tests above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from playhead.insight.test_matrix import Matrix
from widgets.present.fit import cut_middle

BLOCKS = "▁▂▃▄▅▆▇█"
VERIFIER = len("verifier")
_NAME_LEAST = 28
_NAME_MOST = 72


class Columns(NamedTuple):
    """Cells of the name, of each test run, of the verifier (0: none), and which test runs are shown: `first:stop`."""

    name: int
    cells: int
    verifier: int
    first: int
    stop: int

    @property
    def shown(self) -> slice:
        """Return which of a row's cells are shown."""
        return slice(self.first, self.stop)


def columns_at(matrix: Matrix, step: Callable[[int], str], width: int, back: int = 0) -> Columns:
    """Return the columns in `width` cells: as many test runs as fit beside names that can still be told apart.

    `back` is how many of the last test runs are moved out of sight to the right.
    """
    digits = max((len(step(one.position)) for one in matrix.runs), default=1)
    counts = max((len(f"{count:,}") for count in matrix.failing if count is not None), default=1)
    cells = max(digits, counts) + 1
    verifier = VERIFIER if matrix.verifier is not None else 0
    free = width - 2 - (verifier + 2 if verifier else 0)
    longest = max((len(row.name) for row in matrix.rows[:500]), default=0)
    least = min(_NAME_LEAST, max(8, longest), max(8, free // 2))
    shown = min(len(matrix.runs), max(1, (free - least) // cells)) if matrix.runs else 0
    name = max(8, min(free - shown * cells, max(longest, len("failing")), _NAME_MOST))
    stop = len(matrix.runs) - max(0, min(back, len(matrix.runs) - shown))
    return Columns(name, cells, verifier, stop - shown, stop)


def moved(columns: Columns, back: int, direction: int) -> int:
    """Return `back` after a move to later (1) or earlier (-1) test runs: half of what is in sight, up to the ends."""
    half = max(1, (columns.stop - columns.first) // 2)
    return max(0, back - half) if direction > 0 else back + min(half, columns.first)


def short_names(names: Sequence[str], cells: int) -> list[str]:
    """Return tests' names in at most `cells` cells each, told apart: what tells least goes first.

    Of `tests/shop/test_order.py::TestOrder::test_total` these are the folders, then the file, then the class; where
    two would be called the same, and where that does not suffice, the middle goes.
    """
    short = [next((one for one in _shorter(name) if cell_len(one) <= cells), "") for name in names]
    often = Counter(short)
    return [one if one and often[one] == 1 else cut_middle(name, cells) for one, name in zip(short, names, strict=True)]


def _shorter(name: str) -> Iterator[str]:
    yield name
    file, colons, inside = name.partition("::")
    if not colons:
        return
    if "/" in file:
        yield f"…/{file.rpartition('/')[2]}::{inside}"
    yield f"…::{inside}"
    while "::" in inside.partition("[")[0]:
        inside = inside.partition("::")[2]
        yield f"…::{inside}"


def spark(counts: Sequence[int | None]) -> list[str]:
    """Return one block a count, as high as it is among them; a blank where a report does not tell."""
    most = max((count for count in counts if count is not None), default=0)
    return [
        " " if count is None else BLOCKS[0] if not most else BLOCKS[-(-count * (len(BLOCKS) - 1) // most)]
        for count in counts
    ]
