"""What happened to a file in a row: `?4 =7 ±9 ±12 ↶14 ▶15`. Pure text and styles, also for the command line."""

from __future__ import annotations

from collections.abc import Callable

from playhead.insight.file_story import FileStory, What
from playhead.model import Kind
from widgets.present.palette import CHANGE, CHECK, FAINT, KIND_GLYPHS, MUTED, REVERTED_GLYPH, WARNING

GLYPHS = {
    What.SEARCHED: KIND_GLYPHS[Kind.SEARCH],
    What.READ: KIND_GLYPHS[Kind.READ],
    What.EDITED: KIND_GLYPHS[Kind.EDIT],
    What.REVERTED: REVERTED_GLYPH,
    What.TESTED: KIND_GLYPHS[Kind.TEST],
}
STYLES = {What.SEARCHED: MUTED, What.READ: MUTED, What.EDITED: CHANGE, What.REVERTED: WARNING, What.TESTED: CHECK}
SAID = {
    What.SEARCHED: "found by a search",
    What.READ: "read",
    What.EDITED: "edited",
    What.REVERTED: "put back as it was",
    What.TESTED: "named by a test command",
}
MEANING = "  ".join(f"{glyph} {SAID[what]}" for what, glyph in GLYPHS.items()) + "; numbers are steps"


def story_pieces(one: FileStory, number: Callable[[int], str], cells: int) -> list[tuple[str, str]]:
    """Return the events in at most `cells` cells, styled, each thing once a step: what is left out is counted."""
    seen = dict.fromkeys((event.position, event.what) for event in one.events)
    told = [(f"{GLYPHS[what]}{number(position)}", STYLES[what]) for position, what in seen]
    if not one.left_out and sum(len(text) + 1 for text, _ in told) - 1 <= cells:
        return _spaced(told)
    total = len(told) + one.left_out
    room = cells - len(f" … {total:,} more … ")
    last = [] if one.left_out else _fitting(told[::-1], room // 3)[::-1]
    first = _fitting(told[: len(told) - len(last)], room - sum(len(text) + 1 for text, _ in last))
    more = (f"… {total - len(first) - len(last):,} more" + (" …" if last else ""), FAINT)
    return _spaced([*first, more, *last])


def story_words(one: FileStory, number: Callable[[int], str], cells: int) -> str:
    """Return the events in at most `cells` characters."""
    return "".join(text for text, _ in story_pieces(one, number, cells))


def _fitting(told: list[tuple[str, str]], cells: int) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    for piece in told:
        cells -= len(piece[0]) + 1
        if cells < 0:
            break
        kept.append(piece)
    return kept


def _spaced(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(text if not place else f" {text}", style) for place, (text, style) in enumerate(told)]
