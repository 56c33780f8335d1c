"""A run that is one list in a JSON document too big to be decoded at once: gone through in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from playhead.errors import UnreadableError
from playhead.formats.build import damaged_step
from playhead.formats.elements import AT_ONCE, ChangedError, Element, Elements, HeldFile
from playhead.formats.large_document import LargeDocument, RepeatedKeyError
from playhead.formats.record_places import CHANGED
from playhead.formats.salvage import Damaged
from playhead.model import Diagnostic, Step
from playhead.storage.background import begin
from playhead.storage.growing_steps import GrowingSteps, Look
from playhead.storage.line_steps import Progress


class Grouped(NamedTuple):
    """A step to be: the numbers of its elements from 0, and what a list wants to know of it."""

    members: Sequence[int]
    look: Look


class Reading(Protocol):
    """What a format makes of the elements, one after the other: it learns what it wants of the run on the way."""

    def take(self, number: int, value: Any) -> Iterable[Grouped]:
        """Take the next element, and return the steps that nothing can be added to any more."""
        ...

    def take_beside(self, key: str, value: Any) -> None:
        """Take an element of another list that was named."""
        ...

    def finish(self) -> Iterable[Grouped]:
        """Return the steps that are left: nothing follows."""
        ...


Build = Callable[[int, int | None, int | None, Sequence[Element]], Step]
"""Makes step `index` of elements: (index, its number, the number of its first action, the elements)."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of a document that are not kept in memory: the keys of that of the steps, "" for the root, and others."""

    steps: frozenset[str]
    beside: frozenset[str] = frozenset()


class LargeList:
    """The steps of such a document, growing; `reading` and `document` are what is known of it by now."""

    def __init__(self, path: Path, lists: Lists, reading: Callable[[], Reading], build: Build) -> None:
        self.file = HeldFile(path)
        self.progress = Progress()
        self.steps = GrowingSteps(self.progress)
        self.problems: list[Diagnostic] = []
        self._lists = lists
        self._new_reading = reading
        self._build = build
        self._skipped: dict[str, int] = {}
        self._forget()
        begin(self._work(), self.progress, AT_ONCE)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the document, as far as it is known."""
        return (*self.document.diagnostics, *self.problems)

    def bytes_between(self, first: int, last: int) -> bytes:
        """Return the bytes from element `first` to the last one of element `last`."""
        return self._elements.bytes_between(first, last)

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return offset and length of that."""
        return self._elements.range_of(first, last)

    def number_of(self, native_id: str) -> int | None:
        """Return the number of an element by its id, which is its place."""
        known = native_id.isascii() and native_id.isdecimal() and len(native_id) < 12
        number = int(native_id) if known else -1
        return number if str(number) == native_id and number < len(self._elements) else None

    def _forget(self) -> None:
        self.reading = self._new_reading()
        self._elements = Elements()
        keys = self._lists.steps | self._lists.beside
        self.document = LargeDocument(self.file, keys, self._skipped)
        self.steps.begin(self, self._step)

    def _work(self) -> Iterator[int]:
        while True:
            try:
                yield from self._through()
                break
            except RepeatedKeyError as error:
                self._skipped[error.key] = self._skipped.get(error.key, 0) + 1
                self._forget()
            except UnreadableError as error:
                text = f"It could not be read to its end: {error}"
                self.problems.append(Diagnostic("damaged_document", self.file.path.name, text))
                break
        self._add(self.reading.finish())

    def _through(self) -> Iterator[int]:
        listed: str | None = None
        for found in self.document:
            if found is not None and found.key in self._lists.beside:
                self.reading.take_beside(found.key, found.value)
            elif found is not None:
                if listed != found.key:
                    listed = found.key
                    self._elements.begin(self.file, f"/{listed}" if listed else "")
                is_torn = isinstance(found.value, Damaged) and found.end == self.file.stamp.size
                number = self._elements.add(found.start, found.end, found.value if is_torn else None)
                self._add(self.reading.take(number, found.value))
            yield self.document.offset

    def _add(self, groups: Iterable[Grouped]) -> None:
        for group in groups:
            self.steps.add(group.members, group.look)

    def _step(self, index: int, n: int | None, first_action: int | None, members: Sequence[int]) -> Step:
        try:
            elements = [self._elements.get(number) for number in members]
        except (ChangedError, UnreadableError):
            return damaged_step(index=index, n=n, id=str(members[0]), text=CHANGED, raw=())
        return self._build(index, n, first_action, elements)
