"""What the rules cost: milliseconds of processor time per 1,000 steps, and how that grows with the run.

Measured on the steps of the sample runs, one behind the other, over and over: short steps, many failures. A figure is
printed, never asserted.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson

from benchmarks.scores.agreement import number
from benchmarks.scores.episodes import labelled_runs
from benchmarks.scores.layout import Table
from benchmarks.scores.places import ROOT, NotHereError, labelled
from playhead import open_tape
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.model import Tape
from playhead.storage.source import iterate

COUNTS = (500, 5_000, 50_000)
REPEATS = 3


def table() -> Table:
    """Return the costs of runs of growing length, and of the labelled runs where they are on this machine."""
    heads = ("run", "steps", "opened and read", "rules", "rules, per 1,000 steps", "checks C1-C20, per 1,000")
    note = (
        "Milliseconds of processor time, medians of three. Opened and read: every step is found and decoded. Rules: one"
        " pass over decoded steps for feedback, moments, ledger and test reports. Linear growth keeps the columns per"
        " 1,000 steps level. The bound of labels.md is 50 per 1,000 steps of a run of 5 MB."
    )
    with tempfile.TemporaryDirectory() as made:
        rows = [_row("sample runs, over and over", [repeated(Path(made), count)]) for count in COUNTS]
    with suppress(NotHereError):
        real = [one.path for one in labelled_runs(labelled("recovery", "dev.jsonl"))]
        rows.append(_row(f"{len(real)} real runs, recovery/dev", real))
    return Table("What it costs", heads, tuple(rows), (note,))


def repeated(folder: Path, count: int) -> Path:
    """Write a run tape of so many steps: those of the sample runs, again and again, and return its path."""
    path = folder / f"{count}-steps.tape.jsonl"
    head = {"tape": {"version": 1, "id": path.name, "task": {"text": "A test fails. Fix it."}}}
    with path.open("wb") as file:
        file.write(orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE))
        for position, step in enumerate(islice(cycle(_sample_steps()), count), 1):
            line = {"step": {**step, "step_id": position}}
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    return path


def _sample_steps() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "sample_runs").glob("*.tape.jsonl")):
        for line in path.read_bytes().splitlines():
            value = orjson.loads(line)
            if "step" in value:
                yield value["step"]


def _row(name: str, paths: Sequence[Path]) -> tuple[str, ...]:
    read = _cost(lambda: [_read(path) for path in paths])
    tapes = [_read(path) for path in paths]
    count = sum(len(tape.steps) for tape in tapes)
    rules = _cost(lambda: [insight_of(tape) for tape in tapes])
    insights = [insight_of(tape) for tape in tapes]
    checks = _cost(lambda: [checks_of(*both) for both in zip(tapes, insights, strict=True)])
    figures = (read, rules, 1_000 * rules / count, 1_000 * checks / count)
    return (name, f"{count:,}", *(number(one, 1) for one in figures))


def _read(path: Path) -> Tape:
    """Return a run with every step looked at: as many as its cache holds stay decoded."""
    tape = open_tape(path)
    tape.steps.wait()
    for _ in iterate(tape.steps):
        pass
    return tape


def _cost(action: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that an action takes, the median of a few."""
    taken = []
    for _ in range(REPEATS):
        began = time.process_time()
        action()
        taken.append((time.process_time() - began) * 1_000)
    return statistics.median(taken)
