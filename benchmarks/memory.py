"""The memory of a whole process tree at its highest, above that of a Textual program that shows one line."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.heavy import PLACE
from benchmarks.line import Line, Of
from benchmarks.programs import Program, greeting, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import Sizes, counted, megabytes
from benchmarks.tapes import mark
from benchmarks.terminal import tree_memory

_MEGABYTE = 1_000_000
_ENDS = (["G"], ["g"])
_TO_THE_OUTPUT = ([*f":{PLACE}\r"], ["O"], [" "])


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of memory: everything indexed, the end and the beginning looked at."""
    hello = statistics.median(peak(greeting()) for _ in range(3))
    tape, steps = (
        peak(playhead(data.tape(sizes.tape), mark(1)), *_ENDS),
        peak(playhead(data.steps(sizes.steps), mark(1)), *_ENDS),
    )
    log = peak(playhead(data.log(sizes.log), "Make the tests"), *_ENDS)
    atif = peak(playhead(data.atif(sizes.atif), mark(2)), *_ENDS)
    output = peak(playhead(data.output(sizes.output), mark(1)), *_TO_THE_OUTPUT)

    def above(section: str, title: str, ours: float) -> Line:
        return Line(section, f"memory of {title}, above hello-world", 40, ours, hello, "MB", Of.DIFFERENCE)

    return [
        above(DESIGN, f"{counted(sizes.steps)} steps", steps),
        above(LIMITS, f"a {megabytes(sizes.tape)} tape", tape),
        Line(
            LIMITS,
            f"memory with a {megabytes(sizes.output)} output open : the output",
            3.5,
            output - hello,
            sizes.output,
            "MB",
        ),
        above(MORE, f"a {megabytes(sizes.log)} Claude Code log", log),
        above(MORE, f"a {megabytes(sizes.atif)} ATIF run", atif),
    ]


def peak(program: Program, *keys: Sequence[str]) -> float:
    """Return the highest memory of a program and its children, in MB, after it has come to rest after all keys."""
    with started(program) as terminal:
        ready(program, terminal)
        rest(terminal)
        for some in keys:
            terminal.feed(some, 0.05)
            rest(terminal)
        return tree_memory(terminal.process).peak / _MEGABYTE
