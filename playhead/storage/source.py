"""The seam every reader stands on: steps by number, built when they are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from playhead.model import Kind, Step

KINDS: tuple[Kind, ...] = tuple(Kind)
NO_EXIT_CODE = -(2**31)


class Columns(NamedTuple):
    """What a list needs of many steps at once, one entry a step.

    `kinds` index into KINDS, `failed` and `actions` are counts capped at 255 (a damaged step counts as failed),
    `exit_codes` hold NO_EXIT_CODE where the record has none, else the code of the last action that has one.
    """

    kinds: bytes
    failed: bytes
    actions: bytes
    exit_codes: Sequence[int]


class StepSource(Protocol):
    """Steps of one agent's run.

    `len()` is how many are known by now; `complete` turns true when that is all. `revision` grows with every change
    that a screen must redraw for. `counted` are the steps with a number, `actions` theirs, `native_steps` the
    record's own units. Positions are from 0, step numbers from 1.
    """

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Step: ...

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns of steps `start` to `stop`, without decoding them. May be hints until decoded."""
        ...

    @property
    def complete(self) -> bool:
        """Return whether every step is known."""
        ...

    @property
    def revision(self) -> int:
        """Return a number that grows with every change."""
        ...

    @property
    def counted(self) -> int:
        """Return how many known steps have a number."""
        ...

    @property
    def actions(self) -> int:
        """Return how many actions the counted steps have."""
        ...

    @property
    def native_steps(self) -> int:
        """Return how many of the record's own units the steps were made of."""
        ...

    def position(self, n: int) -> int | None:
        """Return the position of step number `n`, or None."""
        ...

    def find(self, native_id: str) -> int | None:
        """Return the position of the step that holds this native id, or None."""
        ...

    def wait(self) -> None:
        """Return when `complete`."""
        ...


def iterate(steps: StepSource) -> Iterator[Step]:
    """Yield every step in order, after waiting for the source to be complete."""
    steps.wait()
    for index in range(len(steps)):
        yield steps[index]


Entry = TypeVar("Entry")


class JoinedSteps(Generic[Entry]):
    """Steps whose records were joined in one light pass: results in later lines, or one JSON document.

    `entries` is one light value a step (offsets, or a decoded object that is in memory anyway); `build` makes step
    `index` of it, giving its actions numbers from `first_action` (None where the step is copied). At most `keep`
    built steps are held. The columns are made once, from `facts`.
    """

    complete = True
    revision = 0

    def __init__(
        self,
        entries: Sequence[Entry],
        build: Callable[[int, int | None, int | None, Entry], Step],
        *,
        action_counts: Sequence[int],
        copied: Sequence[bool] | None = None,
        native_steps: int | None = None,
        keep: int = 512,
    ) -> None:
        self._entries = entries
        self._build = build
        self._keep = keep
        self._cache: OrderedDict[int, Step] = OrderedDict()
        self._numbers: array[int] = array("q")
        self._first_actions: array[int] = array("q")
        self._positions: array[int] = array("q")
        actions = 0
        for index in range(len(entries)):
            if copied is not None and copied[index]:
                self._numbers.append(0)
                self._first_actions.append(0)
                continue
            self._positions.append(index)
            self._numbers.append(len(self._positions))
            self._first_actions.append(actions + 1)
            actions += action_counts[index]
        self._actions = actions
        self._native_steps = len(entries) if native_steps is None else native_steps
        self._ids: dict[str, int] | None = None
        self._columns: Columns | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> Step:
        if index < 0 or index >= len(self._entries):
            raise IndexError(index)
        step = self._cache.get(index)
        if step is None:
            number = self._numbers[index] or None
            step = self._build(index, number, self._first_actions[index] if number else None, self._entries[index])
            self._cache[index] = step
            if len(self._cache) > self._keep:
                self._cache.popitem(last=False)
        else:
            self._cache.move_to_end(index)
        return step

    @property
    def counted(self) -> int:
        """Return how many steps have a number."""
        return len(self._positions)

    @property
    def actions(self) -> int:
        """Return how many actions the counted steps have."""
        return self._actions

    @property
    def native_steps(self) -> int:
        """Return how many of the record's own units the steps were made of."""
        return self._native_steps

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns of steps `start` to `stop`; the first call builds every step once."""
        whole = self._columns
        if whole is None:
            whole = self._columns = columns_of([self._uncached(index) for index in range(len(self))])
        cut = slice(start, stop)
        return Columns(whole.kinds[cut], whole.failed[cut], whole.actions[cut], whole.exit_codes[cut])

    def position(self, n: int) -> int | None:
        """Return the position of step number `n`, or None."""
        return self._positions[n - 1] if 0 < n <= len(self._positions) else None

    def find(self, native_id: str) -> int | None:
        """Return the position of the first step that holds this native id, or None."""
        if self._ids is None:
            ids: dict[str, int] = {}
            for index in range(len(self)):
                step = self._uncached(index)
                for one in (step.id, *step.native_ids):
                    ids.setdefault(one, index)
            self._ids = ids
        return self._ids.get(native_id)

    def wait(self) -> None:
        """Return at once: the light pass is over when the source exists."""

    def _uncached(self, index: int) -> Step:
        step = self._cache.get(index)
        if step is not None:
            return step
        number = self._numbers[index] or None
        return self._build(index, number, self._first_actions[index] if number else None, self._entries[index])


def columns_of(steps: Sequence[Step]) -> Columns:
    """Return the columns of decoded steps."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    exit_codes: array[int] = array("l")
    for step in steps:
        codes = [action.exit_code for action in step.actions if action.exit_code is not None]
        exit_codes.append(max(-(2**31) + 1, min(codes[-1], 2**31 - 1)) if codes else NO_EXIT_CODE)
    return Columns(
        bytes(order[step.kind] for step in steps),
        bytes(min(255, sum(action.failed for action in step.actions) + step.damaged) for step in steps),
        bytes(min(255, len(step.actions)) for step in steps),
        exit_codes,
    )
