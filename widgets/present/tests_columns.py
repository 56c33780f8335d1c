"""How the columns of the tests page share a width, and the curve of failing tests above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from playhead.insight.test_matrix import Matrix

BLOCKS = "▁▂▃▄▅▆▇█"
VERIFIER = len("verifier")
_NAME_LEAST = 28
_NAME_MOST = 72


class Columns(NamedTuple):
    """Cells of the name, of each test run, of the verifier (0: none), and how many early runs are left out."""

    name: int
    cells: int
    verifier: int
    left_out: int


def columns_at(matrix: Matrix, step: Callable[[int], str], width: int) -> Columns:
    """Return the columns in `width` cells: the last test runs that fit beside names that can still be told apart."""
    digits = max((len(step(one.position)) for one in matrix.runs[-200:]), default=1)
    counts = max((len(f"{count:,}") for count in matrix.failing[-200:] if count is not None), default=1)
    cells = max(digits, counts) + 1
    verifier = VERIFIER if matrix.verifier is not None else 0
    free = width - 2 - (verifier + 2 if verifier else 0)
    longest = max((len(row.name) for row in matrix.rows[:500]), default=0)
    least = min(_NAME_LEAST, max(8, longest), max(8, free // 2))
    shown = min(len(matrix.runs), max(1, (free - least) // cells)) if matrix.runs else 0
    name = max(8, min(free - shown * cells, max(longest, len("failing")), _NAME_MOST))
    return Columns(name, cells, verifier, len(matrix.runs) - shown)


def spark(counts: Sequence[int | None]) -> list[str]:
    """Return one block a count, as high as it is among them; a blank where a report does not tell."""
    most = max((count for count in counts if count is not None), default=0)
    return [
        " " if count is None else BLOCKS[0] if not most else BLOCKS[-(-count * (len(BLOCKS) - 1) // most)]
        for count in counts
    ]
