"""Records that are read again when a step is looked at, of which one may be a thousand steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

_Made = TypeVar("_Made")


class ReadAgain(Generic[_Made]):
    """What `make` makes of the bytes of records, kept while the same records are wanted twice in a row.

    A line of a thousand results is decoded once then and not once a step, and nothing is held where records differ
    from step to step. What it returns is shared: nobody may change it.
    """

    def __init__(self, make: Callable[[bytes], _Made]) -> None:
        self._make = make
        self._wanted: frozenset[int] = frozenset()
        self._kept: Mapping[int, tuple[bytes, _Made]] = {}

    def made(self, records: Mapping[int, bytes]) -> dict[int, _Made]:
        """Return what the records are, by their numbers; raises what `make` raises."""
        wanted, kept = self._wanted, self._kept
        found = {number: self._of(data, kept.get(number)) for number, data in records.items()}
        self._kept = {number: one for number, one in found.items() if number in wanted}
        self._wanted = frozenset(found)
        return {number: one for number, (_, one) in found.items()}

    def _of(self, data: bytes, kept: tuple[bytes, _Made] | None) -> tuple[bytes, _Made]:
        return kept if kept is not None and kept[0] == data else (data, self._make(data))
