"""Who likely wrote a line that no edit wrote as it stands: the same but for blanks, a part of it, or in a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from playhead.edits.written_lines import Changed, Line, WrittenLines, is_telling

MOST_PARTS = 500
MOST_COMPARED = 50_000_000
"""So many characters of scripts are looked through for one file."""
_SHORTEST = 8


class Script(NamedTuple):
    """The text of an action that names files of the patch, and their names without folders.

    `blind`: it is known to have changed one of them, in a way that the record does not hold.
    """

    position: int
    number: int | None
    text: str
    names: frozenset[str]
    blind: bool = False

    def wrote(self, line: Changed) -> bool:
        """Return whether an edit of the file itself was given the line as a line, whitespace and all."""
        return self.blind and line.sign == "+" and f"\n{line.text}\n" in f"\n{self.text}\n".replace("\r\n", "\n")


class LikelyLines:
    """The lines of one file that were written and are not in the patch, by what they are but for blanks."""

    def __init__(self, lines: WrittenLines | None, scripts: Sequence[Script]) -> None:
        self._scripts = scripts
        self._lines = lines
        self._compared = 0
        self._by_squeezed: dict[str, dict[str, Line]] | None = None
        self._parts: dict[str, list[Line]] = {}

    def writer_of(self, line: Changed) -> int | None:
        """Return the edit that wrote, or removed, a line that differs in blanks only or is a part of this one."""
        if self._lines is None or not is_telling(line.text):
            return None
        known = self._known(self._lines)
        found = known[line.sign].get(_squeezed(line.text))
        if found is None:
            fits = (one for one in self._parts[line.sign] if one.text.strip() in line.text)
            found = next(fits, None)
        if found is None:
            return None
        found.taken = True
        return found.writer

    def script_of(self, line: Changed) -> Script | None:
        """Return the last action whose script holds the line."""
        text = line.text.strip()
        if not text:
            return None
        for script in reversed(self._scripts):
            self._compared += len(script.text)
            if self._compared > MOST_COMPARED:
                return None
            if (len(text) >= _SHORTEST and text in script.text) or script.wrote(line):
                return script
        return None

    def _known(self, lines: WrittenLines) -> dict[str, dict[str, Line]]:
        if self._by_squeezed is None:
            gone = [one for some in lines.gone.values() for one in some if not one.taken]
            sides = {"+": [one for one in lines.written if not one.taken], "-": gone}
            self._by_squeezed = {sign: {_squeezed(one.text): one for one in side} for sign, side in sides.items()}
            for sign, side in sides.items():
                parts = (one for one in reversed(side) if one.edge and len(one.text.strip()) >= _SHORTEST)
                self._parts[sign] = [one for one, _ in zip(parts, range(MOST_PARTS), strict=False)]
        return self._by_squeezed


def _squeezed(text: str) -> str:
    return "".join(text.split())
