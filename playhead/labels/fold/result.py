"""What came of a fold, in a word for programs and a sentence for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes to do; raise from it to stop, and nothing will have changed."""


@dataclass(frozen=True, slots=True)
class FoldResult:
    """`status` is `folded`, `unchanged` (the record holds them all), `journal_only` (this record takes none) or
    `refused` (not now; the labels are safe in their journals). `events` is how many the fold added to the record.
    """  # noqa: D205 - the four words belong in one sentence

    status: str
    sentence: str
    events: int = 0


class RefusedError(Exception):
    """The record cannot be folded into now; its text is the sentence."""


class JournalOnlyError(Exception):
    """This record never takes labels; its text is the sentence."""
