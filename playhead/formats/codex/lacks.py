"""Which of messages and reasoning no response item of a rollout holds: only then are they taken from the events."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playhead.formats.codex.detection import ITEMS
from playhead.formats.codex.items import parts_of_item
from playhead.formats.json_lines import decode_piece, raw_lines
from playhead.formats.turn_parts import Part
from playhead.formats.values import mapping_of, optional_text, text_of
from playhead.storage.decode import UndecodableError
from playhead.storage.regular import opened


class Lacks:
    """Answers `"reasoning" in lacks` of a whole file while it is being joined.

    Asked of an event whose kind of item has not come yet, it looks through the file for one, once: the program writes
    both close together, so that one is near, or there is none. `wrong`: it said that there was none, and one came.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._met: set[str] = set()
        self._none: set[str] = set()

    @property
    def wrong(self) -> bool:
        """Return whether what was said to be nowhere has come since."""
        return not self._none.isdisjoint(self._met)

    def met(self, item: Mapping[str, Any], parts: Sequence[Part]) -> Sequence[Part]:
        """Note an item with its parts, and return these."""
        if parts:
            self._met.add(optional_text(item.get("type")) or "message")
        return parts

    def __contains__(self, kind: object) -> bool:
        if kind in self._met:
            return False
        if kind not in self._none and isinstance(kind, str) and not self._is_ahead(kind):
            self._none.add(kind)
        return kind in self._none

    def _is_ahead(self, kind: str) -> bool:
        words = [kind.encode()] if kind != "message" else [b"message", b"role"]
        with opened(self._path) as descriptor:
            size = os.fstat(descriptor).st_size
            for _, _, _, line, _ in raw_lines(descriptor, 0, size, str(self._path)):
                if line is None or not any(word in line for word in words) or not _holds(line, kind):
                    continue
                self._met.add(kind)
                return True
        return False


def is_item(record: Mapping[str, Any]) -> bool:
    """Return whether a record is a response item, wrapped or bare."""
    kind = text_of(record.get("type"))
    return kind == "response_item" or (kind in ITEMS and "payload" not in record)


def _holds(line: bytes, kind: str) -> bool:
    """Return whether a line is an item of a kind that has something to show."""
    try:
        record = decode_piece(line)[0]
    except UndecodableError:
        return False
    item = mapping_of(record.get("payload")) or record
    return is_item(record) and (text_of(item.get("type")) or "message") == kind and bool(parts_of_item(item))
