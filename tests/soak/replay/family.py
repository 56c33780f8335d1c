"""The family `replay`: every scene, every crash; at a small scale a fixed part of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from tests.soak.promise import Promise
from tests.soak.replay import file_scenes, label_scenes
from tests.soak.replay.records import RECORDS, TAPE_NAME
from tests.soak.replay.scene import Replayed, Scene, replay

_HOW = "power lost after every call that changes a file: all subsets, torn cuts and missing blocks of what was unsynced"
_COMMAND = "python -m tests.soak --only replay"
_AT_A_TIME = 2
_AGAIN = 5  # of the states of a first crash each so-many-th is gone on with to a second one
_FOLD_CALLS = {TAPE_NAME: 3, "run.json": 9}  # and no more calls than these change a file
_KILLED_AT = range(9)


def saves() -> list[Scene]:
    """Return the scenes in which labels are saved."""
    return [make() for make in label_scenes.ALL] + [label_scenes.after_a_kill(calls) for calls in _KILLED_AT]


def folds() -> list[Scene]:
    """Return the scenes in which labels are folded into records."""
    made = [label_scenes.folding(name) for name in RECORDS]
    made += [label_scenes.folding(name, can_exchange=False) for name in RECORDS if name != TAPE_NAME]
    return [
        *made,
        *(label_scenes.folding_after_a_kill(name, at) for name, most in _FOLD_CALLS.items() for at in range(most)),
    ]


def others() -> list[Scene]:
    """Return the scenes of the other files that are written."""
    return [make() for make in file_scenes.ALL]


_TOLD: Mapping[str, Callable[[], list[Scene]]] = {
    "an acknowledged label survives a power loss, and the next save works": saves,
    "a fold cut off by a power loss leaves the record whole, and foreign bytes as they were": folds,
    "what was converted or recorded stays; what is only remembered is never half believed": others,
}


def run(scale: float) -> Sequence[Promise]:
    """Return what is promised of a power loss, tried: at full scale every state, and a part of those after a second."""
    every, again = (1, max(1, round(_AGAIN / scale))) if scale >= 1 else (max(1, round(0.1 / scale)), 0)
    wanted = [(promise, number) for promise, scenes in _TOLD.items() for number in range(len(scenes()))]
    with ProcessPoolExecutor(_AT_A_TIME) as pool:
        done = list(pool.map(_one, *zip(*wanted, strict=True), repeat(every), repeat(again)))
    found: dict[str, list[Replayed]] = {promise: [] for promise in _TOLD}
    for (promise, _), one in zip(wanted, done, strict=True):
        found[promise].append(one)
    return [_promise(promise, ones) for promise, ones in found.items()]


def _one(promise: str, number: int, every: int, again: int) -> Replayed:
    return replayed(_TOLD[promise]()[number], every, again=again)


def _promise(promise: str, done: Sequence[Replayed]) -> Promise:
    failures = tuple(why for one in done for why in one.failures)
    return Promise(promise, _HOW, sum(one.cases for one in done), failures, _COMMAND, f"{len(done)} scenes")


def replayed(scene: Scene, every: int = 1, *, again: int = 0, most_failures: int = 1000) -> Replayed:
    """Replay a scene in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        root = Path(folder).resolve() / "disk"
        root.mkdir()
        return replay(scene, root, every=every, again=again, most_failures=most_failures)
