"""What is kept of each step of an indexed record: where it stands, its id, and small columns; 17 bytes a step."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from playhead.storage.source import NO_EXIT_CODE, Columns

_LONG = 2**32 - 1
_NO_CODE = -(2**15)
_CAP = 255
_SMALLEST = -(2**63)


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
        self._codes: array[int] = array("h")
        self._wide_codes: dict[int, int] = {}
        self._copied: array[int] = array("Q")
        self._before_block: array[int] = array("Q", [0])  # counted actions before each block of steps
        self._open_block = 0  # counted actions of the block that is being filled
        self.ids = _Ids()

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
        self._codes.append(_NO_CODE)
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
        self._codes.extend([_NO_CODE if code is None or not -(2**15) < code < 2**15 else code for code in codes])
        for at, code in enumerate(codes, place):
            if code is not None and not -(2**15) < code < 2**15:
                self._put_code(at, code)
        self._sum_actions(place, place + len(rows))
        self.offsets.extend(offsets)  # last: from now on the steps are there

    def _sum_actions(self, start: int, stop: int) -> None:
        while start < stop:
            if start and start % self._block == 0:
                self._before_block.append(self.actions)
                self._open_block = 0
            end = min(stop, (start // self._block + 1) * self._block)
            self._open_block += sum(self._actions[start:end])
            start = end

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
        self._put_code(place, exit_code)

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
        codes = array("l", self._codes[start:stop])
        for at, code in enumerate(codes):
            if code == _NO_CODE:
                codes[at] = self._wide_codes.get(start + at, NO_EXIT_CODE)
        return Columns(
            bytes(self._kinds[start:stop]), bytes(self._failed[start:stop]), bytes(self._actions[start:stop]), codes
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
        if code is not None:
            self._put_code(place, code)

    def _put_code(self, place: int, code: int | None) -> None:
        if code is None or -(2**15) < code < 2**15:
            self._codes[place] = _NO_CODE if code is None else code
            self._wide_codes.pop(place, None)
        else:
            self._codes[place] = _NO_CODE
            self._wide_codes[place] = max(-(2**31) + 1, min(code, 2**31 - 1))

    def _replace(self, place: int, facts: StepFacts, offset: int, length: int) -> None:
        old = 0 if self.is_copied(place) else self._actions_at(place)
        if self.is_copied(place):
            self._copied.remove(place)
        self._many_actions.pop(place, None)
        self._long.pop(place, None)
        self._put_code(place, None)
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


class _Ids:
    """Native ids by position: nothing while they count up by one, 8 bytes a step when they are other integers."""

    def __init__(self) -> None:
        self._first = 0
        self._count = 0
        self._numbers: array[int] | None = None  # None: `_first`, `_first` + 1, ...
        self._ascending = True
        self._by_number: dict[int, int] | None = None
        self._texts: dict[int, str | None] = {}  # ids that are no 64-bit integers
        self._by_text: dict[str, int] = {}

    def append(self, one: int | str | None) -> None:
        """Add the id of the next position."""
        if isinstance(one, int) and _SMALLEST < one < -_SMALLEST:
            self._append_number(one)
        else:
            self._append_text(None if one is None else str(one))
        self._count += 1

    def extend(self, numbers: Sequence[int]) -> bool:
        """Add rising integers above all before; False, with nothing done, where the ids so far are not all such."""
        if self._texts or self._by_number is not None or not self._ascending or numbers[0] <= self._last():
            return False
        if not self._count:
            self._first = numbers[0]
        if numbers[-1] - numbers[0] != len(numbers) - 1 or numbers[0] != self._first + self._count:
            self._spell_out()
        if self._numbers is not None:
            self._numbers.extend(numbers)
        self._count += len(numbers)
        return True

    @property
    def last_number(self) -> int | None:
        """Return the last id where all ids are rising integers, else None."""
        return self._last() if self._count and self._ascending and not self._texts else None

    def rename(self, place: int, one: int | str | None) -> None:
        """Give the last position another id; others keep theirs."""
        if place != self._count - 1:
            return
        dropped = self._texts.pop(place, None)
        if dropped is not None:
            self._by_text.pop(dropped, None)
        self._count -= 1
        if self._numbers is not None:
            self._numbers.pop()
        self._by_number = None
        self.append(one)

    def find(self, one: int | str | None) -> int | None:
        """Return the position of an id as the record has it."""
        if isinstance(one, int) and _SMALLEST < one < -_SMALLEST:
            return self._find_number(one)
        return None if one is None else self._by_text.get(str(one))

    def find_text(self, text: str) -> int | None:
        """Return the position of the step whose id reads so."""
        place = self._by_text.get(text)
        if place is not None:
            return place
        if text.startswith("#") and text.endswith(".1") and text[1:-2].isdecimal():
            place = int(text[1:-2]) - 1
            return place if self._texts.get(place, "") is None else None
        if len(text) > 20 or not text.removeprefix("-").isdecimal() or str(int(text)) != text:
            return None
        return self.find(int(text))

    def text(self, place: int) -> str:
        """Return the id as text; `#N.1` where the record has none."""
        if place in self._texts:
            return self._texts[place] or f"#{place + 1}.1"
        return str(self._first + place if self._numbers is None else self._numbers[place])

    def bytes_held(self) -> int:
        """Return the bytes of the numbers; none while they count up by one."""
        return 0 if self._numbers is None else len(self._numbers) * 8

    def _last(self) -> int:
        if not self._count:
            return _SMALLEST
        return self._first + self._count - 1 if self._numbers is None else self._numbers[-1]

    def _append_number(self, number: int) -> None:
        if not self._count:
            self._first = number
        elif number != self._last() + 1:
            self._ascending = self._ascending and number > self._last()
            self._spell_out()
        if self._numbers is not None:
            self._numbers.append(number)
        if self._by_number is not None:
            self._by_number.setdefault(number, self._count)

    def _append_text(self, text: str | None) -> None:
        self._texts[self._count] = text
        if text is not None:
            self._by_text.setdefault(text, self._count)
        # The number before stands in, so that the numbers stay in order and the first of equals is the real one.
        self._spell_out().append(self._last())

    def _spell_out(self) -> array[int]:
        if self._numbers is None:
            self._numbers = array("q", range(self._first, self._first + self._count))
        return self._numbers

    def _find_number(self, number: int) -> int | None:
        if self._numbers is None:
            return number - self._first if 0 <= number - self._first < self._count else None
        if self._ascending:
            place = bisect_left(self._numbers, number)
            return place if place < self._count and self._numbers[place] == number else None
        if self._by_number is None:
            self._by_number = {}
            for place, known in enumerate(self._numbers):
                if place not in self._texts:
                    self._by_number.setdefault(known, place)
        return self._by_number.get(number)
