"""What the edits of one file wrote and removed, line by line, also where the rest of the file is not known.

A line is known again by its text, whitespace and all; among lines of one text by what stood above and below it, then
by who wrote it last. A carriage return at the end is no part of a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playhead.edits.diff_index import DiffIndex

LOOKED_AT = 16
"""So many lines of one text are looked at, the last written first: a file may hold one line 100,000 times."""
MOST_PARTS = 500
"""So many first and last lines of an edit's fragments are looked at for a longer line that holds one."""
_TELLING = 3
"""Lines with fewer letters and digits say nothing by themselves: they are the same everywhere."""


@dataclass(slots=True, eq=False)
class Line:
    """A line that was written or removed, the lines beside it, and by which edit.

    Of a written line `removed_by` is the edit that removed it again, `restored` that an earlier edit had removed it,
    `edge` that it is the first or last of a fragment, so that the line in the file may be longer. `taken`: it stands
    in the final patch.
    """

    text: str
    writer: int
    above: str
    below: str
    edge: bool = False
    removed_by: int | None = None
    restored: bool = False
    taken: bool = False


class Changed:
    """A line of a diff with the lines above and below it on its side."""

    __slots__ = ("above", "below", "edge", "number", "sign", "text")

    def __init__(self, number: int, sign: str, text: str, above: str, below: str, *, edge: bool) -> None:
        self.number = number
        self.sign = sign
        self.text = text
        self.above = above
        self.below = below
        self.edge = edge


def changed_lines(index: DiffIndex, start: int, stop: int) -> Iterator[Changed]:
    """Yield the removed lines of a hunk whose body is `start` to `stop`, then the added ones."""
    sources = ((number, index.source(number)) for number in range(start, stop))
    lines = [(number, source[:1] or " ", plain(source[1:])) for number, source in sources]
    for sign in "-+":
        side = [one for one in lines if one[1] in (" ", sign)]
        last = len(side) - 1
        for place, (number, kind, text) in enumerate(side):
            if kind == sign:
                above = side[place - 1][2] if place else ""
                below = side[place + 1][2] if place < last else ""
                yield Changed(number, sign, text, above, below, edge=place in (0, last))


class WrittenLines:
    """The lines of one file by what was done to them, edit after edit."""

    def __init__(self) -> None:
        self.written: list[Line] = []
        self.live: dict[str, list[Line]] = {}
        self.gone: dict[str, list[Line]] = {}
        self._edges: dict[int, list[Line]] = {}
        self._gone_of_others: set[str] = set()

    def take(self, index: DiffIndex, writer: int) -> None:
        """Take an edit by its diff."""
        for hunk in index.hunks:
            for one in changed_lines(index, hunk.start + 1, hunk.stop):
                if one.sign == "-":
                    self._remove(one, writer)
                else:
                    self._write(Line(one.text, writer, one.above, one.below, one.edge))

    def rewrite(self, text: str, writer: int) -> None:
        """Take a whole write over nobody knows what: lines that an edit had written stay its own."""
        lines = [plain(line) for line in text.removesuffix("\n").split("\n")] if text else []
        before, self.live = self.live, {}
        for place, line in enumerate(lines):
            beside = (lines[place - 1] if place else "", lines[place + 1] if place + 1 < len(lines) else "")
            kept = _taken_from(before.get(line), *beside)
            if kept is None:
                self._write(Line(line, writer, *beside))
            else:
                self.live.setdefault(line, []).append(kept)
        for one in (one for some in before.values() for one in some):
            one.removed_by = writer

    def writer_of(self, text: str, above: str, below: str, *, by: int | None = None) -> Line | None:
        """Return the line of the file that an added line of the final patch is, and take it; `by`: of this edit."""
        telling = by is not None or is_telling(text)
        return _took(_taken_from(self.live.get(text), above, below, by, telling=telling))

    def take_part(self, text: str, by: int) -> None:
        """Take the piece that an edit wrote of a line that is longer in the file."""
        pieces = (one for one in self._edges.get(by, ())[:MOST_PARTS] if not one.taken and one.text.strip() in text)
        _took(next(pieces, None))

    def remover_of(self, text: str, above: str, below: str, *, by: int | None = None) -> Line | None:
        """Return the removal that a removed line of the final patch is, and take it; `by`: of this edit."""
        telling = by is not None or is_telling(text)
        return _took(_taken_from(self.gone.get(text), above, below, by, telling=telling))

    def _remove(self, one: Changed, writer: int) -> None:
        found = _taken_from(self.live.get(one.text), one.above, one.below, telling=is_telling(one.text))
        if found is None:
            self._gone_of_others.add(one.text)
        else:
            found.removed_by = writer
        self.gone.setdefault(one.text, []).append(Line(one.text, writer, one.above, one.below, one.edge))

    def _write(self, one: Line) -> None:
        one.restored = one.text in self._gone_of_others
        self.written.append(one)
        if one.edge:
            self._edges.setdefault(one.writer, []).append(one)
        self.live.setdefault(one.text, []).append(one)


def _taken_from(
    lines: list[Line] | None, above: str, below: str, by: int | None = None, *, telling: bool = True
) -> Line | None:
    """Return the line that fits best, out of the list now; one that says nothing by itself needs a neighbour."""
    best, rank = -1, -1 if telling else 0
    for place in range(len(lines or ()) - 1, max(-1, len(lines or ()) - 1 - LOOKED_AT), -1):
        assert lines is not None
        near = (lines[place].above == above) + (lines[place].below == below)
        if near > rank and (by is None or lines[place].writer == by):
            best, rank = place, near
    return lines.pop(best) if lines and best >= 0 else None


def _took(one: Line | None) -> Line | None:
    if one is not None:
        one.taken = True
    return one


def plain(text: str) -> str:
    """Return a line without what ends it."""
    return text.removesuffix("\r")


def is_telling(text: str) -> bool:
    """Return whether a line is its own: more than a bracket or a blank."""
    return sum(map(str.isalnum, text)) >= _TELLING
