"""What a stream of chunks means: frames, by the marks of synchronized output, and when the screen stopped changing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyte

from benchmarks.terminal import Chunk

END = b"\x1b[?2026l"
_MARK = re.compile(r"mark\d{7}")
_KITTY = b"\x1b[<u", b"\x1b[>1u"  # pyte takes them for text


@dataclass(frozen=True, slots=True)
class Frame:
    """What was drawn at once; `at` is when its last byte was read, in seconds since the start."""

    at: float
    size: int


def frames_of(chunks: Iterable[Chunk]) -> list[Frame]:
    """Return the frames of a program that marks them; what follows the last mark is a frame too."""
    frames: list[Frame] = []
    size, at = 0, 0.0
    for chunk in chunks:
        parts = chunk.data.split(END)
        for part in parts[:-1]:
            frames.append(Frame(chunk.at, size + len(part) + len(END)))
            size = 0
        size, at = size + len(parts[-1]), chunk.at
    return [*frames, Frame(at, size)] if size else frames


def last_change(chunks: Sequence[Chunk], after: float, size: tuple[int, int] = (120, 40)) -> tuple[float, str]:
    """Return when the step under the cursor or its detail changed last, in seconds after `after`, and the text then.

    The header, the ribbon, the keys and the width of numbers do not count: they tell of a background that goes on.
    """
    screen = pyte.Screen(*size)
    stream = pyte.ByteStream(screen)
    before = _fed(stream, (chunk for chunk in chunks if chunk.at <= after))
    shown, changed = _step(screen), 0.0
    for chunk in chunks[before:]:
        _fed(stream, [chunk])
        now = _step(screen)
        if now != shown:
            shown, changed = now, chunk.at - after
    return changed, "\n".join(shown)


def _step(screen: pyte.Screen) -> list[str]:
    """Return the mark in the row under the cursor, and the rows of the panes right of the timeline."""
    rows = screen.display[3:-1]
    marks = [found[0] for row in rows if row.startswith(" >") and (found := _MARK.search(row))]
    return [*marks, *(row.partition("│")[2] for row in rows)]


def _fed(stream: pyte.ByteStream, chunks: Iterable[Chunk]) -> int:
    count = 0
    for chunk in chunks:
        data = chunk.data
        for sequence in _KITTY:
            data = data.replace(sequence, b"")
        stream.feed(data)
        count += 1
    return count
