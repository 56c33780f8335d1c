"""What a writer that continues a tape must know of it, from its start and its end."""

from __future__ import annotations

import re

from playhead.storage.decode import UndecodableError, decode
from playhead.writing.appending import AppendFile

_TAPE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"tape"\s*:')
_FIRST_LOOK = 64 * 1024


def is_tape(file: AppendFile) -> bool:
    """Return whether the file begins as a run tape does."""
    return _TAPE.match(file.read(0, 4096)) is not None


def last_step_id(file: AppendFile) -> int | None:
    """Return the id of the last step that can be read, None when there is none. Reads backwards, as far as needed."""
    size = file.size
    look = _FIRST_LOOK
    while True:
        start = max(0, size - look)
        lines = file.read(start, size - start).split(b"\n")
        for line in reversed(lines if start == 0 else lines[1:]):
            found = _step_id(line)
            if found is not None:
                return found
        if start == 0:
            return None
        look *= 4


def _step_id(line: bytes) -> int | None:
    try:
        value = decode(line)[0]
    except UndecodableError:
        return None
    step = value.get("step") if isinstance(value, dict) else None
    number = step.get("step_id") if isinstance(step, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
