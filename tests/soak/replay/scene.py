"""A scene: what stands on the disk before, what the program is let do, and what must be true after any crash."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from unittest import mock

from playhead.labels.fold import opened, rewrite
from tests.soak.replay.crashes import Crash, crashes
from tests.soak.replay.disk import lay_out
from tests.soak.replay.recorder import Recorder

_SECOND = 2  # of the states of a second crash each so-many-th is judged


@dataclass(frozen=True, slots=True)
class Scene:
    """`prepare` lays out a folder, `act` works in it while it is recorded, `judge` yields a sentence a broken promise.

    What `act` acknowledges it tells the recorder; the judge is given what was acknowledged before the crash. `recover`
    is what the program does when it begins anew after one.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path, Recorder], None]
    judge: Callable[[Path, frozenset[str]], Iterator[str]]
    can_exchange: bool = True
    recover: Callable[[Path, Recorder], None] | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many states were judged, and a sentence for each promise that one of them broke."""

    cases: int
    failures: tuple[str, ...]


def replay(scene: Scene, root: Path, *, every: int = 1, again: int = 0, most_failures: int = 1000) -> Replayed:
    """Record a scene in a folder of its own and judge what any crash leaves.

    `every`: only each so-many-th state; `again`: from each so-many-th state the program begins anew, and power is lost
    a second time; `most_failures`: so many say enough.
    """
    with _at_home(root):
        recorder = recorded(scene, root)
        if not recorder.is_complete:
            return Replayed(1, (f"{scene.name}: something was written past the shim",))
        found = _judged_all(scene, root, recorder, every, most_failures)
        for crash in islice(_crashes(recorder), 0, None, again) if again and scene.recover else ():
            lay_out(crash.picture, root)
            with Recorder(root, can_exchange=scene.can_exchange) as second:
                second.tell(crash.acknowledged)
                scene.recover(root, second)
            after = _judged_all(scene, root, second, _SECOND, most_failures)
            failures = (f"{crash.when}; again {why}" for why in after.failures)
            found = Replayed(found.cases + after.cases, (*found.failures, *failures))
    return found


def _judged_all(scene: Scene, root: Path, recorder: Recorder, every: int, most_failures: int) -> Replayed:
    failures: list[str] = []
    cases = 0
    with _quick():
        for crash in islice(_crashes(recorder), 0, None, every):
            cases += 1
            failures += (f"{scene.name}, {crash.when}: {why}" for why in _judged(scene, root, crash))
            if len(failures) >= most_failures:
                break
    return Replayed(cases, tuple(failures))


def _crashes(recorder: Recorder) -> Iterator[Crash]:
    return crashes(recorder.before, recorder.log, recorder.told)


def recorded(scene: Scene, root: Path) -> Recorder:
    """Return what the scene asked of the disk."""
    scene.prepare(root)
    with Recorder(root, can_exchange=scene.can_exchange) as recorder:
        scene.act(root, recorder)
    return recorder


def _judged(scene: Scene, root: Path, crash: Crash) -> list[str]:
    lay_out(crash.picture, root)
    try:
        return list(scene.judge(root, crash.acknowledged))
    except Exception as error:  # noqa: BLE001 - whatever is raised on a crashed disk is a broken promise
        return [f"{type(error).__name__}: {error}"]


@contextmanager
def _at_home(root: Path) -> Iterator[None]:
    """Keep state, configuration and cache of the account below the folder; nobody else has its files open."""
    homes = {f"XDG_{what}_HOME": str(root / "home" / what.lower()) for what in ("STATE", "CONFIG", "CACHE")}
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, homes))
        for module in (opened, rewrite):
            stack.enter_context(mock.patch.object(module, "writers_of", return_value=[], create=True))
        yield


@contextmanager
def _quick() -> Iterator[None]:
    """Judge without waiting for the real disk: no power is lost while a state is looked at."""
    with ExitStack() as stack:
        for name in ("fsync", "fdatasync"):
            stack.enter_context(mock.patch.object(os, name, return_value=None))
        yield
