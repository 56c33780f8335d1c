"""Native ids of steps by position, and positions by id, in next to no memory where ids count up."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from playhead.storage.step_checks import rise

_SMALLEST = -(2**63)
_MOST_TEXTS_KEPT = 50_000


class StepIds:
    """Native ids by position: nothing while they count up by one, 8 bytes a step when they are other integers."""

    def __init__(self) -> None:
        self._first = 0
        self._count = 0
        self._numbers: array[int] | None = None  # None: `_first`, `_first` + 1, ...
        self._ascending = True
        self._by_number: dict[int, int] | None = None
        self._texts: dict[int, str] = {}  # ids that are no 64-bit integers
        self._nameless: array[int] = array("Q")  # places without an id, rising
        self._by_text: dict[str, int] = {}

    @classmethod
    def of_kept(cls, state: Mapping[str, Any], numbers: array[int], count: int) -> StepIds:
        """Return the ids of `count` steps as `to_keep` gave them.

        Raises:
            ValueError, TypeError, KeyError: they are none such.

        """
        ids = cls()
        ids._first, ids._count, ids._ascending = int(state["first"]), count, state["ascending"] is True
        if len(numbers) not in (0, count) or (state["texts"] and len(numbers) != count):
            raise ValueError("ids of other steps")
        if ids._ascending and not rise(numbers, strictly=False):
            raise ValueError("ids that do not rise")
        ids._numbers = numbers or None
        for place, text in state["texts"]:
            if type(place) is not int or not 0 <= place < count or not (text is None or type(text) is str):
                raise ValueError("an id of no step")
            if text is None:
                ids._nameless.append(place)
            else:
                ids._texts[place] = text
                ids._by_text.setdefault(text, place)
        if not rise(ids._nameless):
            raise ValueError("places that do not rise")
        return ids

    def to_keep(self) -> tuple[dict[str, Any], array[int]] | None:
        """Return what `of_kept` makes the same ids of; None where too many of them are texts."""
        if len(self._texts) + len(self._nameless) > _MOST_TEXTS_KEPT:
            return None
        texts = [*self._texts.items(), *((place, None) for place in self._nameless)]
        state = {"first": self._first, "ascending": self._ascending, "texts": texts}
        return state, array("q") if self._numbers is None else self._numbers

    def append(self, one: int | str | None) -> None:
        """Add the id of the next position."""
        if isinstance(one, int) and _SMALLEST < one < -_SMALLEST:
            self._append_number(one)
        else:
            self._append_text(one)
        self._count += 1

    def extend(self, numbers: Sequence[int]) -> bool:
        """Add rising integers above all before; False, with nothing done, where the ids so far are not all such."""
        if (
            self._texts
            or self._nameless
            or self._by_number is not None
            or not self._ascending
            or numbers[0] <= self._last()
        ):
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
        return self._last() if self._count and self._ascending and not self._texts and not self._nameless else None

    def rename(self, place: int, one: int | str | None) -> None:
        """Give the last position another id; others keep theirs."""
        if place != self._count - 1:
            return
        if self._is_nameless(place):
            self._nameless.pop()
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
            return place if self._is_nameless(place) else None
        if len(text) > 20 or not text.removeprefix("-").isdecimal() or str(int(text)) != text:
            return None
        return self.find(int(text))

    def text(self, place: int) -> str:
        """Return the id as text; `#N.1` where the record has none."""
        if place in self._texts:
            return self._texts[place] or f"#{place + 1}.1"
        if self._is_nameless(place):
            return f"#{place + 1}.1"
        return str(self._first + place if self._numbers is None else self._numbers[place])

    def bytes_held(self) -> int:
        """Return the bytes of the numbers; none while they count up by one."""
        return (0 if self._numbers is None else len(self._numbers) * 8) + len(self._nameless) * 8

    def _is_nameless(self, place: int) -> bool:
        at = bisect_left(self._nameless, place)
        return at < len(self._nameless) and self._nameless[at] == place

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

    def _append_text(self, one: int | str | None) -> None:
        if one is None:
            self._nameless.append(self._count)
        else:
            self._texts[self._count] = str(one)
            self._by_text.setdefault(str(one), self._count)
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
                if place not in self._texts and not self._is_nameless(place):
                    self._by_number.setdefault(known, place)
        return self._by_number.get(number)
