"""How cost grows with the size of a record: the first screen, the whole index, the memory, and the floor of reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import Data
from benchmarks.floors import decode_lines, read_bytes
from benchmarks.line import Point, interleaved, timed
from benchmarks.memory import peak
from benchmarks.programs import first_screen, playhead
from benchmarks.reading import indexing
from benchmarks.sizes import Sizes, counted, megabytes
from benchmarks.tapes import mark


def measure(data: Data, sizes: Sizes) -> Sequence[Point]:
    """Return the points of tapes of growing size, and of growing numbers of short steps."""
    points: list[Point] = []
    for size in sizes.tapes:
        points += _points("bytes", megabytes(size), data.tape(size))
    for count in sizes.step_counts:
        points += _points("steps", f"{counted(count)} steps", data.steps(count))
    return points


def _points(kind: str, label: str, path: Path) -> list[Point]:
    program = playhead(path, mark(1))
    screen, index, read, decode = interleaved(
        lambda: first_screen(program),
        indexing(path),
        timed(lambda: read_bytes(path)),
        timed(lambda: decode_lines(path)),
        repeats=3,
    )
    return [
        Point(kind, "first screen", label, screen),
        Point(kind, "whole index", label, index),
        Point(kind, "read its bytes", label, read),
        Point(kind, "orjson, every line", label, decode),
        Point(kind, "peak memory", label, peak(program), "MB"),
    ]
