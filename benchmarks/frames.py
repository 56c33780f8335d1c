"""What a stream of chunks means: frames, by the marks of synchronized output, and when the screen stopped changing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyte

from benchmarks.terminal import Chunk, Terminal

END = b"\x1b[?2026l"
_CURSOR = re.compile(r" > +(\d+) ")
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


class Screen:
    """What a terminal shows after what was sent so far: a program may send only the cells that differ."""

    def __init__(self, size: tuple[int, int] = (120, 40)) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0

    def feed(self, chunks: Sequence[Chunk]) -> list[str]:
        """Take what is new of all chunks; return the rows."""
        for chunk in chunks[self._fed :]:
            data = chunk.data
            for sequence in _KITTY:
                data = data.replace(sequence, b"")
            self._stream.feed(data)
        self._fed = len(chunks)
        return list(self._screen.display)

    def wait_for(self, text: str, terminal: Terminal, limit: float) -> float | None:
        """Read until a text stands in one row; return when its last byte came, in seconds since the start."""
        until = time.perf_counter() + limit
        while not any(text in row for row in self.feed(terminal.sent)):
            if time.perf_counter() > until or terminal.ended:
                return None
            terminal.read(0.05)
        return terminal.elapsed()


def last_change(chunks: Sequence[Chunk], after: float, size: tuple[int, int] = (120, 40)) -> tuple[float, str]:
    """Return when the step under the cursor or its detail changed last, in seconds after `after`, and the text then.

    The header, the ribbon, the keys and the width of numbers do not count: they tell of a background that goes on.
    """
    screen = Screen(size)
    before = sum(chunk.at <= after for chunk in chunks)
    shown, changed = _step(screen.feed(chunks[:before])), 0.0
    for count, chunk in enumerate(chunks[before:], before + 1):
        now = _step(screen.feed(chunks[:count]))
        if now != shown:
            shown, changed = now, chunk.at - after
    return changed, "\n".join(shown)


def _step(display: Sequence[str]) -> list[str]:
    """Return the number in the row under the cursor, and the rows of the panes right of the timeline."""
    rows = display[3:-1]
    numbers = [found[1] for row in rows if (found := _CURSOR.match(row))]
    return [*numbers, *(row.partition("│")[2] for row in rows)]
