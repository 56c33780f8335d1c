"""From the start of a program to its first screen: ours on records of all sizes, and every peer that is there."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks import peers
from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.line import Line
from benchmarks.programs import NotRunError, Program, first_screen, greeting, playhead
from benchmarks.sizes import REPEATS, Sizes, megabytes
from benchmarks.tapes import mark, seen, steps_in

_TASK = "Please solve this issue"
_FIRST_MESSAGE = "Make the tests of the parser pass."


def programs(data: Data, sizes: Sizes) -> dict[str, Callable[[], Program]]:
    """Return everything that is started, by a name; what raises `NotRunError` is not there."""
    big, small, run = data.tape(sizes.tape), data.tape(10), data.mini_messages(sizes.messages)
    return {
        "hello": greeting,
        "tape": lambda: playhead(big, mark(1)),
        "small tape": lambda: playhead(small, mark(1)),
        "run": lambda: playhead(run, mark(1)),
        "run, inspector": lambda: peers.inspector(run, _TASK),
        "large run": lambda: playhead(data.mini(sizes.mini), mark(1)),
        "large run, inspector": lambda: peers.inspector(data.mini(sizes.mini), _TASK),
        "log": lambda: playhead(data.log(sizes.log), _FIRST_MESSAGE),
        "atif": lambda: playhead(data.atif(sizes.atif), mark(2)),
        "list": lambda: playhead(data.runs(sizes.runs), "run00001"),
        "less": lambda: peers.less(big, seen(1)),
        "lnav": lambda: peers.lnav(big, seen(steps_in(big))),
    }


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Start all of them in turns, and return the lines of the first screen."""
    medians, missing = _started(programs(data, sizes))

    def line(section: str, title: str, ours: str, theirs: str, target: float | None) -> Line:
        why = missing.get(ours) or missing.get(theirs) or ""
        return Line(section, title, target, medians.get(ours), medians.get(theirs), why=why)

    tape, hello = f"first screen of a {megabytes(sizes.tape)} tape", "Textual hello-world"
    run, large = f"first screen of a {sizes.messages}-message run", f"first screen of a {megabytes(sizes.mini)} run"
    return [
        line(DESIGN, f"{tape} : {hello}", "tape", "hello", 1.25),
        line(DESIGN, f"{tape} : of a 10 MB tape", "tape", "small tape", 1.05),
        line(DESIGN, f"{run} : mini-swe-agent's inspector", "run", "run, inspector", 0.8),
        line(DESIGN, f"{large} : mini-swe-agent's inspector", "large run", "large run, inspector", 0.25),
        line(LIMITS, f"{tape} : lnav, until its last row", "tape", "lnav", 0.25),
        line(LIMITS, f"{run} : inspector, the sharper target", "run", "run, inspector", 0.6),
        line(MORE, f"{tape} : less", "tape", "less", None),
        line(MORE, f"first screen of a {megabytes(sizes.log)} Claude Code log : {hello}", "log", "hello", 1.25),
        line(MORE, f"first screen of a {megabytes(sizes.atif)} ATIF run : {hello}", "atif", "hello", 1.25),
        line(MORE, f"first screen of a list of {sizes.runs:,} runs : {hello}", "list", "hello", 1.25),
    ]


def _started(made: dict[str, Callable[[], Program]]) -> tuple[dict[str, float], dict[str, str]]:
    missing: dict[str, str] = {}
    taken: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(REPEATS):
        for name, program in made.items():
            if name in missing:
                continue
            try:
                taken[name].append(first_screen(program()))
            except NotRunError as reason:
                missing[name] = str(reason)
    return {name: statistics.median(times) for name, times in taken.items() if times}, missing
