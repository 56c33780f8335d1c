"""Labelled recovery episodes: what two readers wrote down of a run, action by action (`recovery/GUIDE.md`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scores.places import LABELLED, SAMPLES


@dataclass(frozen=True, slots=True)
class Episode:
    """A labelled moment. `outcome` is None where the readers did not agree; `ends` are the ends they gave."""

    trigger: int
    ends: tuple[int, ...]
    outcome: str | None
    kind: str
    evidence: str
    why: str
    optional: bool = False

    def end_near(self, end: int) -> int:
        """Return the end that the readers allow and that is nearest to another one."""
        return min(max(end, min(self.ends)), max(self.ends))

    @property
    def length(self) -> int:
        """Return how many actions it spans at most."""
        return max(self.ends) - self.trigger + 1


@dataclass(frozen=True, slots=True)
class LabelledRun:
    """A run that was read up to `actions_read`; `key` names it in a file of many."""

    name: str
    path: Path
    key: str | None
    actions_read: int
    episodes: tuple[Episode, ...]


def labelled_runs(path: Path) -> Iterator[LabelledRun]:
    """Yield the runs of a file of labels, one a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield run_from(json.loads(line))


def run_from(value: Mapping[str, Any]) -> LabelledRun:
    """Return a run of a decoded line; its file is absolute, under the labelled sets or under the samples."""
    file = Path(value["file"])
    root = LABELLED if file.parts[0] == "codetracer" else SAMPLES
    episodes = tuple(_episode(one) for one in value["episodes"])
    return LabelledRun(value["run"], root / file, value.get("key"), value["actions_read"], episodes)


def _episode(value: Mapping[str, Any]) -> Episode:
    return Episode(
        trigger=value["trigger"],
        ends=tuple(value.get("end_range") or (value["end"],)),
        outcome=value["outcome"],
        kind=value["kind"],
        evidence=value.get("evidence", ""),
        why=value.get("why", ""),
        optional=bool(value.get("optional")),
    )
