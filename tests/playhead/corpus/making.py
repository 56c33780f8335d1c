"""Runs as a list knows them, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhead import TapeWriter
from playhead.corpus.facts import RunFacts
from playhead.corpus.tally import LabelTally
from playhead.model import Status
from playhead.opening import RunEntry
from playhead.summary import RunSummary


def run(name: str, **fields: Any) -> RunFacts:
    """Return a run that was read; `labels` are a tally, all other fields the summary's."""
    labels = fields.pop("labels", LabelTally())
    known: dict[str, Any] = {
        "title": name, "status": Status.UNKNOWN, "steps": 1, "actions": 1, "failed": 0, "agent": "",
        "duration_s": None, "cost_usd": None,
    }  # fmt: skip
    return RunFacts(RunEntry(Path(name)), name, RunSummary(**{**known, **fields}), labels)


def waiting(name: str) -> RunFacts:
    """Return a run that was found and not read yet."""
    return RunFacts(RunEntry(Path(name)), name)


def write_tape(path: Path, steps: int = 1) -> Path:
    """Write a small run tape."""
    with TapeWriter(path, id=path.name, task={"title": "Fix it", "text": "Fix it"}) as tape:
        for number in range(1, steps + 1):
            tape.step({"step_id": number, "source": "agent", "message": f"thought {number}"})
        tape.outcome("resolved")
    return path
