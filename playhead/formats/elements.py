"""The elements of lists in JSON documents too big to be decoded at once: where they stand, and their values again."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from playhead.formats.json_document import Stamp
from playhead.formats.salvage import Damaged, value_of
from playhead.model import RawRef
from playhead.storage.lines import RecordFile

LARGE = 4 * 1024 * 1024
"""Bytes. A document of up to so many is decoded at once: in well under a tenth of a second, in less than 50 MB."""
AT_ONCE = 256 * 1024
"""So many bytes of a larger one are read before anybody sees a step."""
_BETWEEN = b" \t\r\n\0,"


class ChangedError(Exception):
    """The file is no longer what it was when its elements were found."""


class HeldFile(RecordFile):
    """A file that stays readable as it was found, whatever takes its name; `stamp` is its state then."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.stamp = self._now()

    def unchanged(self, offset: int, length: int) -> bytes:
        """Return bytes of the file.

        Raises:
            ChangedError: it was written into since.
            UnreadableError: the file system failed.

        """
        data = self.read(offset, length)
        if self._now() != self.stamp:
            raise ChangedError
        return data

    def _now(self) -> Stamp:
        return Stamp(self.identity.device, self.identity.inode, self.size, self.modified_ns)


class Element(NamedTuple):
    """An element of a list: its number in the run, its value again, its list and its place in that, and its raw."""

    number: int
    value: Any
    pointer: str
    place: int
    raw: RawRef


@dataclass(slots=True)
class _List:
    file: HeldFile
    pointer: str
    first: int
    starts: array[int] = field(default_factory=lambda: array("Q"))
    end: int = 0


class Elements:
    """Elements by number, in the order of the run; 8 bytes each. They may stand in several lists and files."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._kept: dict[int, Any] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def begin(self, file: HeldFile, pointer: str) -> None:
        """Go on with the elements of another list."""
        self._lists.append(_List(file, pointer, self._count))

    def add(self, start: int, end: int, value: Any = None) -> int:
        """Take the next element of the list, from `start` to `end`; return its number.

        `value` is kept: of what is torn, or no list at all, and cannot be read again from its place.
        """
        last = self._lists[-1]
        last.starts.append(start)
        last.end = end
        if value is not None:
            self._kept[self._count] = value
        self._count += 1
        return self._count - 1

    def get(self, number: int) -> Element:
        """Return an element, decoded again.

        Raises:
            ChangedError, UnreadableError: that cannot be done any more.

        """
        of = self._list_of(number)
        place = number - of.first
        if number in self._kept:
            value = self._kept[number]
            offset, length = (value.offset, value.length) if isinstance(value, Damaged) else (None, None)
        else:
            offset, end = of.starts[place], self._end(of, place)
            data = of.file.unchanged(offset, end - offset).rstrip(_BETWEEN)
            length = len(data)
            found = value_of(data, offset)
            if found is None:
                raise ChangedError
            value = found.value
        pointer = None if isinstance(value, Damaged) else f"{of.pointer}/{place}"
        return Element(number, value, of.pointer, place, RawRef(of.file.path, offset, length, pointer))

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return offset and length from element `first` to `last` of one list, up to where the next one begins."""
        of = self._list_of(first)
        stop = min(last - of.first, len(of.starts) - 1)
        start = of.starts[first - of.first]
        return start, max(0, self._end(of, stop) - start)

    def bytes_between(self, first: int, last: int) -> bytes:
        """Return the bytes of elements `first` to `last`, also where they go on in another list."""
        data = []
        while first <= last:
            of = self._list_of(first)
            stop = min(last, of.first + len(of.starts) - 1)
            data.append(of.file.read(*self.range_of(first, stop)))
            first = stop + 1
        return b"\n".join(data)

    def _list_of(self, number: int) -> _List:
        return next(one for one in reversed(self._lists) if one.first <= number and one.starts)

    def _end(self, of: _List, place: int) -> int:
        return of.starts[place + 1] if place + 1 < len(of.starts) else of.end
