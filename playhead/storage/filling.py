"""What a list asks of all steps of a joined record, found by building each step once, in the background if many."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence

from playhead.model import Kind, Step
from playhead.storage.source import KINDS, NO_EXIT_CODE, Columns

AT_ONCE = 300
"""So many steps are built before anybody waits; more are left to a thread."""

_BLOCK = 250
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


class Filling:
    """Columns and native ids of `count` steps, as far as they are known. `build` must bear a second thread."""

    def __init__(self, count: int, build: Callable[[int], Step]) -> None:
        self._count = count
        self._build = build
        self._kinds = bytearray([_ORDER[Kind.OTHER]] * count)
        self._failed = bytearray(count)
        self._actions = bytearray(count)
        self._exit_codes: array[int] = array("l", [NO_EXIT_CODE]) * count
        self._ids: dict[str, int] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.filled = 0

    @property
    def complete(self) -> bool:
        """Return whether every step has been built once; begins to, if nobody has."""
        self._begin()
        return self.filled >= self._count

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns of a stretch; a step that has not been built yet is `other`, without failures."""
        self._begin()
        part = slice(start, stop)
        return Columns(
            bytes(self._kinds[part]), bytes(self._failed[part]), bytes(self._actions[part]), self._exit_codes[part]
        )

    def find(self, native_id: str) -> int | None:
        """Return the position of the first step with this native id, waiting until all are known if need be."""
        if native_id not in self._ids:
            self.wait()
        return self._ids.get(native_id)

    def wait(self) -> None:
        """Return when every step has been built once."""
        self._begin()
        if self._thread is not None:
            self._thread.join()

    def _begin(self) -> None:
        if self._thread is not None or self.filled >= self._count:
            return
        with self._lock:
            if self._thread is not None:
                return
            if self._count <= AT_ONCE:
                self._fill()
                return
            self._thread = threading.Thread(target=self._fill, name="playhead-columns", daemon=True)
            self._thread.start()

    def _fill(self) -> None:
        for start in range(0, self._count, _BLOCK):
            stop = min(self._count, start + _BLOCK)
            for index in range(start, stop):
                self._take(index, self._build(index))
            self.filled = stop

    def _take(self, index: int, step: Step) -> None:
        codes = [action.exit_code for action in step.actions if action.exit_code is not None]
        self._kinds[index] = _ORDER[step.kind]
        self._failed[index] = min(255, sum(action.failed for action in step.actions) + step.damaged)
        self._actions[index] = min(255, len(step.actions))
        if codes:
            self._exit_codes[index] = max(NO_EXIT_CODE + 1, min(codes[-1], 2**31 - 1))
        for one in (step.id, *step.native_ids):
            self._ids.setdefault(one, index)


def columns_of(steps: Sequence[Step]) -> Columns:
    """Return the columns of steps that are there already."""
    filling = Filling(len(steps), steps.__getitem__)
    filling.wait()
    return filling.columns(0, len(steps))
