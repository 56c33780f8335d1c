"""Where a line of clean text breaks into rows: at fixed widths, or between words."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size

Slice = tuple[int, int]


def row_count(text: str, width: int) -> int:
    """Return how many rows of `width` cells `text` takes when it is cut at fixed widths; at least one."""
    if text.isascii():
        return max(1, -(-len(text) // width))
    return len(hard_rows(text, width))


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


def word_rows(text: str, width: int) -> list[Slice]:
    """Return the rows of prose: broken at the last blank that fits, within a word only where it is too long."""
    rows: list[Slice] = []
    start = 0
    while start < len(text):
        end = fitting(text, start, width)
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
