"""Labels are folded while the system fails: the record is the old one or the new one, and the sentence says which."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

from playhead.labels.event import Event
from playhead.labels.fold import FoldResult, fold_tape, opened
from tests.playhead.labels.making import a_tape, an_event
from tests.soak.faults.cases import faults_at
from tests.soak.faults.injector import Fault, Faults

_DOCUMENT = b'{\n  "schema_version": "ATIF-v1.7",\n  "steps": [1.10, "\\u00e9"]\n}\n'
_TAPE = b'{"tape":{"version":1}}\n{"step":{"step_id":1,"message":"x"}}\n{"outcome":{"status":"failed"}}\n'
_AS_IT_WAS = "The record was left as it is: "
_UNSURE = "The labels may stand in "
_SAFE = "labels are safe in the journal."


@dataclass(frozen=True)
class Scene:
    """A record, its format, and whether the system can exchange two names."""

    name: str
    content: bytes
    format: str
    can_exchange: bool = True


SCENES = (
    Scene("run.json", _DOCUMENT, "atif"),
    Scene("run.json", _DOCUMENT, "atif", can_exchange=False),
    Scene("run.tape.jsonl", _TAPE, "run-tape"),
)
_EVENTS = tuple(an_event(value=str(number)) for number in range(2))


def trial(base: Path, scene: Scene, fault: Fault | None) -> tuple[list[str], Faults]:
    """Fold under a fault and judge the record, what was said of it, what else is left, and the next fold."""
    with tempfile.TemporaryDirectory(dir=base) as name:
        record = Path(name) / scene.name
        record.write_bytes(scene.content)
        faults = Faults(fault, can_exchange=scene.can_exchange)
        with faults:
            result = _fold(record, scene, _EVENTS)
        failures = list(_judged(scene, record.read_bytes(), result, fault))
        if faults.retried:
            failures.append(f"{faults.retried[0]} on a descriptor that lost data")
        again = _fold(record, scene, _EVENTS)
        if again.status not in ("folded", "unchanged") or record.read_bytes() != _folded(scene):
            failures.append(f"the next fold: {again.sentence}")
        beside = [one.name for one in record.parent.iterdir() if one != record]
        if beside:
            failures.append(f"{beside[0]} is left")
        return failures, faults


def folding(base: Path, share: float = 1.0) -> tuple[int, list[str]]:
    """Try every fault, or a share of them spread evenly; return how many and what went wrong."""
    cases, failures = 0, []
    for scene in SCENES:
        every = list(faults_at(trial(base, scene, None)[1].seen))
        for fault in every[:: max(1, round(1 / share))]:
            found, _ = trial(base, scene, fault)
            cases += 1
            failures += [f"{scene.name}, {fault}: {one}" for one in found]
    return cases, failures


def _fold(record: Path, scene: Scene, events: tuple[Event, ...]) -> FoldResult:
    with mock.patch.object(opened, "writers_of", return_value=[]):  # a look at every process costs more than the fold
        return fold_tape(a_tape(1, path=record, record=record, format=scene.format), events)


@cache
def _folded(scene: Scene) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        record = Path(name) / scene.name
        record.write_bytes(scene.content)
        _fold(record, scene, _EVENTS)
        return record.read_bytes()


def _judged(scene: Scene, now: bytes, result: FoldResult, fault: Fault | None) -> Iterator[str]:
    is_old = now == scene.content
    is_new = all(event.id.encode() in now for event in _EVENTS) and len(now) > len(scene.content)
    if not (is_old or is_new or (now.startswith(scene.content) and scene.format == "run-tape")):
        yield "the record is neither old nor new"
    if result.status in ("folded", "unchanged"):
        if not is_new:
            yield "said to be folded, and is not"
        return
    if result.status != "refused" or not result.sentence.endswith(_SAFE):
        yield f"said {result.sentence!r}"
    if result.sentence.startswith(_AS_IT_WAS) and not is_old:
        yield "said to be as it was, and is not"
    if not result.sentence.startswith((_AS_IT_WAS, _UNSURE)) and fault is not None and not is_old:
        yield f"changed, and said {result.sentence!r}"
