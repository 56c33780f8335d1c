"""The family `replay`: every scene, every crash; at a small scale a fixed part of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.soak.promise import Promise
from tests.soak.replay import file_scenes, label_scenes
from tests.soak.replay.records import RECORDS
from tests.soak.replay.scene import Replayed, Scene, replay

_HOW = "power lost after every call that changes a file: all subsets, torn cuts and missing blocks of what was unsynced"
_COMMAND = "python -m tests.soak --only replay"
_KILLED_AT = range(9)


def saves() -> list[Scene]:
    """Return the scenes in which labels are saved."""
    return [make() for make in label_scenes.ALL] + [label_scenes.after_a_kill(calls) for calls in _KILLED_AT]


def folds() -> list[Scene]:
    """Return the scenes in which labels are folded into records."""
    made = [label_scenes.folding(name) for name in RECORDS]
    return [*made, *(label_scenes.folding(name, can_exchange=False) for name in RECORDS if name != "run.tape.jsonl")]


def others() -> list[Scene]:
    """Return the scenes of the other files that are written."""
    return [make() for make in file_scenes.ALL]


def run(scale: float) -> Sequence[Promise]:
    """Return what is promised of a power loss, tried."""
    every = max(1, round(0.1 / scale))
    told = {
        "an acknowledged label survives a power loss, and the next save works": saves(),
        "a fold cut off by a power loss leaves the record whole, and foreign bytes as they were": folds(),
        "what was converted or recorded stays; what is only remembered is never half believed": others(),
    }
    return [_promise(promise, scenes, every) for promise, scenes in told.items()]


def _promise(promise: str, scenes: Iterable[Scene], every: int) -> Promise:
    done = [replayed(scene, every) for scene in scenes]
    failures = tuple(why for one in done for why in one.failures)
    return Promise(promise, _HOW, sum(one.cases for one in done), failures, _COMMAND, f"{len(done)} scenes")


def replayed(scene: Scene, every: int = 1, most_failures: int = 1000) -> Replayed:
    """Replay a scene in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        root = Path(folder).resolve() / "disk"
        root.mkdir()
        return replay(scene, root, every=every, most_failures=most_failures)
