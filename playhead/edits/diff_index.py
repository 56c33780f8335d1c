"""Where files and hunks stand in the text of a diff, so that any line of it can be drawn without parsing the rest.

A hunk is as long as its header counts, or as far as its lines look like one when the counts are wrong. Every line of
the text is a line here: what belongs to no hunk and no header is raw. 100,000 lines take some tens of milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from playhead.edits.quoting import plain_name
from playhead.edits.sparse_lines import SparseLines
from playhead.late_pattern import late_pattern

MODIFIED, ADDED, DELETED, RENAMED, BINARY = "modified", "added", "deleted", "renamed", "binary"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff. `kind` is " ", "+", "-", "hunk" (its header), "header" (of a file) or "raw".

    Numbers are those in the old and the new file, from 1. `text` goes without the sign; `source` is the whole line.
    """

    kind: str
    old_number: int | None
    new_number: int | None
    text: str

    @property
    def source(self) -> str:
        """Return the line as it stands in the diff; an empty context line has its space."""
        return self.kind + self.text if len(self.kind) == 1 else self.text


@dataclass(frozen=True, slots=True)
class HunkSpan:
    """A hunk on lines `start` (its header) to `stop`. `whole` tells whether the header's counts are right."""

    start: int
    stop: int
    old_start: int
    new_start: int
    section: str
    whole: bool


@dataclass(frozen=True, slots=True)
class FileSpan:
    """One file's part of a diff: lines `start` to `stop`, its hunks, and how many lines it adds and removes.

    `path` is the new name (the old one of a deleted file), "" where no header names it. `status` is one of
    modified, added, deleted, renamed, binary.
    """

    path: str
    old_path: str
    status: str
    start: int
    stop: int
    hunks: tuple[HunkSpan, ...]
    added: int
    removed: int


_HUNK = late_pattern(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)")
_NO_BODY = late_pattern(r"[^ +\-\\]")
_OPENING = ("diff --git ", "diff --cc ", "diff --combined ", "Index: ")
_OPENINGS = {one[0] for one in _OPENING}
_HEADER = late_pattern(
    r"diff |index |--- |\+\+\+ |(?:old|new|deleted|copied)(?: file)? mode|(?:dis)?similarity index"
    r"|(?:rename|copy) (?:from|to) |Binary files |GIT binary patch|Index: |={60,}\r?$|Only in "
)
_GIT_NAMES = late_pattern(r'diff --git ("(?:[^"\\]|\\.)*+"|a/.*?) ("(?:[^"\\]|\\.)*+"|b/.*)')


