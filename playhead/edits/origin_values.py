"""What is told of a patch's hunks: the edits that wrote each, what nobody in the record wrote, what was undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RULE = "hunk_origins"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Writer:
    """An action that wrote lines of a hunk: how many of its added lines, how many of its removed ones.

    `likely` counts those among them that were not found as they stand: they differ in blanks, are part of a longer
    line, had been removed again, or stand in a script that names the file.
    """

    position: int
    number: int | None
    added: int
    removed: int
    likely: int = 0

    @property
    def is_likely(self) -> bool:
        """Return whether nothing of it was found as it stands."""
        return self.likely == self.added + self.removed


@dataclass(frozen=True, slots=True)
class HunkOrigin:
    """A hunk of a patch: `line` is that of its header in the patch's text, from 0.

    `writers` stand in the order of the run. `unwritten` counts its changed lines that no edit of the record wrote,
    `first_unwritten` is the first of them. `blind` are positions of steps that changed the file, or may have, in a
    way that the record does not hold.
    """

    path: str
    header: str
    line: int
    old_start: int
    new_start: int
    added: int
    removed: int
    writers: tuple[Writer, ...] = ()
    unwritten: int = 0
    first_unwritten: str = ""
    blind: tuple[int, ...] = ()

    @property
    def changed(self) -> int:
        """Return how many lines it adds and removes."""
        return self.added + self.removed

    @property
    def explained(self) -> bool:
        """Return whether an edit of the record wrote each of its lines."""
        return not self.unwritten


@dataclass(frozen=True, slots=True)
class Undone:
    """An edit of which `lines` of `added` lines are not in the patch; the first of them is `example`.

    `removed_at` are the positions of the edits that removed them, `maybe_at` those of commands that may have.
    """

    path: str
    position: int
    number: int | None
    lines: int
    added: int
    example: str = ""
    removed_at: tuple[int, ...] = ()
    maybe_at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PatchOrigins:
    """Where a patch comes from. `replayed`: it is what the edits come to, the record holds no patch of its own.

    `without_lines` are its files that have no hunk, with what became of them (renamed, binary). `complete` is False
    for a look that was ended early.
    """

    patch: str = ""
    hunks: tuple[HunkOrigin, ...] = ()
    undone: tuple[Undone, ...] = ()
    without_lines: tuple[tuple[str, str], ...] = ()
    replayed: bool = False
    complete: bool = True
    by_line: Mapping[int, HunkOrigin] = field(default_factory=dict)

    @property
    def explained(self) -> int:
        """Return how many hunks an edit of the record wrote, every line of them."""
        return sum(one.explained for one in self.hunks)
