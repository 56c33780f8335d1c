"""Going to a step that is too much for most programs: from the key to the first screen of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS
from benchmarks.frames import Screen
from benchmarks.heavy import FIRST_LINE, PLACE
from benchmarks.line import Line, Of, interleaved, timed
from benchmarks.programs import LIMIT_S, NotRunError, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import Sizes, megabytes
from benchmarks.tapes import mark

FRAME_MS = 1_000 / 60


def output(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a huge output."""
    path = data.output(sizes.output)
    line = _longest_line(path)
    ours, theirs = interleaved(_shown(path), timed(lambda: orjson.loads(line)))
    title = f"first screen of a {megabytes(sizes.output)} output : orjson.loads of it"
    return [Line(DESIGN, title, 1.3, ours, theirs)]


def diff(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a huge diff."""
    ours = interleaved(_shown(data.diff(sizes.diff_lines)))[0]
    return [Line(DESIGN, f"first screen of a {sizes.diff_lines:,}-line diff", 60 + FRAME_MS, ours, of=Of.OURS)]


def long_line(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a huge line."""
    ours = interleaved(_shown(data.line(sizes.line)))[0]
    return [Line(LIMITS, f"first screen of a line of {megabytes(sizes.line)}, wrapped", 50, ours, of=Of.OURS)]


def _shown(path: Path) -> Callable[[], float]:
    """Return a measure of the milliseconds from the last key of `:201` to the beginning of that step's output."""

    def measured() -> float:
        program = playhead(path, mark(1))
        with started(program) as terminal:
            ready(program, terminal)
            rest(terminal)
            terminal.feed([*f":{PLACE}"], 0.05)
            rest(terminal)
            screen = Screen()
            screen.feed(terminal.sent)
            at = terminal.feed(["\r"], 0)
            seen_at = screen.wait_for(FIRST_LINE, terminal, LIMIT_S)
            if seen_at is None:
                raise NotRunError("the step was not seen")
            return (seen_at - at) * 1_000

    return measured


def _longest_line(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_SET)
        return max(file, key=len)