class DiffIndex:
    """A diff by line number, from 0."""

    def __init__(self, text: str) -> None:
        self._lines = SparseLines(text)
        self._signs = self._lines.signs
        self.hunks: tuple[HunkSpan, ...] = tuple(self._find_hunks())
        self._starts = [hunk.start for hunk in self.hunks]
        self.files: tuple[FileSpan, ...] = tuple(self._find_files())
        self._file_starts = [file.start for file in self.files]
        self._near = (0, 0, 0)  # the line whose numbers were asked for last: the next one is mostly close to it

    @property
    def line_count(self) -> int:
        """Return how many lines the diff has."""
        return self._lines.count

    def source(self, number: int) -> str:
        """Return line `number` as it stands in the diff."""
        return self._lines[number]

    def text_of(self, start: int, stop: int) -> str:
        """Return lines `start` to before `stop`, each with its line feed."""
        return self._lines.text_of(start, stop)

    def signs(self, start: int, stop: int) -> str:
        """Return the first characters of lines `start` to `stop`, a space for an empty one."""
        return self._signs[start:stop]

    def line(self, number: int) -> DiffLine:
        """Return line `number` with what it is; IndexError where there is none."""
        source = self._lines[number]
        hunk = self.hunk_at(number)
        if hunk is None:
            return DiffLine("header" if _HEADER.match(source) else "raw", None, None, source)
        if number == hunk.start:
            return DiffLine("hunk", None, None, source)
        sign = self._signs[number]
        if sign == "\\" or not source:
            return DiffLine("raw" if sign == "\\" else " ", *self._numbers(hunk, number, sign), source)
        return DiffLine(sign, *self._numbers(hunk, number, sign), source[1:])

    def hunk_at(self, number: int) -> HunkSpan | None:
        """Return the hunk that line `number` belongs to, if any."""
        place = bisect_right(self._starts, number) - 1
        return self.hunks[place] if place >= 0 and number < self.hunks[place].stop else None

    def file_at(self, number: int) -> FileSpan | None:
        """Return the file whose part line `number` is in, if any."""
        place = bisect_right(self._file_starts, number) - 1
        return self.files[place] if place >= 0 else None

    def _numbers(self, hunk: HunkSpan, number: int, sign: str) -> tuple[int | None, int | None]:
        near, old, new = self._near
        if not hunk.start < near <= number:
            near, old, new = hunk.start + 1, hunk.old_start, hunk.new_start
        context = self._signs.count(" ", near, number)
        old += context + self._signs.count("-", near, number)
        new += context + self._signs.count("+", near, number)
        self._near = (number, old, new)
        return old if sign in " -" else None, new if sign in " +" else None

    def _find_hunks(self) -> list[HunkSpan]:
        hunks: list[HunkSpan] = []
        place = self._signs.find("@")
        while place >= 0:
            found = _HUNK.match(self._lines[place])
            stop = place + 1
            if found:
                old_count, new_count = int(found[2] or "1"), int(found[4] or "1")
                stop, whole = self._body_end(stop, old_count, new_count)
                section = found[5].rstrip("\r")
                hunks.append(HunkSpan(place, stop, int(found[1]), int(found[3]), section, whole))
            place = self._signs.find("@", stop)
        return hunks

    def _body_end(self, start: int, old_left: int, new_left: int) -> tuple[int, bool]:
        """Return where the body of a hunk ends, and whether it holds what its header counts."""
        signs = self._signs
        found = _NO_BODY.search(signs, start)
        limit = found.start() if found else len(signs)
        context = signs.count(" ", start, limit)
        if (context + signs.count("-", start, limit), context + signs.count("+", start, limit)) == (
            old_left,
            new_left,
        ):
            return limit, True
        place = start
        while place < limit and (old_left > 0 or new_left > 0):
            if signs[place] == "-" and self._is_name_pair(place) and signs[place + 2 : place + 3] == "@":
                return place, False
            old_left -= signs[place] in " -"
            new_left -= signs[place] in " +"
            place += 1
        if old_left or new_left:
            return place, False
        return place + (signs[place : place + 1] == "\\"), True

    def _is_name_pair(self, place: int) -> bool:
        if self._signs[place : place + 2] != "-+":
            return False
        return self._lines[place].startswith("--- ") and self._lines[place + 1].startswith("+++ ")

    def _find_files(self) -> list[FileSpan]:
        starts = self._file_beginnings()
        stops = [*starts[1:], self.line_count]
        return [self._file(start, stop) for start, stop in zip(starts, stops, strict=False)]

    def _file_beginnings(self) -> list[int]:
        """Return the lines where a file's part begins: its header, or a hunk that no header stands before."""
        starts: list[int] = []
        fresh = False  # a `diff` line was seen, and neither names nor a hunk after it
        place = 0
        for hunk in [*self.hunks, None]:
            until = hunk.start if hunk else self.line_count
            while place < until:
                if self._signs[place] in _OPENINGS and self._lines[place].startswith(_OPENING):
                    starts.append(place)
                    fresh = True
                elif self._is_name_pair(place):
                    if not fresh:
                        starts.append(place)
                    fresh = False
                    place += 1
                place += 1
            if hunk:
                if not starts:
                    starts.append(hunk.start)
                fresh = False
                place = hunk.stop
        return starts

    def _file(self, start: int, stop: int) -> FileSpan:
        first, last = bisect_right(self._starts, start - 1), bisect_right(self._starts, stop - 1)
        hunks = self.hunks[first:last]
        head = [self.source(number) for number in range(start, min(hunks[0].start if hunks else stop, start + 40))]
        old, new, status = _names(head)
        added = sum(self._signs.count("+", hunk.start + 1, hunk.stop) for hunk in hunks)
        removed = sum(self._signs.count("-", hunk.start + 1, hunk.stop) for hunk in hunks)
        return FileSpan(new or old, old or new, status, start, stop, hunks, added, removed)


def _names(head: list[str]) -> tuple[str, str, str]:
    """Return old name, new name and status by the header lines of one file."""
    old = new = ""
    status = MODIFIED
    for line in (one.rstrip("\r") for one in head):
        if found := _GIT_NAMES.fullmatch(line):
            old, new = plain_name(found[1]), plain_name(found[2])
        elif line.startswith("--- "):
            status = ADDED if line.startswith("--- /dev/null") else status
            old = old if status == ADDED else plain_name(line[4:])
        elif line.startswith("+++ "):
            status = DELETED if line.startswith("+++ /dev/null") else status
            new = new if status == DELETED else plain_name(line[4:])
        elif line.startswith(("rename from ", "copy from ")):
            status, old = RENAMED, plain_name(line.split(" from ", 1)[1], prefixed=False)
        elif line.startswith(("rename to ", "copy to ")):
            new = plain_name(line.split(" to ", 1)[1], prefixed=False)
        elif line.startswith(("new file mode", "deleted file mode")):
            status = ADDED if line.startswith("new") else DELETED
        elif line.startswith(("Binary files ", "GIT binary patch")):
            status = BINARY
        elif line.startswith(("Index: ", "diff --cc ", "diff --combined ")):
            old = new = plain_name(line.split(" ", 2 if line.startswith("diff") else 1)[-1], prefixed=False)
    return old, new, status
