"""A file replayed line by line: who wrote each line that stands in it, and who removed each that stood there."""

from __future__ import annotations

from typing import NamedTuple

from playhead.edits.diff_index import DiffIndex, HunkSpan

MOST_SEARCHED = 200
"""So many hunks of one diff are looked for in the whole text, where their header's numbers do not hold."""


class _Place(NamedTuple):
    """Where old lines stand: the number of the first, and what of the first and the last line is not theirs."""

    line: int
    before: str = ""
    after: str = ""


class Replay:
    """The lines of one file, from 0. `writers` says who wrote each: a number as it was given, below 0 nobody did.

    `removed` has for lines of the first text who removed them. A text that ends in a line feed has an empty last line.
    """

    def __init__(self, text: str, writer: int | None = None) -> None:
        self.lines = text.split("\n")
        self.first = tuple(self.lines)
        count = len(self.lines)
        self.writers = [~place for place in range(count)] if writer is None else [writer] * count
        self.removed: dict[int, int] = {}

    @property
    def text(self) -> str:
        """Return the text as it is now."""
        return "\n".join(self.lines)

    def apply(self, index: DiffIndex, writer: int) -> bool:
        """Apply the diff of one file; return False, and be worth nothing from then on, unless each hunk fits.

        A hunk fits where its header says, else at the only place where its old lines stand: fragments are numbered
        from 1, since where they stand was not known.
        """
        shift = searched = 0
        for hunk in index.hunks:
            signed = [(line[:1] or " ", line[1:]) for line in map(index.source, range(hunk.start + 1, hunk.stop))]
            old = [text for sign, text in signed if sign in " -"]
            new = [text for sign, text in signed if sign in " +"]
            place = self._at(hunk.old_start + shift - (1 if old else 0), old)
            if place is None and searched < MOST_SEARCHED:
                place = self._found(old)
                searched += 1
            if place is None:
                return False
            self._splice(place, signed, writer)
            self._end(index, hunk, new, writer)
            shift += len(new) - len(old)
        return True

    def _at(self, line: int, old: list[str]) -> _Place | None:
        fits = 0 <= line <= len(self.lines) and self.lines[line : line + len(old)] == old
        return _Place(line) if fits else None

    def _found(self, old: list[str]) -> _Place | None:
        text, gone = self.text, "\n".join(old)
        at = text.find(gone) if gone else -1
        if at < 0 or text.find(gone, at + 1) >= 0:
            return None
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at + len(gone))
        return _Place(text.count("\n", 0, at), text[start:at], text[at + len(gone) : len(text) if end < 0 else end])

    def _splice(self, place: _Place, signed: list[tuple[str, str]], writer: int) -> None:
        lines: list[str] = []
        writers: list[int] = []
        at = place.line
        for sign, text in signed:
            if sign == " ":
                lines.append(text)
                writers.append(self.writers[at])
            elif sign == "+":
                lines.append(text)
                writers.append(writer)
            elif sign == "-" and self.writers[at] < 0:
                self.removed[~self.writers[at]] = writer
            at += sign in " -"
        if not lines and (place.before or place.after):
            lines, writers = [""], [writer]
        if lines:
            lines[0] = place.before + lines[0]
            lines[-1] += place.after
        self.lines[place.line : at] = lines
        self.writers[place.line : at] = writers

    def _end(self, index: DiffIndex, hunk: HunkSpan, new: list[str], writer: int) -> None:
        """Let the last line have a line feed, or none, as the hunk says."""
        was, now = (_unended(index, hunk, sign) for sign in "-+")
        if now and not was and self.lines and not self.lines[-1]:
            self.lines.pop()
            self.writers.pop()
        if (was and not now and (new or self.lines not in ([], [""]))) or not self.lines:
            self.lines.append("")
            self.writers.append(writer)


def _unended(index: DiffIndex, hunk: HunkSpan, sign: str) -> bool:
    """Return whether a side of a hunk says that its last line has no line feed."""
    if "\\" not in index.signs(hunk.start, hunk.stop):
        return False
    return any(
        index.source(number).startswith("\\") and index.source(number - 1)[:1] in (sign, " ")
        for number in range(hunk.start + 2, hunk.stop)
    )
