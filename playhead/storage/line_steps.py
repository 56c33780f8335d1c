"""Steps of a record in which a line is a step: found by an index, decoded when they are looked at."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from playhead.model import RawRef, Step
from playhead.storage.lines import LONGEST, TOO_LONG, RecordFile
from playhead.storage.source import KINDS, Columns
from playhead.storage.step_index import StepIndex

CACHE_BYTES = 64 * 1024 * 1024  # of source, not of the objects made of it: several times less
_PLACES = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class StepLine:
    """What a step is built of: its line, its place, its numbers, and the id the index knows it by.

    Of a line that is too long to be decoded only the beginning is there.
    """

    data: bytes
    index: int
    n: int | None
    first_action: int | None
    id: str
    raw: RawRef


class _Kept(NamedTuple):
    offset: int
    length: int
    step: Step


class Progress:
    """How far a background index has come; shared by the sources that one index fills."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.revision = 0
        self._done = threading.Event()
        self._wanted = threading.Event()

    @property
    def complete(self) -> bool:
        """Return whether nothing more is being indexed."""
        return self._done.is_set()

    def publish(self) -> None:
        """Tell that there is something new to draw."""
        self.revision += 1

    def finish(self) -> None:
        """Tell that all there is by now is indexed."""
        self.revision += 1
        self._done.set()

    def reopen(self) -> None:
        """Tell that more is being indexed."""
        self._done.clear()

    def wait(self) -> None:
        """Return when complete."""
        self._wanted.set()
        self._done.wait()

    def let_others_begin(self, seconds: float) -> None:
        """Return after `seconds`, or as soon as somebody waits: for the thread that indexes."""
        self._wanted.wait(seconds)


class LineSteps:
    """A StepSource over the lines of one file; see `playhead.storage.source`.

    Memory: the index (19 to 27 bytes a step), and built steps up to CACHE_BYTES of their lines, the latest always.
    """

    def __init__(
        self, file: RecordFile, index: StepIndex, progress: Progress, build: Callable[[StepLine], Step]
    ) -> None:
        self._file = file
        self._index = index
        self._progress = progress
        self._build = build
        self._cache: OrderedDict[int, _Kept] = OrderedDict()
        self._cached_bytes = 0

    def __len__(self) -> int:
        return len(self._index)

    def __getitem__(self, index: int) -> Step:
        with self._progress.lock:
            if index < 0 or index >= len(self._index):
                raise IndexError(index)
            offset, length = self._index.range_of(index)
            cached = self._cache.get(index)
            if cached is not None and cached.offset == offset:
                self._cache.move_to_end(index)
                return cached.step
            n = self._index.number_of(index)
            first = self._index.first_action(index) if n is not None else None
            name = self._index.ids.text(index)
        raw = RawRef(self._file.path, offset, length)
        data = self._file.read(offset, length if length <= TOO_LONG else LONGEST)
        step = self._build(StepLine(data, index, n, first, name, raw))
        with self._progress.lock:
            self._keep(index, offset, length, step)
        return step

    def line_of(self, index: int) -> bytes:
        """Return the bytes of the line that step `index` is made of, as they stand in the record."""
        with self._progress.lock:
            offset, length = self._index.range_of(index)
        return self._file.read(offset, length)

    def lines_from(self, index: int, stop: int, most: int) -> tuple[bytes, int]:
        """Return up to `most` bytes of the record from where step `index` stands, and how many steps' lines they hold.

        These steps' lines follow one another; none is from `stop` on. It is one where the first does not fit whole.
        """
        with self._progress.lock:
            end = self._end_of_run(index, min(stop, len(self._index)), most)
            first = self._index.offsets[index]
            offset, length = self._index.range_of(end - 1)
        return self._file.read(first, min(most, offset + length - first)), end - index

    def ranges_of(self, index: int, stop: int) -> list[tuple[int, int]]:
        """Return offset and length, in bytes, of the lines of steps `index` to before `stop`."""
        with self._progress.lock:
            return [self._index.range_of(place) for place in range(index, stop)]

    def part_of(self, index: int, start: int, length: int) -> bytes:
        """Return up to `length` bytes of the line of step `index` from its byte `start` on."""
        offset, whole = self.ranges_of(index, index + 1)[0]
        return self._file.read(offset + start, max(0, min(length, whole - start)))

    def _end_of_run(self, index: int, stop: int, most: int) -> int:
        """Return the position behind the last step whose line ends within `most` bytes, all lines before it rising."""
        offsets = self._index.offsets
        end = bisect_right(offsets, offsets[index] + most, index + 1, max(index + 1, stop))
        run = offsets[index:end].tolist()
        if run != sorted(run):  # a later line took the place of an earlier one
            end = next(index + place for place in range(1, len(run)) if run[place] < run[place - 1])
        offset, length = self._index.range_of(end - 1)
        return end - 1 if end - 1 > index and offset + length - offsets[index] > most else end

    @property
    def complete(self) -> bool:
        """Return whether `len()` is final, as the file stood when last read."""
        return self._progress.complete

    @property
    def revision(self) -> int:
        """Return a number that grows with every change."""
        return self._progress.revision

    @property
    def counted(self) -> int:
        """Return how many steps have a number."""
        return self._index.counted

    @property
    def actions(self) -> int:
        """Return how many actions those have."""
        return self._index.actions

    @property
    def native_steps(self) -> int:
        """Return how many steps the record holds: a line is a step."""
        return len(self._index)

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns; kinds and failures are by a light look until a step is decoded, action counts exact."""
        with self._progress.lock:
            return self._index.columns(start, stop)

    def position(self, n: int) -> int | None:
        """Return the position of step number `n`, or None."""
        with self._progress.lock:
            return self._index.position(n)

    def find(self, native_id: str) -> int | None:
        """Return the position of the step with this id, or None."""
        with self._progress.lock:
            return self._index.ids.find_text(native_id)

    def wait(self) -> None:
        """Return when complete."""
        self._progress.wait()

    def wait_for_steps(self) -> None:
        """Return when the index is done."""
        self.wait()

    def _keep(self, index: int, offset: int, length: int, step: Step) -> None:
        if index >= len(self._index) or self._index.range_of(index)[0] != offset:
            return  # replaced meanwhile
        self._correct(index, step)
        before = self._cache.pop(index, None)
        if before is not None:
            self._cached_bytes -= before.length
        self._cache[index] = _Kept(offset, length, step)
        self._cached_bytes += length
        while self._cached_bytes > CACHE_BYTES and len(self._cache) > 1:
            self._cached_bytes -= self._cache.popitem(last=False)[1].length

    def _correct(self, index: int, step: Step) -> None:
        codes = [action.exit_code for action in step.actions if action.exit_code is not None]
        failed = sum(action.failed for action in step.actions)
        self._index.correct(index, _PLACES[step.kind], failed, codes[-1] if codes else None)
