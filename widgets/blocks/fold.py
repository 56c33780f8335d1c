"""A block that hides another behind one row, and says how much it hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content

from widgets.blocks.block import Block
from widgets.present.fit import cut
from widgets.present.palette import FOLD, FOLDED_GLYPH, MUTED, UNFOLDED_GLYPH

COUNTED_ROWS = 2_000
"""A closed fold that seems to hide at most this many rows is counted, to say so exactly."""


@dataclass(frozen=True, slots=True)
class FoldState:
    """What a fold's title may speak of: whether it is open, how many rows it hides and whether those are counted."""

    is_open: bool
    hidden: int
    exact: bool
    width: int


Title = Callable[[FoldState], Content]


def count_title(what: str = "") -> Title:
    """Return a title like `▸ 214 more lines`; `what` says it exactly, else the rows hidden at this width count."""

    def title(state: FoldState) -> Content:
        about = "" if state.exact else "about "
        said = what or f"{about}{state.hidden:,} more line{'s' if state.hidden != 1 else ''}"
        glyph = UNFOLDED_GLYPH if state.is_open else FOLDED_GLYPH
        return Content.assemble(" ", (glyph, FOLD), " ", (cut(said, state.width - 4), MUTED))

    return title


class Fold:
    """Another block, closed or open.

    Closed it shows the first `keep` rows and then its title; open it shows everything, below the title if it keeps
    nothing. A fold without a title takes no row of its own. `key` names it within its document.
    """

    def __init__(self, key: str, inner: Block, title: Title | None, *, keep: int = 0, is_open: bool = False) -> None:
        self.key = key
        self.is_open = is_open
        self._inner = inner
        self._title = title
        self._keep = keep

    @property
    def inner(self) -> Block:
        """What it folds."""
        return self._inner

    def foldable(self, width: int) -> bool:
        """Return whether closing it would hide anything."""
        return self._inner.rows(width) > self._keep

    def title_row(self, width: int) -> int | None:
        """Return the row of its title, None where it shows none."""
        if self._title is None or not self.foldable(width):
            return None
        if self._keep:
            return None if self.is_open else self._keep
        return 0

    def rows(self, width: int) -> int:
        """Return how many rows it takes now."""
        inner = self._inner.rows(width)
        shown = inner if self.is_open else min(inner, self._keep)
        return shown + (self.title_row(width) is not None)

    def exact(self, width: int) -> bool:
        """Return whether `rows` is counted."""
        return self._inner.exact(width) or (not self.is_open and self._inner.rows(width) > self._keep)

    def settle(self, first: int, last: int, width: int) -> bool:
        """Count the rows inside that are in sight; of what is hidden, as much as takes no time."""
        if self.is_open:
            shift = self._shift(width)
            return self._inner.settle(first - shift, last - shift, width)
        hidden = self._inner.rows(width)
        return self._inner.settle(0, hidden if hidden <= COUNTED_ROWS else min(last, self._keep), width)

    def row(self, index: int, width: int) -> Content:
        """Return a row of what is folded, or the title."""
        if index == self.title_row(width) and self._title is not None:
            hidden = max(0, self._inner.rows(width) - self._keep)
            return self._title(FoldState(self.is_open, hidden, self._inner.exact(width), width))
        return self._inner.row(index - self._shift(width), width)

    def place(self, row: int, width: int) -> tuple[int, int]:
        """Return the place inside; the title is line -1."""
        if row == self.title_row(width):
            return -1, 0
        return self._inner.place(row - self._shift(width), width)

    def row_of(self, line: int, part: int, width: int) -> int:
        """Return the row of a place inside: the title's, where it is hidden."""
        title = self.title_row(width)
        if line < 0:
            return title or 0
        if self.is_open:
            return self._inner.row_of(line, part, width) + self._shift(width)
        if not self._keep:
            return 0
        return min(self._inner.row_of(line, part, width), self._keep if title is not None else self._keep - 1)

    def _shift(self, width: int) -> int:
        return int(self.title_row(width) == 0)
