"""Records gathered from several places as one log: states in a stream, files of a tree, rows of a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from playhead.formats.findings import Findings
from playhead.formats.joined_log import Group, Record
from playhead.model import RawRef


class Gathered(NamedTuple):
    """A record made of others: its object (None where it is damaged; `text` is then shown), where all of it stands.

    `where` is its place in words, and its id where it has no other.
    """

    value: dict[str, Any] | None
    raw: tuple[RawRef, ...]
    where: str
    text: str = ""


@dataclass(slots=True)
class GatheredLog:
    """Gathered records in their order; they are in memory."""

    records: Sequence[Gathered]
    findings: Findings = field(default_factory=Findings)

    def scan(self) -> Iterator[Record]:
        """Yield the records in their order."""
        for number, one in enumerate(self.records):
            yield Record(number, one.where, one.value)

    def damaged(self, number: int) -> Group:
        """Return the group of a record that is shown as it stands."""
        return Group(self.name(number), (number,), damaged=True)

    def name(self, number: int) -> str:
        """Return the id of a record that has none: its place."""
        return self.records[number].where

    def raw(self, numbers: Sequence[int]) -> tuple[RawRef, ...]:
        """Return where all that some records are made of stands."""
        return tuple(dict.fromkeys(ref for number in numbers for ref in self.records[number].raw))

    def read(self, numbers: Sequence[int]) -> Sequence[dict[str, Any]]:
        """Return some records."""
        return [self.records[number].value or {} for number in numbers]

    def text(self, numbers: Sequence[int]) -> str:
        """Return damaged records as they stand."""
        return "\n".join(self.records[number].text for number in numbers)

    def quick(self, numbers: Sequence[int]) -> object:
        """Return some records, None in place of a damaged one."""
        return [self.records[number].value for number in numbers]
