"""What is kept of each step of an indexed record: where it stands, its id, and small columns; 19 bytes a step."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from playhead.storage.source import NO_EXIT_CODE, Columns
from playhead.storage.step_checks import check_columns
from playhead.storage.step_ids import StepIds

_LONG = 2**32 - 1
_CAP = 255


class StepFacts(NamedTuple):
    """What the index keeps of a step. `id` is its native id, None where the record has none."""

    id: int | str | None = None
    kind: int = 0
    actions: int = 0
    failed: int = 0
    exit_code: int | None = None
    copied: bool = False


# Of a plain step: id, offset, length, kind, actions, failed ones, last exit code.
Row = tuple[int, int, int, int, int, int, int | None]


class StepIndex:
    """Steps by position: byte ranges, ids, columns, and how step and action numbers follow from them.

    A step added with the id of an earlier one takes its place. Not locked: its owner sees to that.
    """

    def __init__(self, block: int = 1024) -> None:
        self._block = block  # steps between two sums of actions
        self.offsets: array[int] = array("Q")
        self._lengths: array[int] = array("I")
        self._long: dict[int, int] = {}
        self._kinds = bytearray()
        self._failed = bytearray()
        self._actions = bytearray()
        self._many_actions: dict[int, int] = {}
        self._codes: array[int] = array("i")
        self._copied: array[int] = array("Q")
        self._before_block: array[int] = array("Q", [0])  # counted actions before each block of steps
        self._open_block = 0  # counted actions of the block that is being filled
        self.ids = StepIds()

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def actions(self) -> int:
        """Return how many actions the counted steps have."""
        return self._before_block[-1] + self._open_block

    @property
    def counted(self) -> int:
        """Return how many steps have a number."""
        return len(self.offsets) - len(self._copied)

    def add(self, facts: StepFacts, offset: int, length: int) -> int:
        """Add a step, or put it in place of the one with its id or at its offset; return its position."""
        place = self.place_of(facts.id, offset)
        if place is not None:
            if self.offsets[place] == offset:
                self.ids.rename(place, facts.id)
            self._replace(place, facts, offset, length)
            return place
        place = len(self.offsets)
        if place and place % self._block == 0:
            self._before_block.append(self.actions)
            self._open_block = 0
        self.ids.append(facts.id)
        self._kinds.append(facts.kind)
        self._failed.append(0)
        self._actions.append(0)
        self._codes.append(NO_EXIT_CODE)
        self._lengths.append(0)
        self._put(place, facts, length)
        if facts.copied:
            self._copied.append(place)
        else:
            self._open_block += facts.actions
        self.offsets.append(offset)  # last: from now on the step is there
        return place

    def extend(self, rows: Sequence[Row]) -> None:
        """Add plain steps whose ids rise above all before: what `add` does, many times faster."""
        if not rows:
            return
        ids, offsets, lengths, kinds, actions, failed, codes = zip(*rows, strict=True)
        if max(actions) >= _CAP or max(failed) > _CAP or max(lengths) >= _LONG or not self.ids.extend(ids):
            for row in rows:
                self.add(StepFacts(row[0], row[3], row[4], row[5], row[6]), row[1], row[2])
            return
        place = len(self.offsets)
        self._kinds.extend(kinds)
        self._failed.extend(failed)
        self._actions.extend(actions)
        self._lengths.extend(lengths)
        self._codes.extend(map(_code, codes))
        self._sum_actions(place, place + len(rows))
        self.offsets.extend(offsets)  # last: from now on the steps are there

    def extend_plain(
        self,
        first_id: int,
        offsets: Sequence[int],
        lengths: Sequence[int],
        *,
        kinds: bytes,
        actions: bytes,
        failed: bytes,
        codes: Sequence[int],
    ) -> None:
        """Add steps of few actions whose ids count up from `first_id`, which is above all before.

        Lengths are below 4 GiB, exit codes fit into 31 bits. All ids before must be rising integers.
        """
        count = len(offsets)
        if not self.ids.extend(range(first_id, first_id + count)):
            raise ValueError(f"{first_id} is not above the ids before")
        place = len(self.offsets)
        self._kinds += kinds
        self._failed += failed
        self._actions += actions
        self._lengths.extend(lengths)
        self._codes.extend(codes)
        self._sum_actions(place, place + count)
        self.offsets.extend(offsets)  # last: from now on the steps are there

    def _sum_actions(self, start: int, stop: int) -> None:
        while start < stop:
            if start and start % self._block == 0:
                self._before_block.append(self.actions)
                self._open_block = 0
            end = min(stop, (start // self._block + 1) * self._block)
            self._open_block += sum(self._actions[start:end])
            start = end

    def to_keep(self) -> tuple[dict[str, Any], list[Any]] | None:
        """Return state and columns of which `of_kept` makes the same index; None where it is too odd for that."""
        ids = self.ids.to_keep()
        if ids is None or self._long or self._many_actions:
            return None
        columns = [self._kinds, self._failed, self._actions, self.offsets, self._lengths, self._codes, self._copied]
        return ids[0], [*columns, ids[1]]

    @classmethod
    def of_kept(cls, state: Mapping[str, Any], columns: Sequence[Any], size: int) -> StepIndex:
        """Return an index that was kept, of a record whose lines were read up to `size` bytes.

        Raises:
            ValueError, TypeError, KeyError: it cannot be true of any such record.

        """
        check_columns(columns, size)
        one = cls()
        one.ids = StepIds.of_kept(state, columns[-1], len(columns[0]))
        one._kinds, one._failed, one._actions, one.offsets, one._lengths, one._codes, one._copied, _ = columns
        for start in range(0, len(one), one._block):
            if start:
                one._before_block.append(one.actions)
            one._open_block = one._counted_actions(start, min(len(one), start + one._block))
        return one

    def become(self, other: StepIndex) -> None:
        """Take over all that another index holds, which nobody may use from then on."""
        vars(self).update(vars(other))

    def place_of(self, one: int | str | None, offset: int) -> int | None:
        """Return the position of the step with this id, or of the unfinished last line that is now read again."""
        if self.offsets and self.offsets[-1] == offset:
            return len(self.offsets) - 1
        return self.ids.find(one)

    def bytes_held(self) -> int:
        """Return what the index keeps in memory, in bytes; exceptions (odd ids, long lines) left out."""
        columns = (self._kinds, self._failed, self._actions)
        arrays = (self.offsets, self._lengths, self._codes, self._copied, self._before_block)
        return sum(map(len, columns)) + sum(len(one) * one.itemsize for one in arrays) + self.ids.bytes_held()

    def correct(self, place: int, kind: int, failed: int, exit_code: int | None) -> None:
        """Put what decoding showed in place of what the scan took for it."""
        self._kinds[place] = kind
        self._failed[place] = min(failed, _CAP)
        self._codes[place] = _code(exit_code)

    def range_of(self, place: int) -> tuple[int, int]:
        """Return offset and length of a step's line, in bytes."""
        length = self._lengths[place]
        return self.offsets[place], self._long[place] if length == _LONG else length

    def is_copied(self, place: int) -> bool:
        """Return whether the step is shown and not counted."""
        at = bisect_left(self._copied, place)
        return at < len(self._copied) and self._copied[at] == place

    def number_of(self, place: int) -> int | None:
        """Return the step number from 1, None for a copied step."""
        before = bisect_left(self._copied, place)
        if before < len(self._copied) and self._copied[before] == place:
            return None
        return place + 1 - before

    def first_action(self, place: int) -> int:
        """Return the number that the step's first action has, or would have."""
        block = place // self._block
        return self._before_block[block] + self._counted_actions(block * self._block, place) + 1

    def position(self, n: int) -> int | None:
        """Return the position of step number `n`, or None."""
        if not 0 < n <= self.counted:
            return None
        place = n - 1
        for copied in self._copied:
            if copied > place:
                break
            place += 1
        return place

    def columns(self, start: int, stop: int) -> Columns:
        """Return the columns of steps `start` to `stop`."""
        start, stop, _ = slice(start, stop).indices(len(self.offsets))
        return Columns(
            _cut(self._kinds, start, stop),
            _cut(self._failed, start, stop),
            _cut(self._actions, start, stop),
            self._codes[start:stop],
        )

    def _put(self, place: int, facts: StepFacts, length: int) -> None:
        actions, failed, code = facts.actions, facts.failed, facts.exit_code
        self._actions[place] = min(_CAP, actions)
        if actions >= _CAP:
            self._many_actions[place] = actions
        self._failed[place] = min(_CAP, failed)
        self._lengths[place] = min(_LONG, length)
        if length >= _LONG:
            self._long[place] = length
        self._codes[place] = _code(code)

    def _replace(self, place: int, facts: StepFacts, offset: int, length: int) -> None:
        old = 0 if self.is_copied(place) else self._actions_at(place)
        if self.is_copied(place):
            self._copied.remove(place)
        self._many_actions.pop(place, None)
        self._long.pop(place, None)
        self._kinds[place] = facts.kind
        self._put(place, facts, length)
        if facts.copied:
            self._copied.insert(bisect_left(self._copied, place), place)
        self.offsets[place] = offset
        more = (0 if facts.copied else facts.actions) - old
        if more:
            for block in range(place // self._block + 1, len(self._before_block)):
                self._before_block[block] += more
            if place // self._block == len(self._before_block) - 1:
                self._open_block += more

    def _actions_at(self, place: int) -> int:
        count = self._actions[place]
        return self._many_actions[place] if count == _CAP else count

    def _counted_actions(self, start: int, stop: int) -> int:
        total = sum(self._actions[start:stop])
        if self._many_actions:
            total += sum(count - _CAP for at, count in self._many_actions.items() if start <= at < stop)
        first = bisect_left(self._copied, start)
        for copied in self._copied[first:]:
            if copied >= stop:
                break
            total -= self._actions_at(copied)
        return total


def _code(exit_code: int | None) -> int:
    return NO_EXIT_CODE if exit_code is None else max(NO_EXIT_CODE + 1, min(exit_code, 2**31 - 1))


def _cut(column: bytearray, start: int, stop: int) -> bytes:
    """Return a part of a column, copied once."""
    with memoryview(column) as view:
        return bytes(view[start:stop])
