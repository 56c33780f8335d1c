"""A block that hides another behind one row, and says how much it hides."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from widgets.blocks.block import Block
from widgets.present.fit import cut
from widgets.present.palette import FOLD, FOLDED_GLYPH, MUTED, UNFOLDED_GLYPH

COUNTED_ROWS = 2_000
"""A closed fold that seems to hide at most this many rows is counted, to say so exactly, unless they are long ones."""

Title = Callable[["Fold", int], Content]
"""What a fold says of itself at a width."""


def count_title(what: Callable[[], str] | None = None) -> Title:
    """Return a title like `▸ 214 more lines`: what `what` says when it is seen, else the rows hidden at this width."""

    def title(fold: Fold, width: int) -> Content:
        glyph = UNFOLDED_GLYPH if fold.is_open else FOLDED_GLYPH
        said = what() if what else fold.hidden(width)
        return Content.assemble(" ", (glyph, FOLD), " ", (cut(said, width - 4), MUTED))

    return title


class Fold:
    """Another block, closed or open.

    Closed it shows the first `keep` rows and then its title; open it shows everything, below the title if it keeps
    nothing: then what it folds is not looked at while it is closed, however long it may be. A fold without a title
    takes no row of its own. `key` names it within its document.
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
        return not self._keep or self._inner.rows(width) > self._keep

    def hidden(self, width: int) -> str:
        """Return how much it hides while it is closed: `214 more lines`."""
        rows = max(0, self._inner.rows(width) - self._keep)
        about = "" if self._inner.exact(width) else "about "
        return f"{about}{rows:,} more line{'s' if rows != 1 else ''}"

    def title_row(self, width: int) -> int | None:
        """Return the row of its title, None where it shows none."""
        if self._title is None or not self.foldable(width):
            return None
        if self._keep:
            return None if self.is_open else self._keep
        return 0

    def rows(self, width: int) -> int:
        """Return how many rows it takes now."""
        shown = 0
        if self.is_open or self._keep:
            inner = self._inner.rows(width)
            shown = inner if self.is_open else min(inner, self._keep)
        return shown + (self.title_row(width) is not None)

    def exact(self, width: int) -> bool:
        """Return whether `rows` is counted."""
        closed = not self.is_open and self.foldable(width)
        return closed or self._inner.exact(width)

    def small(self, width: int) -> bool:
        """Return whether counting all of it takes no time."""
        return self._inner.small(width)

    def settle(self, first: int, last: int, width: int) -> bool:
        """Count the rows inside that are in sight; of what is hidden, as much as takes no time."""
        if self.is_open:
            shift = self._shift(width)
            return self._inner.settle(first - shift, last - shift, width)
        if not self._keep:
            return False
        rows = self._inner.rows(width)
        counted = rows <= COUNTED_ROWS and self._inner.small(width)
        return self._inner.settle(0, rows if counted else min(last, self._keep), width)

    def row(self, index: int, width: int) -> Content:
        """Return a row of what is folded, or the title."""
        if index == self.title_row(width) and self._title is not None:
            return self._title(self, width)
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
