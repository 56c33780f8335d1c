"""The memory of a whole process tree at its highest, above that of a Textual program that shows one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.heavy import PLACE
from benchmarks.line import Line, Of, interleaved
from benchmarks.programs import NotRunError, Program, greeting, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import Sizes, counted, megabytes
from benchmarks.tapes import mark
from benchmarks.terminal import tree_memory

_MEGABYTE = 1_000_000
_ENDS = (["G"], ["g"])
_TO_THE_OUTPUT = ([*f":{PLACE}\r"], ["O"], [" "])


def steps(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of many short steps."""
    return [_above(DESIGN, f"{counted(sizes.steps)} steps", playhead(data.steps(sizes.steps), mark(1)))]


def tape(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a large tape."""
    return [_above(LIMITS, f"a {megabytes(sizes.tape)} tape", playhead(data.tape(sizes.tape), mark(1)))]


def log(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a large Claude Code log."""
    program = playhead(data.log(sizes.log), "Make the tests")
    return [_above(MORE, f"a {megabytes(sizes.log)} Claude Code log", program)]


def atif(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a large run in ATIF."""
    return [_above(MORE, f"a {megabytes(sizes.atif)} ATIF run", playhead(data.atif(sizes.atif), mark(10)))]


def output(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a huge output, looked at and unfolded, in sizes of that output."""
    ours = _peaks(playhead(data.output(sizes.output), mark(1)), *_TO_THE_OUTPUT)[0]
    title = f"memory with a {megabytes(sizes.output)} output open : the output"
    return [Line(LIMITS, title, 3.5, ours, sizes.output, "MB")]


def _above(section: str, title: str, program: Program) -> Line:
    ours, hello = _peaks(program, *_ENDS)
    return Line(section, f"memory of {title}, above hello-world", 40, ours, hello, "MB", Of.DIFFERENCE)


def _peaks(program: Program, *keys: Sequence[str]) -> list[float]:
    return interleaved(lambda: peak(program, *keys), lambda: peak(greeting()), repeats=3)


def peak(program: Program, *keys: Sequence[str]) -> float:
    """Return the highest memory of a program and its children, in MB, after it has come to rest after all keys."""
    if not Path("/proc/self/status").exists():
        raise NotRunError("memory is read from /proc")
    with started(program) as terminal:
        ready(program, terminal)
        rest(terminal)
        for some in keys:
            terminal.feed(some, 0.05)
            rest(terminal)
        return tree_memory(terminal.process).peak / _MEGABYTE
