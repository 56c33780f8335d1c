"""A label from the key to the disk, against the least that makes bytes safe."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.data import Data
from benchmarks.family import DESIGN
from benchmarks.floors import appending
from benchmarks.line import Line, interleaved, timed
from benchmarks.sizes import Sizes
from playhead import open_tape
from playhead.labels.event import Author
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from playhead.labels.target import step_target

_TURNS = 201


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:  # noqa: ARG001 - every family gets both
    """Return the line of a save, and where to look for what is counted and not timed."""
    tape = open_tape(data.tape(1))
    tape.steps.wait()
    with tempfile.TemporaryDirectory(dir=data.folder) as folder, ExitStack() as stack:
        labels = Path(folder) / "labels"
        store = LabelStore.open(tape, author=Author("human", "bench"), schema=load_schema(None), labels_dir=labels)
        target, values = step_target(tape.steps[0]), iter(["helps", "harms"] * (_TURNS + 2))

        def save() -> None:
            store.set(target, "step_value", next(values))
            store.flush()

        save()
        save()
        append = stack.enter_context(appending(Path(folder) / "floor", _longest_line(labels)))
        ours, theirs = interleaved(timed(save), timed(append), repeats=_TURNS)
        store.close()
    counted = "acknowledged labels lost, foreign bytes changed, control bytes shown"
    return [
        Line(DESIGN, "a label set and safe : append + fdatasync", 1.5, ours, theirs),
        Line(DESIGN, counted, 0, unit="", why="counted by `make soak`: see SECURITY.md"),
    ]


def _longest_line(folder: Path) -> int:
    """Return the bytes of a label's line, with its newline."""
    journals = (path.read_bytes() for path in folder.rglob("*.jsonl"))
    return max(len(line) + 1 for journal in journals for line in journal.splitlines())
