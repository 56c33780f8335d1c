"""A mini-swe-agent record too large to be decoded at once: its messages are gone through, and not kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from playhead.formats.elements import Element
from playhead.formats.large_list import Grouped, Lists
from playhead.formats.mini.messages import Joiner
from playhead.formats.mini.run import MessagesRead
from playhead.formats.mini.steps import Place, look_of, step_of
from playhead.model import Step

LISTS = Lists(frozenset({"", "messages"}))


class GrowingMessages:
    """Joins messages to steps as they come; `read` is what they say of the run."""

    def __init__(self) -> None:
        self.read = MessagesRead()
        self._joiner = Joiner()
        self._open: list[Any] = []

    def take(self, number: int, value: Any) -> Iterable[Grouped]:  # noqa: ARG002 - messages come in their order
        """Take the next message."""
        self.read.take(value)
        done = self._grouped(self._joiner.take(value))
        self._open.append(value)
        return done

    def take_beside(self, key: str, value: Any) -> None:
        """Take nothing: there is one list."""

    def finish(self) -> Iterable[Grouped]:
        """Return the step that is left."""
        return self._grouped(self._joiner.finish())

    def _grouped(self, ranges: Sequence[tuple[int, int]]) -> list[Grouped]:
        found = [Grouped(range(start, end), look_of(self._open)) for start, end in ranges]
        if found:
            self._open = []
        return found


def messages_step(index: int, n: int | None, first_action: int | None, elements: Sequence[Element]) -> Step:
    """Return the step of some messages."""
    ids, raw = tuple(str(one.number) for one in elements), tuple(one.raw for one in elements)
    return step_of(Place(index, n, first_action, ids, raw), [one.value for one in elements])
