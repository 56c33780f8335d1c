"""Moments against those that two readers found in real runs (`../shared/labelled/recovery`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from playhead import open_tape
from playhead.insight.run_insight import insight_of
from tests.shared_data import labelled, samples

ACCURATE = 0.85
"""The share of triggers that both the rules and the readers must have, in either direction (issue: F1)."""


def _runs() -> list[dict[str, Any]]:
    lines = labelled("recovery", "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _path(name: str) -> Path:
    return labelled(name) if name.startswith("codetracer/") else samples(name)


def test_triggers_are_those_that_readers_saw() -> None:
    """Precision and recall of triggers, at most one action off, are both high over all read runs."""
    hit = missed = false = 0
    for run in _runs():
        found = [one.trigger_action for one in insight_of(open_tape(_path(run["file"]))).moments]
        left = [number for number in found if number <= run["actions_read"]]
        for episode in sorted(run["episodes"], key=lambda one: bool(one.get("optional"))):
            near = [number for number in left if abs(number - episode["trigger"]) <= 1]
            if near:
                left.remove(min(near, key=lambda number: abs(number - episode["trigger"])))
            if not episode.get("optional"):
                hit, missed = hit + bool(near), missed + (not near)
        false += len(left)
    assert hit / (hit + missed) >= ACCURATE
    assert hit / (hit + false) >= ACCURATE


@pytest.mark.parametrize("name", ["mini-swe-agent/psf__requests-1142.traj.json", "sweagent"])
def test_reading_twice_finds_the_same(name: str) -> None:
    """The same run, rules and parameters give the same moments."""
    path = samples(name)
    path = path if path.is_file() else next(path.glob("*pydicom-1458.traj"))
    assert insight_of(open_tape(path)) == insight_of(open_tape(path))
