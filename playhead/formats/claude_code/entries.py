"""What one light pass keeps of a Claude Code session: where the records of each step are, not what is in them."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from playhead.formats.claude_code.lines import Piece
from playhead.model import Diagnostic, Kind, Tokens

_MOST_OF_A_CODE = 50


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

    `agent` is the sub-agent it started; `spawns`: it is among the calls that may have started one.
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
    agent: str | None = None
    spawns: bool = False


@dataclass(slots=True)
class Entry:
    """A step to be: the numbers of its records in the order they were met, its calls, its ids.

    `block` is which block of the record an orphan stands for.
    """

    what: What
    id: str
    pieces: list[int]
    native_ids: list[str]
    calls: list[Call] = field(default_factory=list)
    tokens: Tokens | None = None
    cost_usd: float | None = None
    block: int = -1


@dataclass(slots=True)
class Spawn:
    """A call that may have started a sub-agent: the hash of its prompt (0: none), its description."""

    entry: Entry
    call: Call
    prompt: int
    title: str


class Findings:
    """Diagnostics as they come; of one code the first 50 by place, the rest as a count."""

    def __init__(self) -> None:
        self._kept: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, where: str, text: str) -> None:
        """Note something wrong at a place."""
        self._counts[code] += 1
        if self._counts[code] <= _MOST_OF_A_CODE:
            self._kept.append(Diagnostic(code, where, text))

    def all(self) -> tuple[Diagnostic, ...]:
        """Return them, with what was only counted at the end."""
        more = (
            Diagnostic(code, "further on", f"And {count - _MOST_OF_A_CODE:,} more of this kind.")
            for code, count in self._counts.items()
            if count > _MOST_OF_A_CODE
        )
        return (*self._kept, *more)


class Places:
    """Where the records of a file are: 32 bytes each, in columns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offsets: array[int] = array("q")
        self.lengths: array[int] = array("q")
        self.checks: array[int] = array("L")
        self.lines: array[int] = array("q")

    def add(self, piece: Piece) -> int:
        """Keep the place of a piece and return its number."""
        self.offsets.append(piece.offset)
        self.lengths.append(piece.length)
        self.checks.append(piece.check)
        self.lines.append(piece.line)
        return len(self.offsets) - 1
