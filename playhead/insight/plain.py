"""Text without its colours: what a search looks through, with the way back to where things stand in the text itself."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

_COLOUR = re.compile(r"\x1b\[[0-9;:]*+m")


class PlainText:
    """A text without SGR sequences. `text` is what is left; most texts have none and stay as they are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._after: array[int] = array("q")
        self._removed: array[int] = array("q")
        if "\x1b[" in text:
            self._strip(text)

    def back(self, offset: int) -> int:
        """Return where a character of `text` stands in the whole text; the first behind what was removed there."""
        place = bisect_right(self._after, offset) - 1
        return offset + self._removed[place] if place >= 0 else offset

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters `start` to `end` of `text` stand in the whole text; `end` is behind `start`."""
        return self.back(start), self.back(end - 1) + 1

    def forth(self, offset: int) -> int:
        """Return where a place of the whole text stands in `text`."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.back(middle) < offset else (low, middle)
        return low

    def _strip(self, text: str) -> None:
        removed = done = 0
        pieces: list[str] = []
        for found in _COLOUR.finditer(text):
            pieces.append(text[done : found.start()])
            done = found.end()
            start = found.start() - removed
            removed += found.end() - found.start()
            if self._after and self._after[-1] == start:
                self._removed[-1] = removed
            else:
                self._after.append(start)
                self._removed.append(removed)
        self.text = "".join([*pieces, text[done:]])


def without_colours(text: str) -> str:
    """Return a text without SGR sequences."""
    return _COLOUR.sub("", text) if "\x1b[" in text else text
