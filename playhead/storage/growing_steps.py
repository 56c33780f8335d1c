"""The base of readers that join a long record in the background: steps that grow in number, built when looked at."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from playhead.model import Kind, Step
from playhead.storage.line_steps import Progress
from playhead.storage.source import KINDS, NO_EXIT_CODE, Columns

CACHE_BYTES = 32 * 1024 * 1024  # of source, not of the objects made of it
_ORDER = {kind: place for place, kind in enumerate(KINDS)}
_LEAST, _MOST = NO_EXIT_CODE + 1, 2**31 - 1


class Look(NamedTuple):
    """What a list wants to know of a step: its kind, how many actions it has and how many failed, its exit code."""

    kind: Kind = Kind.OTHER
    actions: int = 0
    failed: int = 0
    exit_code: int | None = None


class Records(Protocol):
    """The records that steps are joined of, by number in the order of the run."""

    def bytes_between(self, first: int, last: int) -> bytes:
        """Return the record from the first byte of record `first` to the last one of record `last`."""
        ...

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """Return offset and length of that; a later record has a later offset, or stands in a later file."""
        ...

    def number_of(self, native_id: str) -> int | None:
        """Return the number of the record with this id, or None."""
        ...


Build = Callable[[int, int | None, int | None, Sequence[int]], Step]
"""Makes step `index` of records: (index, its number, the number of its first action, the numbers of the records)."""


class GrowingSteps:
    """A StepSource that a background pass adds to; see `playhead.storage.source`.

    Memory: 23 bytes a step and 4 a record, and built steps up to CACHE_BYTES of their records, the latest always.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._members: array[int] = array("I")  # numbers of records, step by step
        self._ends: array[int] = array("I")  # where in them each step ends
        self._counted: array[int] = array("I")  # numbered steps up to and with each one
        self._actions: array[int] = array("I")  # their actions
        self._kinds = bytearray()
        self._failed = bytearray()
        self._action_counts = bytearray()
        self._exit_codes: array[int] = array("i")
        self._cache: OrderedDict[int, tuple[int, Step]] = OrderedDict()
        self._cached_bytes = 0
        self._lock = threading.Lock()

    def begin(self, records: Records, build: Build) -> None:
        """Begin, or begin again without any step: the record turned out to say otherwise."""
        self._records = records
        self._build = build
        for column in (self._ends, self._members, self._counted, self._actions, self._exit_codes):
            del column[:]
        for flags in (self._kinds, self._failed, self._action_counts):
            flags.clear()
        self.forget_built()

    def add(self, members: Sequence[int], look: Look, *, copied: bool = False) -> None:
        """Take one more step: the numbers of its records, the first one its own. Published by `progress.publish`."""
        counted, actions = (self._counted[-1], self._actions[-1]) if self._counted else (0, 0)
        self._members.extend(members)
        self._counted.append(counted + (not copied))
        self._actions.append(actions + (0 if copied else look.actions))
        self._kinds.append(_ORDER[look.kind])
        self._failed.append(min(255, look.failed))
        self._action_counts.append(min(255, look.actions))
        code = look.exit_code
        self._exit_codes.append(NO_EXIT_CODE if code is None else max(_LEAST, min(code, _MOST)))
        self._ends.append(len(self._members))  # last: from here on the step is known

    def forget_built(self) -> None:
        """Forget built steps: more is known now of what they are made of."""
        with self._lock:
            self._cache.clear()
            self._cached_bytes = 0

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: int) -> Step:
        if index < 0 or index >= len(self._ends):
            raise IndexError(index)
        with self._lock:
            kept = self._cache.get(index)
            if kept is not None:
                self._cache.move_to_end(index)
                return kept[1]
        members = self.members(index)
        number = self._number(index)
        before = self._actions[index - 1] if index else 0
        step = self._build(index, number, None if number is None else before + 1, members)
        self._keep(index, self._records.range_of(members[0], members[-1])[1], step)
        return step

    def members(self, index: int) -> Sequence[int]:
        """Return the numbers of the records of a step."""
        return self._members[self._ends[index - 1] if index else 0 : self._ends[index]]

    def line_of(self, index: int) -> bytes:
        """Return bytes of the record that hold all that step `index` is made of."""
        members = self.members(index)
        return self._records.bytes_between(members[0], members[-1])

    @property
    def complete(self) -> bool:
        """Return whether `len()` is final, as the record stood when it was read."""
        return self._progress.complete

    @property
    def revision(self) -> int:
        """Return a number that grows with every change."""
        return self._progress.revision

    @property
    def counted(self) -> int:
        """Return how many steps have a number."""
        return self._counted[-1] if self._counted else 0

    @property
    def actions(self) -> int:
        """Return how many actions those have."""
        return self._actions[-1] if self._actions else 0

    @property
    def native_steps(self) -> int:
        """Return how many of the record's own units the steps were made of."""
        return len(self._members)

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns of steps `start` to `stop`."""
        part = slice(start, min(stop, len(self._ends)))
        return Columns(
            bytes(self._kinds[part]),
            bytes(self._failed[part]),
            bytes(self._action_counts[part]),
            self._exit_codes[part],
        )

    def position(self, n: int) -> int | None:
        """Return the position of step number `n`, or None."""
        return bisect_left(self._counted, n) if 0 < n <= self.counted else None

    def find(self, native_id: str) -> int | None:
        """Return the position of the step that holds this native id, or None."""
        number = self._records.number_of(native_id)
        return None if number is None else self.position_of(number)

    def position_of(self, number: int) -> int | None:
        """Return the position of the step that a record is part of, or None."""
        place = bisect_left(self._members, number)  # records come in order
        if place >= len(self._members) or self._members[place] != number:
            return None
        position = bisect_left(self._ends, place + 1)
        return position if position < len(self._ends) else None

    def wait(self) -> None:
        """Return when complete."""
        self._progress.wait()

    def wait_for_steps(self) -> None:
        """Return when complete."""
        self._progress.wait()

    def _number(self, index: int) -> int | None:
        before = self._counted[index - 1] if index else 0
        return self._counted[index] if self._counted[index] > before else None

    def _keep(self, index: int, length: int, step: Step) -> None:
        with self._lock:
            before = self._cache.pop(index, None)
            self._cache[index] = (length, step)
            self._cached_bytes += length - (before[0] if before else 0)
            while self._cached_bytes > CACHE_BYTES and len(self._cache) > 1:
                self._cached_bytes -= self._cache.popitem(last=False)[1][0]
