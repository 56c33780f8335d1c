"""What happened to a file in a row: `?4 =7 ±9 ↶14 ▶15`. The signs are those of kinds, and one for what was undone."""

from __future__ import annotations

from collections.abc import Callable

from playhead.insight.file_story import FileStory, What

GLYPHS = {What.SEARCHED: "?", What.READ: "=", What.EDITED: "±", What.REVERTED: "↶", What.TESTED: "▶"}
SAID = {
    What.SEARCHED: "found by a search",
    What.READ: "read",
    What.EDITED: "edited",
    What.REVERTED: "put back as it was",
    What.TESTED: "named by a test command",
}
MEANING = "  ".join(f"{glyph} {SAID[what]}" for what, glyph in GLYPHS.items()) + "; numbers are steps"
Piece = tuple[What | None, str]
"""What happened, and how that is written; None for how much is left out."""


def story_pieces(one: FileStory, number: Callable[[int], str], cells: int) -> list[Piece]:
    """Return the events in at most `cells` cells, each thing once a step: what is left out is counted."""
    seen = dict.fromkeys((event.position, event.what) for event in one.events)
    told: list[Piece] = [(what, f"{GLYPHS[what]}{number(position)}") for position, what in seen]
    if not one.left_out and sum(len(text) + 1 for _, text in told) - 1 <= cells:
        return _spaced(told)
    total = len(told) + one.left_out
    room = cells - len(f" … {total:,} more … ")
    last = [] if one.left_out else _fitting(told[::-1], room // 3)[::-1]
    first = _fitting(told[: len(told) - len(last)], room - sum(len(text) + 1 for _, text in last))
    more = f"… {total - len(first) - len(last):,} more" + (" …" if last else "")
    return _spaced([*first, (None, more), *last])


def story_words(one: FileStory, number: Callable[[int], str], cells: int) -> str:
    """Return the events in at most `cells` characters."""
    return "".join(text for _, text in story_pieces(one, number, cells))


def _fitting(told: list[Piece], cells: int) -> list[Piece]:
    kept: list[Piece] = []
    for piece in told:
        cells -= len(piece[1]) + 1
        if cells < 0:
            break
        kept.append(piece)
    return kept


def _spaced(told: list[Piece]) -> list[Piece]:
    return [(what, text if not place else f" {text}") for place, (what, text) in enumerate(told)]
