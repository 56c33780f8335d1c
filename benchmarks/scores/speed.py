"""What the rules cost: milliseconds of processor time per 1,000 steps, and how that grows with the run.

Measured on the steps of the sample runs, one behind the other, over and over: short steps, many failures. A figure is
printed, never asserted.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson

from benchmarks.scores.agreement import number
from benchmarks.scores.layout import Table
from benchmarks.scores.places import ROOT
from playhead import open_tape
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.model import Tape
from playhead.storage.source import iterate

COUNTS = (500, 5_000, 50_000)
REPEATS = 3


def table() -> Table:
    """Return the costs of runs of growing length."""
    heads = ("steps", "read", "read and rules", "rules alone", "rules, per 1,000 steps", "checks C1-C20, per 1,000")
    note = (
        "Milliseconds of processor time, medians of three. Read: every step is decoded from a run tape. Rules:"
        " feedback, moments, ledger and test reports in one pass. Linear growth keeps the last columns level."
    )
    with tempfile.TemporaryDirectory() as made:
        rows = tuple(_row(repeated(Path(made), count), count) for count in COUNTS)
    return Table("What it costs: sample runs, over and over", heads, rows, (note,))


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


def _row(path: Path, count: int) -> tuple[str, ...]:
    tape = open_tape(path)
    tape.steps.wait()
    read = _cost(lambda: _read(tape))
    whole = _cost(lambda: insight_of(tape))
    insight = insight_of(tape)
    checks = _cost(lambda: checks_of(tape, insight))
    thousands = count / 1_000
    figures = (read, whole, whole - read, (whole - read) / thousands, checks / thousands)
    return (f"{count:,}", *(number(one, 1) for one in figures))


def _read(tape: Tape) -> int:
    return sum(len(step.actions) for step in iterate(tape.steps))


def _cost(action: Callable[[], object]) -> float:
    """Return the milliseconds of processor time that an action takes, the median of a few."""
    taken = []
    for _ in range(REPEATS):
        began = time.process_time()
        action()
        taken.append((time.process_time() - began) * 1_000)
    return statistics.median(taken)
