"""A line that is being typed, as a value: every key gives another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A text and where in it the next character goes, from 0 to its length."""

    text: str = ""
    cursor: int = 0

    def inserted(self, more: str) -> EditedLine:
        """Return the line with `more` at the cursor, whatever characters it holds."""
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        return EditedLine(before + more + after, self.cursor + len(more))

    def pressed(self, key: str) -> EditedLine | None:
        """Return the line after an editing key by Textual's name, None for a key that edits nothing."""
        if key in _MOVES:
            return EditedLine(self.text, _MOVES[key](self.text, self.cursor))
        if key in _DELETES:
            start, stop = sorted((self.cursor, _DELETES[key](self.text, self.cursor)))
            return EditedLine(self.text[:start] + self.text[stop:], start)
        return None


def _left(_: str, cursor: int) -> int:
    return max(0, cursor - 1)


def _right(text: str, cursor: int) -> int:
    return min(len(text), cursor + 1)


def _start(_: str, __: int) -> int:
    return 0


def _end(text: str, _: int) -> int:
    return len(text)


def _word_left(text: str, cursor: int) -> int:
    while cursor and text[cursor - 1].isspace():
        cursor -= 1
    while cursor and not text[cursor - 1].isspace():
        cursor -= 1
    return cursor


def _word_right(text: str, cursor: int) -> int:
    while cursor < len(text) and text[cursor].isspace():
        cursor += 1
    while cursor < len(text) and not text[cursor].isspace():
        cursor += 1
    return cursor


_Place = Callable[[str, int], int]
_MOVES: dict[str, _Place] = {
    "left": _left,
    "right": _right,
    "home": _start,
    "ctrl+a": _start,
    "end": _end,
    "ctrl+e": _end,
    "ctrl+left": _word_left,
    "ctrl+right": _word_right,
}
_DELETES: dict[str, _Place] = {
    "backspace": _left,
    "ctrl+h": _left,
    "delete": _right,
    "ctrl+d": _right,
    "ctrl+w": _word_left,
    "ctrl+u": _start,
    "ctrl+k": _end,
}
"""What is deleted lies between the cursor and the place that the key names."""
