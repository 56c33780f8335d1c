"""Keys faster than frames, on a run that is still being indexed: when is the step where they end on the screen?"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.frames import last_change
from benchmarks.line import Line, Of
from benchmarks.programs import NotRunError, Program, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import REPEATS, Sizes, counted
from benchmarks.tapes import mark, seen, steps_in
from benchmarks.terminal import text_of

KEYS, EVERY_S = 200, 1 / 30


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of a burst, of a jump to the end and of the bytes while a run is being indexed."""
    path = data.steps(sizes.steps)
    program, last = playhead(path, mark(1)), steps_in(path)
    bursts, jumps, streams = [], [], []
    for _ in range(REPEATS):
        bursts.append(_burst(program))
        jumps.append(_jump(program, last))
        streams.append(_stream(program))
    many = f"{counted(sizes.steps)} steps being indexed"
    keys = f"{KEYS} `l` at 30 a second on {many}"
    return [
        Line(DESIGN, f"{keys}: last detail after the last key", 60, statistics.median(bursts), of=Of.OURS),
        Line(LIMITS, f"jump to the end of {many}", 30, statistics.median(jumps), of=Of.OURS),
        Line(MORE, f"bytes until {many} rest", None, statistics.median(streams), None, "bytes", Of.OURS),
    ]


def _burst(program: Program) -> float:
    with started(program) as terminal:
        ready(program, terminal)
        last = terminal.feed(["l"] * KEYS, EVERY_S)
        terminal.settle(0.5, limit=5)
        changed, panes = last_change(terminal.sent, last)
        if seen(KEYS + 1) not in panes:
            raise NotRunError(f"the detail of step {KEYS + 1} was not seen after {KEYS} keys")
        return changed * 1_000


def _jump(program: Program, last: int) -> float:
    with started(program) as terminal:
        ready(program, terminal)
        before = len(terminal.data)
        at = terminal.feed(["G"], 0)
        if not terminal.read_until(lambda sent: mark(last).encode() in text_of(sent[before:])):
            raise NotRunError("the last step was not seen")
        return (terminal.elapsed() - at) * 1_000


def _stream(program: Program) -> float:
    with started(program) as terminal:
        ready(program, terminal)
        before = len(terminal.data)
        rest(terminal)
        return len(terminal.data) - before
