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
    """Return the lines of a step move, of a page and of an idle second."""
    tape = data.steps(sizes.steps)
    moves, missing = _moves(tape)
    ours, few = moves["playhead"], _keys_of(replace(playhead(tape, mark(1)), environment=_FEW_COLOURS), "l")
    pages = _pages(data.output(10))
    many = counted(sizes.steps)
    move, lnav = f"a step move on {many} steps", moves.get("lnav", [])
    why = missing.get("lnav", "")
    first, lnav_first = _median(ours, "first"), _median(lnav, "first")
    return [
        Line(DESIGN, f"{move}, first frame", 400, _median(ours, "first_bytes"), None, "bytes", Of.OURS),
        Line(DESIGN, f"{move}, first frame : lnav", 5, first, lnav_first, why=why),
        Line(
            DESIGN, f"{move} with its detail, 256 colours", 8_000, _median(few, "whole_bytes"), None, "bytes", Of.OURS
        ),
        Line(DESIGN, "a page of a long output", 7_000, _median(pages, "whole_bytes"), None, "bytes", Of.OURS),
        Line(DESIGN, "an idle second", 0, _idle(tape), None, "bytes", Of.OURS),
        Line(LIMITS, f"{move}, first frame, p95", 10, percentile([one.first for one in ours], 95), of=Of.OURS),
        Line(LIMITS, "a page of a long output, p95", 25, percentile([one.whole for one in pages], 95), of=Of.OURS),
        Line(
            LIMITS,
            f"{move}, first frame : lnav",
            2.5,
            _median(ours, "first_bytes"),
            _median(lnav, "first_bytes"),
            "bytes",
            why=why,
        ),
        *_more(moves, missing, move),
    ]


def _more(moves: dict[str, list[Key]], missing: dict[str, str], move: str) -> list[Line]:
    less, ours = moves.get("less", []), moves["playhead"]
    return [
        Line(
            MORE,
            f"{move}, first frame : less, a line down",
            None,
            _median(ours, "first"),
            _median(less, "first"),
            why=missing.get("less", ""),
        ),
        Line(MORE, f"{move} with its detail, quiet after", None, _median(ours, "whole"), None, of=Of.OURS),
    ]


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
