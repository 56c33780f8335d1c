"""A list of objects inside a decoded JSON document, as a log: for formats that keep their records in one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playhead.formats.findings import Findings
from playhead.formats.joined_log import Group, Record
from playhead.formats.json_document import ref
from playhead.formats.salvage import Damaged
from playhead.formats.values import text_of
from playhead.model import RawRef


@dataclass(slots=True)
class ElementLog:
    """The elements of a list that stands at `pointer` (RFC 6901, "" for the root) of a file.

    The elements are in memory with their document, so its size bounds the memory. What is no object is damaged.
    `ranges` are the offset and length of each element in the file, needed where the file is not one document;
    `pointers` those of the elements, where they do not simply follow each other in one list; `entry` is the entry of a
    zip file that all of it stands in.
    """

    path: Path
    elements: Sequence[Any]
    pointer: str = ""
    findings: Findings = field(default_factory=Findings)
    ranges: Sequence[tuple[int, int]] | None = None
    pointers: Sequence[str] | None = None
    entry: str | None = None

    def scan(self) -> Iterator[Record]:
        """Yield the elements in their order."""
        for number, element in enumerate(self.elements):
            where = self._pointer_to(number)
            value = element if isinstance(element, dict) else None
            if value is None and not isinstance(element, Damaged):
                self.findings.add("wrong_type", where, "It is no object; it is shown as it stands.")
            yield Record(number, where, value)

    def damaged(self, number: int) -> Group:
        """Return the group of an element that is no record: it is shown as it stands."""
        return Group(self.name(number), (number,), damaged=True)

    def name(self, number: int) -> str:
        """Return the id of an element that has none: its place in the list."""
        return str(number)

    def raw(self, numbers: Sequence[int]) -> tuple[RawRef, ...]:
        """Return where some elements stand; several may stand in one place."""
        return tuple(dict.fromkeys(self._raw(number, self.elements[number]) for number in numbers))

    def read(self, numbers: Sequence[int]) -> Sequence[dict[str, Any]]:
        """Return some elements."""
        return [self.elements[number] for number in numbers]

    def text(self, numbers: Sequence[int]) -> str:
        """Return damaged elements as they stand."""
        found = (self.elements[number] for number in numbers)
        return "\n".join(one.text if isinstance(one, Damaged) else text_of(one) for one in found)

    def quick(self, numbers: Sequence[int]) -> object:  # noqa: ARG002 - the seam's
        """Return None: the elements are there, and looked at as steps."""
        return None

    def _pointer_to(self, number: int) -> str:
        return f"{self.pointer}/{number}" if self.pointers is None else self.pointers[number]

    def _raw(self, number: int, element: Any) -> RawRef:
        if self.ranges is not None and not isinstance(element, Damaged):
            return RawRef(self.path, *self.ranges[number], pointer=self._pointer_to(number))
        found = ref(self.path, self._pointer_to(number), element if isinstance(element, Damaged) else None)
        return found if self.entry is None else replace(found, entry=self.entry)
