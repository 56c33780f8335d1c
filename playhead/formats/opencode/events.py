"""The records of OpenCode's event streams: JSON lines, or text of server-sent events, as they are and as captured."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from playhead.formats.findings import Findings
from playhead.formats.json_lines import pieces_of
from playhead.formats.rescue import Rescue
from playhead.formats.values import mapping_of, optional_text, time_text
from playhead.model import RawRef
from playhead.storage.regular import opened, pread_all

# Lines of https://html.spec.whatwg.org/multipage/server-sent-events.html that hold no data, and what stands before it.
_FRAME = re.compile(rb"\s*(?:(?:event|id|retry)(?::[^{]*)?|data:?|:[^{]*)\s*\Z")
_RUN_TYPES = frozenset({"step_start", "step_finish", "text", "tool_use", "reasoning", "error"})
_LONGEST_FRAME = 4096


def _is_record(_value: dict[str, Any], before: str) -> bool:
    """Return whether an object is no member or element of what stands before it: `data:` is no key."""
    return before.rstrip() in ("data:", "") or not before.rstrip().endswith((":", ",", "["))


_RESCUE = Rescue(is_record=_is_record)


class Event(NamedTuple):
    """An event: its type, what it tells, when; where it stands. `type` is None where the bytes are no event."""

    type: str | None
    properties: Mapping[str, Any]
    at: str | None
    raw: RawRef
    where: str
    text: str = ""


def events_in(path: Path, findings: Findings) -> Iterator[Event]:
    """Yield the events of a file; a last line that has not ended yet is left out, and told.

    Raises:
        UnreadableError: it is no regular file, or the file system failed.

    """
    mended = 0
    with opened(path) as descriptor:
        for piece in pieces_of(descriptor, os.fstat(descriptor).st_size, str(path), _RESCUE):
            where, raw = f"line {piece.line}", RawRef(path, piece.offset, piece.length)
            if piece.value is not None:
                if piece.note is not None and not _after_frame(descriptor, piece.offset) and piece.line != mended:
                    mended = piece.line
                    findings.add("mended_record", where, f"The line was not as it should be: {piece.note}.")
                yield event_of(piece.value, raw, where)
                continue
            if piece.length <= _LONGEST_FRAME and _FRAME.match(pread_all(descriptor, piece.offset, piece.length)):
                continue
            if piece.torn:
                text = f"The file ends in the middle of a record, after {piece.length:,} bytes of it."
                findings.add("torn_line", where, text)
                continue
            findings.add("damaged_record", where, f"{piece.length:,} bytes are no record: {piece.damage}.")
            data = pread_all(descriptor, piece.offset, piece.length)
            yield Event(None, {}, None, raw, where, data.decode("utf-8", "replace"))


def event_of(record: Mapping[str, Any], raw: RawRef, where: str) -> Event:
    """Return the event in a record, taken out of what a capture has put around it."""
    at = time_text(record.get("timestamp")) or time_text(record.get("time"))
    inner = next((record[name] for name in ("event", "payload") if isinstance(record.get(name), Mapping)), record)
    kind = optional_text(inner.get("type"))
    if is_of_run(inner):
        return Event(f"run.{kind}", inner, at, raw, where)
    return Event(kind or "", mapping_of(inner.get("properties", inner.get("data"))), at, raw, where)


def is_of_run(record: Mapping[str, Any]) -> bool:
    """Return whether a record is one of `opencode run --format json`."""
    kind = record.get("type")
    holds = isinstance(record.get("part"), Mapping) or "error" in record
    return isinstance(kind, str) and kind in _RUN_TYPES and holds and optional_text(record.get("sessionID")) is not None


def is_event(record: Mapping[str, Any]) -> bool:
    """Return whether a record is one of the bus, or of a capture of it."""
    inner = next((record[name] for name in ("event", "payload") if isinstance(record.get(name), Mapping)), record)
    kind = inner.get("type")
    if not isinstance(kind, str) or not isinstance(inner.get("properties"), Mapping):
        return False
    return kind.startswith(("message.", "session.", "permission.", "server.connected", "question."))


def _after_frame(descriptor: int, offset: int) -> bool:
    """Return whether `data:` stands before a record."""
    return pread_all(descriptor, max(0, offset - 6), min(6, offset)).rstrip().endswith(b"data:")
