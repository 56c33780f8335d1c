"""Keys faster than frames, on a run that is still being indexed: when is the step where they end on the screen?"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.frames import END, Screen, last_change
from benchmarks.line import Line, Of
from benchmarks.programs import NotRunError, Program, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import REPEATS, Sizes, counted
from benchmarks.tapes import mark, seen, steps_in
from benchmarks.terminal import Terminal

KEYS, EVERY_S = 200, 1 / 30
_PATIENCE_S = 5.0


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a burst: 200 keys, seven seconds, and the detail of the step where they end."""
    program = playhead(data.steps(sizes.steps), mark(1))
    took = statistics.median(_burst(program) for _ in range(REPEATS))
    title = f"{KEYS} `l` at 30 a second, {counted(sizes.steps)} steps being indexed: last detail"
    return [Line(DESIGN, title, 60, took, of=Of.OURS)]


def jump(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a jump to the end of a run whose end is not indexed yet."""
    path = data.steps(sizes.steps)
    program, last = playhead(path, mark(1)), steps_in(path)
    jumps = [_jump(program, last) for _ in range(REPEATS)]
    title = f"jump to the end, {counted(sizes.steps)} steps being indexed"
    if None in jumps:
        why = "falls short: it stops at the last step known so far"
        return [Line(LIMITS, title, 30, of=Of.OURS, why=why)]
    return [Line(LIMITS, title, 30, statistics.median(filter(None, jumps)), of=Of.OURS)]


def stream(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of what is sent while nobody presses anything, from the first frame to the whole index."""
    program = playhead(data.steps(sizes.steps), mark(1))
    sent = statistics.median(_stream(program) for _ in range(REPEATS))
    title = f"a second without keys, {counted(sizes.steps)} steps being indexed"
    return [Line(MORE, title, None, sent, None, "bytes", Of.OURS)]


def _burst(program: Program) -> float:
    with started(program) as terminal:
        ready(program, terminal)
        last = terminal.feed(["l"] * KEYS, EVERY_S)
        rest(terminal, limit=_PATIENCE_S)
        changed, panes = last_change(terminal.sent, last)
        if seen(KEYS + 1) not in panes:
            raise NotRunError(f"the detail of step {KEYS + 1} was not seen after {KEYS} keys")
        return changed * 1_000


def _jump(program: Program, last: int) -> float | None:
    with started(program) as terminal:
        _answering(program, terminal)
        screen = Screen()
        screen.feed(terminal.sent)
        at = terminal.feed(["G"], 0)
        seen_at = screen.wait_for(mark(last), terminal, _PATIENCE_S)
        return None if seen_at is None else (seen_at - at) * 1_000


def _stream(program: Program) -> float:
    with started(program) as terminal:
        _answering(program, terminal)
        before, began = len(terminal.data), terminal.elapsed()
        rest(terminal, limit=_PATIENCE_S)
        return (len(terminal.data) - before) / max(1.0, terminal.elapsed() - began)


def _answering(program: Program, terminal: Terminal) -> None:
    """Wait for the first frame of a program that is there for keys: the first screen may be drawn before that."""
    ready(program, terminal)
    if not terminal.read_until(lambda sent: END in sent):
        raise NotRunError("no marked frame was seen")
