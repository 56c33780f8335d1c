"""From the start of a program to its first screen: ours on records of all sizes, and every peer that is there."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks import peers
from benchmarks.data import Data
from benchmarks.family import DESIGN, LIMITS, MORE
from benchmarks.frames import last_change
from benchmarks.line import Line
from benchmarks.programs import NotRunError, Program, first_screen, greeting, playhead, ready, started
from benchmarks.resting import rest
from benchmarks.sizes import REPEATS, Sizes, megabytes
from benchmarks.tapes import mark, seen, steps_in

_TASK = "Please solve this issue"
_FIRST_MESSAGE = "Make the tests of the parser pass."


def measures(data: Data, sizes: Sizes) -> dict[str, Callable[[], float]]:
    """Return a measure of every start, by a name; one that raises `NotRunError` cannot be taken here."""
    big, small, run = data.tape(sizes.tape), data.tape(10), data.mini_messages(sizes.messages)
    large, log, atif, runs = data.mini(sizes.mini), data.log(sizes.log), data.atif(sizes.atif), data.runs(sizes.runs)
    return {
        "hello": lambda: first_screen(greeting()),
        "tape": lambda: first_screen(playhead(big, mark(1))),
        "small tape": lambda: first_screen(playhead(small, mark(1))),
        "tape, key": lambda: _first_key(playhead(big, mark(1))),
        "run": lambda: first_screen(playhead(run, mark(1))),
        "run, inspector": lambda: first_screen(peers.inspector(run, _TASK)),
        "large run": lambda: first_screen(playhead(large, mark(1))),
        "large run, inspector": lambda: first_screen(peers.inspector(large, _TASK)),
        "log": lambda: first_screen(playhead(log, _FIRST_MESSAGE)),
        "atif": lambda: first_screen(playhead(atif, mark(10))),
        "list": lambda: first_screen(playhead(runs, "run00001")),
        "less": lambda: first_screen(peers.less(big, seen(1))),
        "lnav": lambda: first_screen(peers.lnav(big, seen(steps_in(big)))),
    }


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Start all of them in turns, and return the lines of the first screen."""
    medians, missing = _taken(measures(data, sizes))

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
        line(
            MORE,
            f"a key at the first screen of {megabytes(sizes.tape)}, answered : {hello}",
            "tape, key",
            "hello",
            None,
        ),
        line(MORE, f"{tape} : less", "tape", "less", None),
        line(MORE, f"first screen of a {megabytes(sizes.log)} Claude Code log : {hello}", "log", "hello", 1.25),
        line(MORE, f"first screen of a {megabytes(sizes.atif)} ATIF run : {hello}", "atif", "hello", 1.25),
        line(MORE, f"first screen of a list of {sizes.runs:,} runs : {hello}", "list", "hello", 1.25),
    ]


def _first_key(program: Program) -> float:
    """Return the milliseconds from the start until the answer to a key that is pressed as soon as steps are seen."""
    with started(program) as terminal:
        ready(program, terminal)
        at = terminal.feed(["l"], 0)
        rest(terminal, limit=10)
        changed, panes = last_change(terminal.sent, at)
        if seen(2) not in panes:
            raise NotRunError("the second step was not seen")
        return (at + changed) * 1_000


def _taken(made: dict[str, Callable[[], float]]) -> tuple[dict[str, float], dict[str, str]]:
    """Take all measures in turns; return their medians, and why some could not be taken."""
    missing: dict[str, str] = {}
    taken: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(REPEATS):
        for name in [one for one in made if one not in missing]:
            try:
                taken[name].append(made[name]())
            except NotRunError as reason:
                missing[name] = str(reason)
    return {name: statistics.median(times) for name, times in taken.items() if times}, missing
