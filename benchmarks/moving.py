"""A key and what comes of it: how soon, and how many bytes; ours, lnav and less in turns on the same tape."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import peers
from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.frames import frames_of
from benchmarks.heavy import PLACE
from benchmarks.line import Line, Of, percentile
from benchmarks.programs import NotRunError, Program, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import Sizes, counted
from benchmarks.tapes import mark, seen, steps_in
from benchmarks.terminal import Terminal

_TURNS = 30
_IDLE_S = 5.0
_PATIENCE_S, _QUIET_S = 3.0, 0.2
_FEW_COLOURS = {"COLORTERM": ""}


@dataclass(frozen=True, slots=True)
class Key:
    """The answer to one key: milliseconds to the end of the first frame, its bytes, the bytes of all."""

    first: float
    first_bytes: float
    whole: float
    whole_bytes: float


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of a step move, beside lnav and less."""
    moves, missing = _moves(data.steps(sizes.steps))
    ours, move = moves["playhead"], f"a step move on {counted(sizes.steps)} steps"

    def line(section: str, title: str, target: float | None, name: str, of: Of = Of.OURS) -> Line:
        unit = "bytes" if name.endswith("bytes") else "ms"
        return Line(section, title, target, _median(ours, name), unit=unit, of=of)

    def beside(section: str, title: str, target: float | None, name: str, peer: str) -> Line:
        theirs, why = _median(moves.get(peer, []), name), missing.get(peer, "")
        return replace(line(section, f"{title} : {peer}", target, name, Of.RATIO), theirs=theirs, why=why)

    p95 = percentile([one.first for one in ours], 95)
    return [
        line(DESIGN, f"{move}, first frame: bytes", 400, "first_bytes"),
        beside(DESIGN, f"{move}, first frame", 5, "first", "lnav"),
        Line(LIMITS, f"{move}, first frame, p95", 10, p95, of=Of.OURS),
        beside(LIMITS, f"{move}, first frame: bytes", 2.5, "first_bytes", "lnav"),
        beside(MORE, f"{move}, first frame", None, "first", "less"),
        line(MORE, f"{move} with its detail", None, "whole"),
        line(MORE, f"{move} with its detail: bytes", None, "whole_bytes"),
    ]


def few_colours(data: Data, sizes: Sizes) -> Sequence[Line]:  # noqa: ARG001 - every family gets both
    """Return the line of a whole step where the terminal has 256 colours."""
    program = replace(playhead(data.tape(10), mark(1)), environment=_FEW_COLOURS)
    sent = _median(_keys_of(program, "l"), "whole_bytes")
    title = "a step move with its detail, steps as real ones, 256 colours"
    return [Line(DESIGN, title, 8_000, sent, None, "bytes", Of.OURS)]


def pages(data: Data, sizes: Sizes) -> Sequence[Line]:  # noqa: ARG001 - every family gets both
    """Return the lines of reading on through a long output."""
    read = _pages(data.output(10))
    p95 = percentile([one.whole for one in read], 95)
    return [
        Line(DESIGN, "a page of a long output", 7_000, _median(read, "whole_bytes"), None, "bytes", Of.OURS),
        Line(LIMITS, "a page of a long output, p95", 25, p95, of=Of.OURS),
    ]


def idle(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the line of a second in which nothing happens."""
    return [Line(DESIGN, "an idle second", 0, _idle(data.steps(sizes.steps)), None, "bytes", Of.OURS)]


def _median(keys: list[Key], name: str) -> float | None:
    return statistics.median(getattr(one, name) for one in keys) if keys else None


def _moves(tape: Path) -> tuple[dict[str, list[Key]], dict[str, str]]:
    """Press the key that moves on in all programs in turns; what is not there is missing, with the reason."""
    makers: dict[str, tuple[Callable[[], Program], str]] = {
        "playhead": (lambda: playhead(tape, mark(1)), "l"),
        "lnav": (lambda: peers.lnav(tape, seen(steps_in(tape))), "k"),
        "less": (lambda: peers.less(tape, seen(1)), "j"),
    }
    answers: dict[str, list[Key]] = {}
    missing: dict[str, str] = {}
    with ExitStack() as stack:
        terminals: dict[str, tuple[Terminal, str]] = {}
        for name, (make, key) in makers.items():
            try:
                terminals[name] = (_opened(stack, make()), key)
                answers[name] = []
            except NotRunError as reason:
                missing[name] = str(reason)
        for _ in range(_TURNS):
            for name, (terminal, key) in terminals.items():
                answers[name].append(_pressed(terminal, key))
    return answers, missing


def _opened(stack: ExitStack, program: Program) -> Terminal:
    terminal = stack.enter_context(started(program))
    ready(program, terminal)
    rest(terminal)
    return terminal


def _keys_of(program: Program, key: str) -> list[Key]:
    with ExitStack() as stack:
        terminal = _opened(stack, program)
        return [_pressed(terminal, key) for _ in range(_TURNS)]


def _pages(tape: Path) -> list[Key]:
    """Read on through the long output of a step."""
    with ExitStack() as stack:
        terminal = _opened(stack, playhead(tape, mark(1)))
        terminal.feed([*f":{PLACE}\r"], 0.05)
        rest(terminal)
        terminal.feed(["O"], 0)
        rest(terminal)
        return [_pressed(terminal, " ") for _ in range(_TURNS)]


def _pressed(terminal: Terminal, key: str) -> Key:
    at = terminal.feed([key], 0)
    terminal.read(_PATIENCE_S)
    terminal.settle(_QUIET_S, limit=_PATIENCE_S)
    later = [chunk for chunk in terminal.sent if chunk.at > at]
    frames = frames_of(later)
    if not frames:
        raise NotRunError(f"nothing came after {key!r}")
    whole = sum(one.size for one in frames)
    return Key((frames[0].at - at) * 1_000, frames[0].size, (frames[-1].at - at) * 1_000, whole)


def _idle(tape: Path) -> float:
    """Return the bytes of a second in which nothing happens."""
    with ExitStack() as stack:
        terminal = _opened(stack, playhead(tape, mark(1)))
        before = len(terminal.data)
        terminal.settle(_IDLE_S, limit=_IDLE_S)
        return (len(terminal.data) - before) / _IDLE_S
