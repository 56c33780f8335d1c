"""The kill loops as lines of the table: two nests, one for each core."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.soak.kills.judge import DOUBLED, FOREIGN, LEFT, LOST, OPENS
from tests.soak.promise import Promise

KILLS = 10_000
_EACH = 60
_NESTS = 2
_STRETCHED = 0.1
"""Of so many kills more the folds are slow where another program could come between."""
_ROOT = Path(__file__).parents[3]
_COMMAND = "python -m tests.soak --only kills"
_PROMISES = {
    LOST: "no acknowledged label is lost",
    DOUBLED: "no label is there twice, in journals, state or record",
    FOREIGN: "no byte of the program that writes the record is changed",
    LEFT: "no copy of a killed fold stays behind",
    OPENS: "every process goes on, and the record opens",
}


def run(scale: float) -> Sequence[Promise]:
    """Kill 11,000 processes times `scale`, and return what was found."""
    kills = max(_NESTS, round(KILLS * scale / _NESTS))
    nests = [start(seed, kills, min(_EACH, kills)) for seed in (0, 100_000)]
    verdicts = [verdict_of(one) for one in nests]
    more = round(kills * _STRETCHED)
    nests = [start(seed, more, min(_EACH, more), "--stretched") for seed in (200_000, 300_000) if more]
    return lines([*verdicts, *map(verdict_of, nests)])


def start(seed: int, kills: int, each: int, *more: str) -> subprocess.Popen[str]:
    """Start a nest; `verdict_of` waits for what it finds."""
    command = [sys.executable, "-m", "tests.soak.kills.nest", str(seed), str(kills), str(each), *more]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)


def verdict_of(nest: subprocess.Popen[str]) -> dict[str, Any]:
    """Return the failures and counts of a nest once it is done."""
    with nest:
        said = nest.stdout.read() if nest.stdout else ""
    if nest.returncode:
        return {"failures": {OPENS: [f"a nest ended with {nest.returncode}"]}, "counts": {}}
    found: dict[str, Any] = json.loads(said)
    return found


def lines(verdicts: Sequence[Mapping[str, Any]]) -> list[Promise]:
    """Return a line for each promise."""
    counts = sum((Counter(one["counts"]) for one in verdicts), Counter[str]())
    kills = counts["kills"]
    lives = f"three annotators, two folds and a writer on one record ({counts['records']:,} records)"
    how = f"{lives}, SIGKILL at random, also with slow exchanges of names"
    notes = {
        LOST: f"{counts['acknowledged']:,} acknowledged, {counts['torn']:,} torn lines",
        DOUBLED: f"{counts['folds']:,} folds made, {counts['folds put off']:,} put off",
        FOREIGN: f"{counts['foreign writes']:,} foreign writes: appended, in place, by rename",
    }
    return [
        Promise(
            words,
            how if name == LOST else "the same",
            kills,
            tuple(why for one in verdicts for why in one["failures"].get(name, ())),
            _COMMAND,
            notes.get(name, ""),
        )
        for name, words in _PROMISES.items()
    ]
