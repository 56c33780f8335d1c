"""What playhead reads of a verifier against what stands in its files; and the moments of the runs by outcome."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scores.agreement import number
from benchmarks.scores.layout import Table
from benchmarks.scores.places import labelled
from playhead import open_tape
from playhead.errors import PlayheadError
from playhead.insight.moments.values import Moment, MomentOutcome
from playhead.insight.run_insight import insight_of
from playhead.insight.verdict import counts_of, reported_tests
from playhead.model import Status, Tape


@dataclass(frozen=True, slots=True)
class Stated:
    """What a trial's files say, read with `json` alone. None: the trial has no such file."""

    counts: tuple[int, int] | None
    failing: frozenset[str] | None
    reward: float | None


@dataclass(frozen=True, slots=True)
class TrialScore:
    """One trial: whether our reading equals its files, and its moments. None where there is nothing to compare."""

    name: str
    counts: bool | None
    failing: bool | None
    outcome: bool | None
    status: str
    actions: int
    moments: tuple[Moment, ...]


def stated(folder: Path) -> Stated:
    """Return what `verifier/ctrf.json` and `verifier/reward.txt` of a trial say."""
    report, reward = folder / "verifier" / "ctrf.json", folder / "verifier" / "reward.txt"
    counts = failing = None
    if report.exists():
        results: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))["results"]
        counts = results["summary"]["failed"], results["summary"]["passed"]
        failing = frozenset(one["name"] for one in results["tests"] if one["status"] == "failed")
    text = reward.read_text(encoding="utf-8").strip() if reward.exists() else ""
    return Stated(counts, failing, float(text) if text else None)


def status_for(reward: float) -> Status:
    """Return the outcome that a reward means: 1 resolved, 0 failed, between them partial."""
    return Status.RESOLVED if reward >= 1 else Status.FAILED if reward <= 0 else Status.PARTIAL


def compared(name: str, tape: Tape, said: Stated) -> TrialScore:
    """Return how our reading of a trial fits its files."""
    layer = next((one for one in tape.layers if one.name == "verification"), None)
    ours = counts_of(layer) if layer else None
    failing = frozenset(one.name for one in reported_tests(layer) if one.failed) if layer else frozenset()
    return TrialScore(
        name,
        None if said.counts is None else ours == said.counts,
        None if said.failing is None else failing == said.failing,
        None if said.reward is None else tape.outcome.status is status_for(said.reward),
        str(tape.outcome.status),
        tape.steps.actions,
        insight_of(tape).moments,
    )


def scores() -> tuple[list[TrialScore], list[str]]:
    """Return the score of every trial, and a sentence for each that could not be opened.

    Raises:
        NotHereError: the trials are not on this machine.

    """
    found: list[TrialScore] = []
    unread: list[str] = []
    for folder in sorted(one for one in labelled("codetracer", "trials").iterdir() if one.is_dir()):
        try:
            tape = open_tape(folder)
            tape.steps.wait()
        except PlayheadError:
            unread.append(f"Not read: {folder.name}.")
            continue
        found.append(compared(folder.name, tape, stated(folder)))
    return found, unread


def tables(found: Sequence[TrialScore], unread: Sequence[str]) -> list[Table]:
    """Return what agrees with the verifiers, and the moments of the runs by outcome."""
    heads = ("what", "trials with it", "ours is equal")
    rows = (
        _equal("passed and failed tests (ctrf.json, summary)", [one.counts for one in found]),
        _equal("names of the failing tests (ctrf.json, tests)", [one.failing for one in found]),
        _equal("outcome (reward.txt: 1 resolved, 0 failed)", [one.outcome for one in found]),
    )
    wrong = tuple(f"Not equal: {one.name}." for one in found if False in (one.counts, one.failing, one.outcome))
    title = "Verifiers: codetracer, our reading against a reading by json alone"
    return [Table(title, heads, rows, (*unread, *wrong)), _moments(found)]


def _equal(what: str, values: Sequence[bool | None]) -> tuple[str, ...]:
    there = [one for one in values if one is not None]
    return what, str(len(there)), str(sum(there))


def _moments(found: Sequence[TrialScore]) -> Table:
    outcomes = tuple(MomentOutcome)
    heads = (
        "runs that ended",
        "runs",
        "actions",
        "moments",
        "a run",
        *(str(one).replace("_", " ") for one in outcomes),
    )
    statuses = [status for status in map(str, Status) if any(one.status == status for one in found)]
    rows = []
    for status in [*statuses, "all"]:
        some = [one for one in found if status in {one.status, "all"}]
        moments = [moment for one in some for moment in one.moments]
        counts = Counter(moment.outcome for moment in moments)
        rows.append(
            (
                status,
                str(len(some)),
                str(sum(one.actions for one in some)),
                str(len(moments)),
                number(len(moments) / len(some)),
                *(str(counts[one]) for one in outcomes),
            )
        )
    return Table("Moments by the outcome of the run: codetracer", heads, tuple(rows))
