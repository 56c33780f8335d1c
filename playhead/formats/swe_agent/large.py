"""A SWE-agent record too large to be decoded at once: its entries and prompts are gone through, and not kept."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playhead.formats.elements import Element
from playhead.formats.large_document import LargeDocument, is_large
from playhead.formats.large_list import Grouped, Lists
from playhead.formats.registry import HEAD_BYTES
from playhead.formats.root_keys import root_keys
from playhead.formats.swe_agent.entries import look_of_entry, step_of
from playhead.formats.swe_agent.run import is_prompt
from playhead.formats.values import float_of, mapping_of
from playhead.model import Step
from playhead.storage.regular import read_file

LISTS = Lists(frozenset({"trajectory"}), frozenset({"history"}))


def is_large_list(path: Path) -> bool:
    """Return whether a record is large and its entries stand at its root, as its beginning shows."""
    if not is_large(path):
        return False
    keys = root_keys(read_file(path, HEAD_BYTES))
    return bool({"trajectory", "history"} & keys) and "attempts" not in keys


def has_entries(document: LargeDocument) -> bool:
    """Return whether a document that was gone through had its entries at its root, and no other attempts."""
    return "trajectory" in document.given and "attempts" not in document.fields


class EntriesRead:
    """What is learnt of the run from its entries and prompts; `history` is the prompt that tells the task."""

    def __init__(self) -> None:
        self.history: list[Any] = []
        self._times: array[float] = array("d")

    @property
    def seconds(self) -> float | None:
        """Return how long the actions took together, None where no entry says."""
        return sum(self._times) if self._times else None

    def take(self, number: int, value: Any) -> Iterable[Grouped]:
        """Take an entry: a step by itself."""
        time = float_of(mapping_of(value).get("execution_time"))
        if time is not None:
            self._times.append(time)
        return (Grouped((number,), look_of_entry(value)),)

    def take_beside(self, key: str, value: Any) -> None:  # noqa: ARG002 - there is one such list
        """Take a message of `history`."""
        if not self.history and is_prompt(mapping_of(value)):
            self.history.append(value)

    def finish(self) -> Iterable[Grouped]:
        """Return nothing: every entry was a step."""
        return ()


def entry_step(index: int, n: int | None, first_action: int | None, elements: Sequence[Element]) -> Step:
    """Return the step of an entry."""
    (one,) = elements
    return step_of(one.value, index, n, first_action, raw=one.raw)
