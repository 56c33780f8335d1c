"""Where a line of clean text breaks into rows: at fixed widths, or between words."""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

Slice = tuple[int, int]


def hard_rows(text: str, width: int) -> list[Slice]:
    """Return the (start, end) of every row when `text` is cut at `width` cells."""
    if text.isascii():
        return [(start, min(start + width, len(text))) for start in range(0, len(text), width)] or [(0, 0)]
    rows: list[Slice] = []
    start = 0
    while start < len(text):
        end = fitting(text, start, width)
        rows.append((start, end))
        start = end
    return rows or [(0, 0)]


def soft_rows(text: str, width: int, hang: int = 0) -> list[Slice]:
    """Return rows like `hard_rows`, but broken after a blank where one stands in the last quarter of a row."""
    rows: list[Slice] = []
    start = 0
    while start < len(text):
        room = max(1, width - hang) if start else width
        end = fitting(text, start, room)
        if end < len(text):
            blank = text.rfind(" ", start + max(1, (end - start) * 3 // 4), end)
            end = blank + 1 if blank > 0 else end
        rows.append((start, end))
        start = end
    return rows or [(0, 0)]


def word_rows(text: str, width: int, hang: int = 0) -> list[Slice]:
    """Return the rows of prose: broken at the last blank that fits, within a word only where it is too long.

    Rows after the first have `hang` cells less.
    """
    rows: list[Slice] = []
    start = 0
    while start < len(text):
        end = fitting(text, start, max(1, width - hang) if start else width)
        if end < len(text) and text[end] != " ":
            blank = text.rfind(" ", start, end)
            if blank > start and text[start:blank].strip():
                end = blank
        rows.append((start, end))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return rows or [(0, 0)]


def fitting(text: str, start: int, width: int) -> int:
    """Return the end of the longest stretch from `start` that fits `width` cells; at least one character."""
    if text.isascii():
        return min(start + width, len(text))
    end, used = start, 0
    while end < len(text):
        used += get_character_cell_size(text[end])
        if used > width:
            break
        end += 1
    end = max(end, start + 1)
    while end > start + 1 and cell_len(text[start:end]) > width:
        end -= 1
    return end


RULE_LIMIT = 400
_RULE = re.compile(r"(?P<left>([=_*#~-])\2{4,})(?: .* (?P<right>\2{5,}))?")


def shorter_rule(text: str, width: int) -> tuple[int, int]:
    """Return how many characters to leave out at the start and the end of a line that is ruled, to fit `width`.

    Programs draw `===== FAILURES =====` for a terminal of 80 columns: dashes on a row of their own say nothing.
    """
    over = len(text) - width
    found = _RULE.fullmatch(text) if over > 0 and len(text) <= RULE_LIMIT else None
    if found is None:
        return 0, 0
    left, right = len(found["left"]) - 3, len(found["right"] or "") - 3
    if found["right"] is None:
        return 0, over
    if left + right < over:
        return 0, 0
    end = min(right, (over + 1) // 2)
    start = min(left, over - end)
    return start, over - start
