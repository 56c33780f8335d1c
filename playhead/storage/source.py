"""The seam every reader stands on: steps by number, built when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

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

    def wait_for_steps(self) -> None:
        """Return when every step is known, with its number and actions; columns may still be filling."""
        ...


def iterate(steps: StepSource) -> Iterator[Step]:
    """Yield every step in order, after waiting for all of them to be known."""
    steps.wait_for_steps()
    for index in range(len(steps)):
        yield steps[index]
