"""Scenes of labels: saved beside a record, in a tree of their own, in the state directory, and after a kill."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playhead.errors import CannotSaveError
from playhead.labels.fold import fold_tape
from playhead.labels.journal import Journal
from playhead.labels.places import beside_record
from playhead.labels.reading import read_journals
from playhead.labels.store import LabelStore
from playhead.labels.target import RunTarget, SpanTarget, StepTarget
from tests.playhead.labels.making import ANA, an_event
from tests.soak.replay.label_judge import IN_RECORD, OBSTACLE, LabelJudge, opened
from tests.soak.replay.recorder import Recorder
from tests.soak.replay.records import TAPE_NAME
from tests.soak.replay.scene import Scene

_STEP = StepTarget("2", 2)


@contextlib.contextmanager
def sitting(judge: LabelJudge, root: Path, recorder: Recorder) -> Iterator[LabelStore]:
    """Yield a store whose safe events are acknowledged, as they become so."""
    store = judge.store(root)
    mine: set[str] = set()
    noted = store.on_write

    def made(event):
        noted(event)
        mine.add(event.id)

    store.on_write = made
    recorder.asked = lambda: frozenset(mine) - store.waiting_ids
    yield store
    with contextlib.suppress(CannotSaveError):
        store.flush()
    recorder.tell(recorder.asked())
    store.close()


def _scene(name: str, judge: LabelJudge, act: Callable[[Path, Recorder], None], **more: Any) -> Scene:
    """Return a scene that is gone on with, after a crash, by one more label and a fold."""

    def recover(root: Path, recorder: Recorder) -> None:
        with sitting(judge, root, recorder) as store, contextlib.suppress(CannotSaveError):
            store.set(_STEP, "phase", "again")
            store.flush()
            os.utime(root / judge.name, (0, 0))  # it was left alone for a while
            if store.fold().status == "folded":
                recorder.tell(IN_RECORD + one.id for one in store.events)

    return Scene(name, more.pop("prepare", judge.prepare), act, judge, recover=recover, **more)


def labels(name: str = "labels beside the record", place: str | None = None) -> Scene:
    """Return: the first label makes the folder; small, big and many ones; somebody leaves half a line."""
    judge = LabelJudge(TAPE_NAME, place)

    def act(root: Path, recorder: Recorder) -> None:
        with sitting(judge, root, recorder) as store:
            for size in (10, 600, 9000):
                store.set(_STEP, "phase", "edit", note="n" * size)
                store.flush()
            journal = next(root.rglob("*@*.jsonl"))
            with journal.open("ab") as torn:
                torn.write(b'{"label": {"id": "torn by somebody')
            with store.as_one():
                for number in range(3):
                    store.set(SpanTarget("1", "2"), "phase", str(number), note="m" * 700)
            store.flush()

    return _scene(name, judge, act)


def decisions() -> Scene:
    """Return: labels set, taken back, undone, redone, noted, done with; evidence attached."""
    judge = LabelJudge(TAPE_NAME)

    def act(root: Path, recorder: Recorder) -> None:
        with sitting(judge, root, recorder) as store:
            for step in (
                lambda: store.set(_STEP, "phase", "edit"),
                lambda: store.note(_STEP, "phase", "why"),
                store.undo,
                store.redo,
                lambda: store.retract(_STEP, "phase"),
                lambda: store.attach("review", {"source": "r.md", "text": "good"}),
                store.done,
            ):
                step()
                store.flush()

    return _scene("labels taken back, undone, decided", judge, act)


def fallback() -> Scene:
    """Return: the place of the journal is taken, labels wait in the state directory; then it is free again."""
    judge = LabelJudge(TAPE_NAME)

    def prepare(root: Path) -> None:
        judge.prepare(root)
        (root / f"{TAPE_NAME}.labels").write_bytes(OBSTACLE)

    def act(root: Path, recorder: Recorder) -> None:
        with sitting(judge, root, recorder) as store:
            kept: set[str] = set()
            recorder.asked = lambda: kept | judge.known.keys() - store.waiting_ids
            for number in range(2):
                event = store.set(_STEP, "phase", str(number), note="n" * 600)
                with contextlib.suppress(CannotSaveError):
                    store.flush()
                if "offered again" in (store.problem or ""):
                    kept.add(event.id)
            (root / f"{TAPE_NAME}.labels").unlink()
            store.set(_STEP, "phase", "last")
            store.flush()

    return _scene("labels that wait in the state directory", judge, act, prepare=prepare)


def after_a_kill(calls: int) -> Scene:
    """Return: a process was killed after so many calls of its first save; another one labels, then power is lost."""
    judge = LabelJudge(TAPE_NAME)

    def act(root: Path, recorder: Recorder) -> None:
        event = an_event()
        judge.known[event.id] = event
        journal = Journal(beside_record(root / TAPE_NAME), ANA)
        with recorder.killed_after(calls):
            journal.append([event])
        journal.close()
        with sitting(judge, root, recorder) as store:
            store.set(_STEP, "phase", "edit")
            store.flush()

    return _scene(f"labels after a kill at call {calls}", judge, act)


def headless(*, place: str | None = None) -> Scene:
    """Return: `playhead label` twice and `playhead fold`; exit code 0 is what acknowledges."""
    judge = LabelJudge(TAPE_NAME, place)
    more = [] if place is None else ["--labels"]

    def act(root: Path, recorder: Recorder) -> None:
        from tui.cli import main

        record = str(root / TAPE_NAME)
        where = [*more, *([] if place is None else [str(root / place)])]
        for words in (
            ["label", record, "--run", "note=first", "--by", "ana", *where],
            ["label", record, "--step", "2", "note=second", "--by", "ana", *where],
            ["fold", record, *where],
        ):
            said = io.TextIOWrapper(io.BytesIO())
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = main(words)
            assert code == 0, words
            found = read_journals(sorted({one.parent for one in root.rglob("*@*.jsonl")}))[0]
            judge.known.update({one.id: one for one in found})
            recorder.tell(judge.known)

    return _scene(f"playhead label {' '.join(more)}".strip(), judge, act)


def folding(name: str, *, can_exchange: bool = True) -> Scene:
    """Return: labels are folded into the record, then one more."""
    judge = LabelJudge(name)

    def act(root: Path, recorder: Recorder) -> None:
        with sitting(judge, root, recorder) as store:
            for amount in (3, 1):
                for number in range(amount):
                    store.set(RunTarget(), "note", f"{number} {'n' * 300 * amount}")
                store.flush()
                result = store.fold()
                assert result.status == "folded", result
                recorder.tell(IN_RECORD + one.id for one in store.events)

    how = "" if can_exchange else " by rename"
    return _scene(f"a fold into {name}{how}", judge, act, can_exchange=can_exchange)


def folding_after_a_kill(name: str, calls: int) -> Scene:
    """Return: a process was killed after so many calls of its fold; another one labels and folds."""
    judge = LabelJudge(name)

    def act(root: Path, recorder: Recorder) -> None:
        with sitting(judge, root, recorder) as store:
            store.set(RunTarget(), "note", "n" * 300)
            store.flush()
            with recorder.killed_after(calls):
                fold_tape(opened(root / name), store.events)
        with sitting(judge, root, recorder) as store:
            store.set(_STEP, "phase", "edit")
            store.flush()
            os.utime(root / name, (0, 0))
            assert store.fold().status == "folded"
            recorder.tell(IN_RECORD + one.id for one in store.events)

    return _scene(f"a fold into {name} after one was killed at call {calls}", judge, act)


ALL: tuple[Callable[[], Scene], ...] = (
    labels,
    lambda: labels("labels in a tree of their own", "tree/of/labels"),
    decisions,
    fallback,
    headless,
    lambda: headless(place="tree/of/labels"),
)
