"""Several people as lines of the table: worlds of journals, and a crowd of real processes beside them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from playhead.labels.fold import opened, rewrite
from tests.soak.people.judge import tried
from tests.soak.promise import Promise

WORLDS = 2_500
_CROWDS, _LABELS = 6, 200
_ROOT = Path(__file__).parents[3]
_COMMAND = "python -m tests.soak --only people"


def run(scale: float) -> Sequence[Promise]:
    """Try 2,500 worlds of journals and six crowds of ten people, times `scale`."""
    crowds = [crowd(max(4, round(_LABELS * min(1, scale * 10)))) for _ in range(max(1, round(_CROWDS * scale)))]
    worlds = max(5, round(WORLDS * scale))
    return [of_worlds(worlds, wrong_in_worlds(worlds)), of_crowds([_found(one) for one in crowds])]


def wrong_in_worlds(count: int) -> list[str]:
    """Return what is wrong in so many worlds. Nobody else has their records open, which is not looked for."""
    with tempfile.TemporaryDirectory(prefix="playhead-people-") as base, alone():
        return [f"world {seed}: {one}" for seed in range(count) for one in tried(Path(base), Random(seed))]


@contextmanager
def alone() -> Iterator[None]:
    """Look for nobody who has a record open: that is most of a small fold."""
    with patch.object(opened, "writers_of", _nobody), patch.object(rewrite, "writers_of", _nobody):
        yield


def _nobody(*_: object) -> list[int]:
    return []


def of_worlds(count: int, failures: Sequence[str]) -> Promise:
    """Return the line of the worlds."""
    return Promise(
        "everybody sees the same labels and conflicts, and nothing unknown is dropped",
        "journals with ids that collide, clocks that go back and words of later versions, dealt out, copied, edited",
        count,
        tuple(failures),
        _COMMAND,
    )


def crowd(labels: int) -> subprocess.Popen[str]:
    """Start a crowd of ten that sets so many labels each."""
    command = [sys.executable, "-m", "tests.soak.people.crowd", str(labels)]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)


def _found(started: subprocess.Popen[str]) -> dict[str, Any]:
    with started:
        said = started.stdout.read() if started.stdout else ""
    found: dict[str, Any] = json.loads(said) if not started.returncode else {"failed": 1, "made": 0}
    return found


def of_crowds(found: Sequence[dict[str, Any]]) -> Promise:
    """Return the line of the crowds."""
    made = sum(one["made"] for one in found)
    failures = [wrong for one in found for wrong in _wrong(one)]
    conflicts = sum(one.get("conflicts", 0) for one in found)
    return Promise(
        "ten annotators on one record at once lose, double and hide nothing",
        "processes of ten people with clocks that differ and go back, who then fold at once",
        made,
        tuple(failures),
        _COMMAND,
        f"{len(found)} crowds, {conflicts:,} labels in conflict",
    )


def _wrong(one: dict[str, Any]) -> list[str]:
    made = one["made"]
    expected = {"journalled": made, "in the record": made, "twice in the record": 0, "torn": 0, "views": 1, "failed": 0}
    return [f"{name} is {one.get(name)}, not {value}" for name, value in expected.items() if one.get(name) != value]
