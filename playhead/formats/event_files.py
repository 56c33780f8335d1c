"""Event files as a log: for formats that keep a folder of small JSON documents, one record in each."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playhead.errors import UnreadableError
from playhead.formats.findings import Findings
from playhead.formats.joined_log import Group, Record
from playhead.formats.record_places import ChangedError
from playhead.model import RawRef
from playhead.storage.decode import UndecodableError, decode
from playhead.storage.regular import inside, read_file


@dataclass(slots=True)
class EventFiles:
    """The files of a folder in their order, each a record. No decoded record outlives the pass."""

    folder: Path
    files: Sequence[Path]
    findings: Findings = field(default_factory=Findings)
    _checks: dict[int, int] = field(default_factory=dict)

    def scan(self) -> Iterator[Record]:
        """Yield the records; a file that cannot be read or leads out of the folder is a damaged one."""
        for number, path in enumerate(self.files):
            value: Any = None
            try:
                data = self._bytes(number)
                self._checks[number] = zlib.crc32(data)
                value = decode(data)[0]
                if not isinstance(value, dict):
                    self.findings.add("damaged_record", path.name, "It is no JSON object.")
                    value = None
            except UndecodableError as error:
                self.findings.add("damaged_record", path.name, f"Not valid JSON: {error.message}.")
            except UnreadableError as error:
                self.findings.add("missing_file", path.name, str(error))
            yield Record(number, path.name, value)

    def damaged(self, number: int) -> Group:
        """Return the group of a file that is no record: it is shown as its bytes."""
        return Group(self.name(number), (number,), damaged=True)

    def name(self, number: int) -> str:
        """Return the id of a record that has none of its own: its file."""
        return self.files[number].name

    def raw(self, numbers: Sequence[int]) -> tuple[RawRef, ...]:
        """Return where some records stand."""
        return tuple(RawRef(self.files[number]) for number in numbers)

    def read(self, numbers: Sequence[int]) -> Sequence[dict[str, Any]]:
        """Return some records, decoded again."""
        return [decode(self._unchanged(number))[0] for number in numbers]

    def text(self, numbers: Sequence[int]) -> str:
        """Return damaged records as they stand."""
        return "\n".join(self._unchanged(number).decode("utf-8", "replace") for number in numbers)

    def quick(self, numbers: Sequence[int]) -> object:
        """Return the bytes of some records, None where they are gone or others by now."""
        try:
            return b"\n".join(map(self._unchanged, numbers))
        except (ChangedError, UnreadableError):
            return None

    def _bytes(self, number: int) -> bytes:
        path = self.files[number]
        if os.path.islink(path) and inside(self.folder, path.absolute()) is None:  # noqa: PTH114 - cheaper than a Path's
            raise UnreadableError(f"{path} leads out of the run's folder and is not opened.")
        return read_file(path)

    def _unchanged(self, number: int) -> bytes:
        data = self._bytes(number)
        if zlib.crc32(data) != self._checks.get(number):
            raise ChangedError
        return data
