"""The pass over a log that is joined while one looks at it: what all formats on `Log` and `Turns` share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from playhead.formats.joined_log import Log, Record
from playhead.formats.json_document import Stamp
from playhead.formats.json_lines import PiecesOfLine
from playhead.formats.turns import Turns
from playhead.model import Tape


class LogPass(ABC):
    """A pass (see `growing.py`) over the records of one file; `turns` is its main thread."""

    def __init__(self, log: Log, turns: Turns) -> None:
        self.log = log
        self.turns = turns

    @property
    def renumbers(self) -> bool:
        """Return whether what came after the end would renumber what was shown then."""
        return False

    def take(self, line: PiecesOfLine) -> None:
        """Take in one line."""
        for piece in line.pieces:
            record = self.log.record(piece)
            if record is not None:
                self.take_record(record)

    def publish(self, *, ended: bool) -> int:
        """Let the steps be seen that nothing can renumber, all of them where the file ended; return how many."""
        return self.turns.publish(ended=ended)

    def beside(self) -> Mapping[Path, Stamp | None]:
        """Return the other files that were read: none."""
        return {}

    @abstractmethod
    def take_record(self, record: Record) -> None:
        """Take in one record."""

    @abstractmethod
    def tape(self, *, complete: bool) -> Tape:
        """Return the run as far as it is known."""
