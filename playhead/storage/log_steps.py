"""Steps of a log that is still being joined: a step is published once nothing that comes later can renumber it."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, Protocol, TypeVar

from playhead.model import Step
from playhead.storage.line_steps import Progress
from playhead.storage.source import NO_EXIT_CODE, Columns

Entry = TypeVar("Entry")
_Shown_contra = TypeVar("_Shown_contra", contravariant=True)
_LARGEST = 2**31 - 1
_CAP = 255  # counts in the columns

Builder = Callable[[int, int | None, int | None], Step]
"""Makes a step of its position, its number, and the number of its first action."""


class Light(NamedTuple):
    """A step's columns: its kind's place in KINDS, how many of its actions failed, how many it has, its exit code."""

    kind: int
    failed: int
    actions: int
    exit_code: int | None


class View(Protocol[_Shown_contra]):
    """What a format says of its entries; an entry is one step to be, and may grow richer while it is shown."""

    def state(self, entry: _Shown_contra) -> int:
        """Return a number that differs once the entry says more."""
        ...

    def light(self, entry: _Shown_contra) -> Light:
        """Return its columns, without decoding anything."""
        ...

    def is_copied(self, entry: _Shown_contra) -> bool:
        """Return whether it has no number."""
        ...

    def ids(self, entry: _Shown_contra) -> Iterable[str]:
        """Return its own id, then the native ones."""
        ...

    def builder(self, entry: _Shown_contra) -> Builder:
        """Return what makes its step of what is known now: it is called later, without the lock."""
        ...

    def values(self, entry: _Shown_contra) -> object:
        """Return what it is built of, decoded or as bytes; None where that cannot be had cheaply."""
        ...


class LogSteps(Generic[Entry]):
    """A StepSource (see `playhead.storage.source`) that one pass fills: `publish` appends, `changed` tells of more.

    Memory: 27 bytes a step besides its entry, and at most `keep` built steps. The pass holds `progress.lock` while it
    changes an entry; without a `progress` all is there from the start.
    """

    def __init__(self, view: View[Entry], progress: Progress | None = None, *, keep: int = 512) -> None:
        self._view = view
        self._progress = progress or _finished()
        self._keep = keep
        self._entries: list[Entry] = []
        self._cache: OrderedDict[int, tuple[int, Step]] = OrderedDict()
        self._numbers: array[int] = array("i")  # 0: copied
        self._first_actions: array[int] = array("q")
        self._positions: array[int] = array("i")
        self._kinds, self._failed, self._counts = bytearray(), bytearray(), bytearray()
        self._exit_codes: array[int] = array("i")
        self._many: dict[int, int] = {}  # action counts above the cap
        self._touched: set[int] = set()
        self._by_id: tuple[dict[str, int], dict[str, int]] | None = None  # own ids, then native ones
        self.actions = 0
        self.native_steps = 0

    def publish(self, entries: Iterable[Entry]) -> None:
        """Append steps, and take in what changed. The pass calls it under `progress.lock`."""
        for position in self._touched:
            self._take_change(position)
        self._touched.clear()
        for entry in entries:
            position = len(self._kinds)
            light = self._view.light(entry)
            copied = self._view.is_copied(entry)
            self._numbers.append(0 if copied else len(self._positions) + 1)
            self._first_actions.append(0 if copied else self.actions + 1)
            if not copied:
                self._positions.append(position)
                self.actions += light.actions
            self._kinds.append(light.kind)
            self._failed.append(min(_CAP, light.failed))
            self._counts.append(0)
            self._count(position, light.actions)
            self._exit_codes.append(_kept_code(light.exit_code))
            self._entries.append(entry)
            if self._by_id is not None:
                self._remember(position)

    def changed(self, position: int) -> None:
        """Note that a published entry says more: the next `publish` takes that in."""
        self._touched.add(position)

    def forget(self) -> None:
        """Build every step anew: what they are made with has changed."""
        with self._progress.lock:
            self._cache.clear()

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> Step:
        with self._progress.lock:
            if index < 0 or index >= len(self._entries):
                raise IndexError(index)
            entry = self._entries[index]
            state = self._view.state(entry)
            cached = self._cache.get(index)
            if cached is not None and cached[0] == state:
                self._cache.move_to_end(index)
                return cached[1]
            build = self._view.builder(entry)
            number = self._numbers[index] or None
            first = self._first_actions[index] if number else None
        step = build(index, number, first)
        with self._progress.lock:
            self._cache[index] = (state, step)
            if len(self._cache) > self._keep:
                self._cache.popitem(last=False)
        return step

    def values_of(self, index: int) -> object:
        """Return what step `index` is built of, decoded or as bytes; None where that cannot be had cheaply."""
        return self._view.values(self._entries[index])

    @property
    def counted(self) -> int:
        """Return how many known steps have a number."""
        return len(self._positions)

    @property
    def complete(self) -> bool:
        """Return whether every step is known, as the record stood when it was last read."""
        return self._progress.complete

    @property
    def revision(self) -> int:
        """Return a number that grows with every change."""
        return self._progress.revision

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns as the pass has them."""
        part = slice(start, stop)
        return Columns(
            bytes(self._kinds[part]), bytes(self._failed[part]), bytes(self._counts[part]), self._exit_codes[part]
        )

    def position(self, n: int) -> int | None:
        """Return the position of step number `n`, or None."""
        return self._positions[n - 1] if 0 < n <= len(self._positions) else None

    def find(self, native_id: str) -> int | None:
        """Return the position of the known step with this id, else of the first that holds this native id, or None."""
        with self._progress.lock:
            if self._by_id is None:
                self._by_id = {}, {}
                for position in range(len(self._entries)):
                    self._remember(position)
            for position in self._touched:
                self._remember(position)
            own, native = self._by_id
            return own.get(native_id, native.get(native_id))

    def wait(self) -> None:
        """Return when complete."""
        self._progress.wait()

    def wait_for_steps(self) -> None:
        """Return when complete."""
        self._progress.wait()

    def _remember(self, position: int) -> None:
        assert self._by_id is not None
        own, native = self._by_id
        first, *others = self._view.ids(self._entries[position])
        own.setdefault(first, position)
        for one in others:
            if native.setdefault(one, position) > position:
                native[one] = position

    def _take_change(self, position: int) -> None:
        light = self._view.light(self._entries[position])
        self._kinds[position] = light.kind
        self._failed[position] = min(_CAP, light.failed)
        self._exit_codes[position] = _kept_code(light.exit_code)
        more = light.actions - self._many.get(position, self._counts[position])
        self._count(position, light.actions)
        if more and self._numbers[position]:
            self.actions += more
            for later in range(position + 1, len(self._entries)):
                self._first_actions[later] += more if self._numbers[later] else 0
            self._cache.clear()
        if self._by_id is not None:
            self._remember(position)

    def _count(self, position: int, actions: int) -> None:
        self._counts[position] = min(_CAP, actions)
        if actions > _CAP:
            self._many[position] = actions


def _kept_code(code: int | None) -> int:
    return NO_EXIT_CODE if code is None else max(NO_EXIT_CODE + 1, min(code, _LARGEST))


def _finished() -> Progress:
    progress = Progress()
    progress.finish()
    return progress
