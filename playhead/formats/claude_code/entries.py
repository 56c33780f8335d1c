"""What one light pass keeps of a Claude Code session: where the records of each step are, not what is in them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from enum import Enum

from playhead.model import Kind, Tokens


class What(Enum):
    """What a step stands for."""

    MODEL = "model"
    PERSON = "person"
    HARNESS = "harness"
    COMPACTION = "compaction"
    ORPHAN = "orphan"
    DAMAGED = "damaged"


@dataclass(slots=True)
class Call:
    """A tool call: record and block it is in, record and block of its result (-1: none), the columns of a list.

    `told` is the sub-agent that its result names, `agent` the one it is known to have started; `spawns`: it is among
    the calls that may have started one.
    """

    piece: int
    block: int
    id: str | None
    kind: Kind
    shell: bool
    result: int = -1
    result_block: int = -1
    failed: bool = False
    exit_code: int | None = None
    told: str | None = None
    agent: str | None = None
    spawns: bool = False


@dataclass(slots=True)
class Entry:
    """A step to be: the numbers of its records in the order they were met, its calls, its ids.

    `block` is which block of the record an orphan stands for, `begun` how many entries were begun before this one,
    `position` its place among the published steps, -1 before.
    """

    what: What
    id: str
    pieces: array[int]
    native_ids: list[str]
    calls: list[Call] | tuple[()] = ()
    tokens: Tokens | None = None
    cost_usd: float | None = None
    block: int = -1
    begun: int = 0
    position: int = -1

    def add_call(self, call: Call) -> None:
        """Take in one more call."""
        if self.calls:
            self.calls.append(call)
        else:
            self.calls = [call]

    def copy(self) -> Entry:
        """Return what is known now, for another thread."""
        calls = [replace(one) for one in self.calls]
        return replace(self, pieces=self.pieces[:], native_ids=[*self.native_ids], calls=calls)


@dataclass(slots=True)
class Spawn:
    """A call that may have started a sub-agent: the hash of its prompt (0: none), its description."""

    entry: Entry
    call: Call
    prompt: int
    title: str
