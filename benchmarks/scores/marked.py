"""Runs of many agents in which people marked the step that went wrong: Who&When (2505.00212), AgentRx (2602.02475).

Positions are places in the history, from 0. Who&When's `mistake_step` is one as it stands (the named agent speaks at it
in 179 of 184 runs). AgentRx counts from 1 (the agent that is blamed speaks one entry before `step_number` in 293 of 295
failures of its Magentic-One half), so one is taken off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scores.histories import tape_of
from benchmarks.scores.places import labelled
from playhead.model import Tape


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """A run, the position of the step that decided it, and of all steps that were marked as failures."""

    tape: Tape
    decisive: int
    marked: frozenset[int]


def who_and_when(half: str) -> Iterator[MarkedRun]:
    """Yield the runs of a half of Who&When: `Algorithm-Generated` or `Hand-Crafted`.

    Raises:
        NotHereError: it is not on this machine.

    """
    for path in sorted(labelled("whoandwhen", "Who&When", half).glob("*.json")):
        value = _decoded(path)
        step = int(value["mistake_step"])
        yield MarkedRun(tape_of(path.stem, value["history"], value["question"]), step, frozenset({step}))


def agentrx_magentic() -> Iterator[MarkedRun]:
    """Yield the runs of Magentic-One that AgentRx marked.

    Raises:
        NotHereError: they are not on this machine.

    """
    root = labelled("agentrx", "data")
    for one in _decoded(root / "ground_truth" / "magentic_one_ground_truth.json"):
        path = root / "magentic_dataset" / f"{one['trajectory_id']}.json"
        if path.exists():
            history = _decoded(path)
            yield _marked(one, tape_of(path.stem, history, history[0].get("content", "")))


def agentrx_tau() -> Iterator[MarkedRun]:
    """Yield the runs of tau-bench retail that AgentRx marked.

    Raises:
        NotHereError: they are not on this machine.

    """
    root = labelled("agentrx", "data")
    runs = {one["task_id"]: one for one in _decoded(root / "tau_retail" / "tau_dataset_failed.json")}
    for one in _decoded(root / "ground_truth" / "tau_ground_truth.json"):
        if one["trajectory_id"] in runs:
            history = runs[one["trajectory_id"]]["traj"]
            yield _marked(one, tape_of(f"tau-{one['trajectory_id']}", history))


def _marked(truth: Mapping[str, Any], tape: Tape) -> MarkedRun:
    steps = {str(one["failure_id"]): int(one["step_number"]) - 1 for one in truth["failures"]}
    decisive = steps.get(str(truth["root_cause"]["failure_id"]), min(steps.values()))
    return MarkedRun(tape, decisive, frozenset(steps.values()))


def _decoded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
