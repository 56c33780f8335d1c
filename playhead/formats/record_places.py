"""Where the records of a file of JSON lines are, and their bytes again when a step is looked at."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path

from playhead.formats.json_lines import Piece
from playhead.model import RawRef
from playhead.storage.regular import opened, pread_all

CHANGED = "The record changed on disk since it was opened: this step can no longer be read. Open the run again."


_LONGEST_TEXT = 1024 * 1024  # of a record that is shown as it stands


class ChangedError(Exception):
    """What stands at a record's place is no longer that record."""


class Places:
    """Where the records of a file are: 24 bytes each, in columns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offsets: array[int] = array("q")
        self.lengths: array[int] = array("q")
        self.checks: array[int] = array("I")
        self.lines: array[int] = array("I")

    def add(self, piece: Piece) -> int:
        """Keep the place of a piece and return its number."""
        self.offsets.append(piece.offset)
        self.lengths.append(piece.length)
        self.checks.append(piece.check)
        self.lines.append(piece.line)
        return len(self.offsets) - 1

    def raw(self, numbers: Iterable[int]) -> list[RawRef]:
        """Return where some records stand, in the order of the file."""
        return [RawRef(self.path, self.offsets[one], self.lengths[one]) for one in sorted(numbers)]

    def bytes_of(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """Return the bytes of some records by their number.

        Raises:
            ChangedError: they are no longer what they were.
            UnreadableError: the file is gone.

        """
        found: dict[int, bytes] = {}
        with opened(self.path) as descriptor:
            for one in sorted(numbers):
                data = pread_all(descriptor, self.offsets[one], self.lengths[one], self.path)
                if len(data) != self.lengths[one] or zlib.crc32(data) != self.checks[one]:
                    raise ChangedError
                found[one] = data
        return found

    def text_of(self, numbers: Iterable[int]) -> str:
        """Return some records as text, of a very long one what it begins with: no more is held of it.

        Raises:
            ChangedError: they are no longer what they were.
            UnreadableError: the file is gone.

        """
        return "\n".join(map(self._text_of, sorted(numbers)))

    def _text_of(self, number: int) -> str:
        length = self.lengths[number]
        if length <= _LONGEST_TEXT:
            return self.bytes_of((number,))[number].decode("utf-8", "replace")
        with opened(self.path) as descriptor:
            head = pread_all(descriptor, self.offsets[number], _LONGEST_TEXT, self.path)
        return f"{head.decode('utf-8', 'replace')}\n[{length - len(head):,} bytes more]"
