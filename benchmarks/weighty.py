"""Going to a step that is too much for most programs: from the key to the first screen of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS
from benchmarks.heavy import FIRST_LINE, PLACE
from benchmarks.line import Line, Of, interleaved, timed
from benchmarks.programs import NotRunError, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import Sizes, megabytes
from benchmarks.tapes import mark
from benchmarks.terminal import text_of

FRAME_MS = 1_000 / 60


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of a huge output, a huge diff and a huge line."""
    output = data.output(sizes.output)
    line = _longest_line(output)
    shown, decoded = interleaved(_shown(output), timed(lambda: orjson.loads(line)))
    diff, long_line = interleaved(_shown(data.diff(sizes.diff_lines)), _shown(data.line(sizes.line)))
    size = megabytes(sizes.output)
    return [
        Line(DESIGN, f"first screen of a {size} output : orjson.loads of it", 1.3, shown, decoded),
        Line(DESIGN, f"first screen of a {sizes.diff_lines:,}-line diff", 60 + FRAME_MS, diff, of=Of.OURS),
        Line(LIMITS, f"first screen of a line of {megabytes(sizes.line)}", 50, long_line, of=Of.OURS),
    ]


def _shown(path: Path) -> Callable[[], float]:
    """Return a measure of the milliseconds from the last key of `:201` to the beginning of that step's output."""

    def measured() -> float:
        program = playhead(path, mark(1))
        with started(program) as terminal:
            ready(program, terminal)
            rest(terminal)
            terminal.feed([*f":{PLACE}"], 0.05)
            rest(terminal)
            before = len(terminal.data)
            at = terminal.feed(["\r"], 0)
            if not terminal.read_until(lambda sent: FIRST_LINE.encode() in text_of(sent[before:])):
                raise NotRunError("the step was not seen")
            return (terminal.elapsed() - at) * 1_000

    return measured


def _longest_line(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_SET)
        return max(file, key=len)
