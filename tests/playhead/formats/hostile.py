"""What every format's hostile tests need: a small whole record of it, a look at all of a run, values of a wrong type.

A format takes part by a module `NAME_record.py` in this folder with a `KIND`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from playhead.errors import UnreadableError
from playhead.insight.rows import row_of, title_of
from playhead.model import Step, Tape
from playhead.opening import open_tape
from playhead.storage.source import iterate

NUMBER = 98765  # stands once in each record, in a field that is shown or kept
TEXT = "the login form"  # stands in a message of each record


@dataclass(frozen=True)
class Kind:
    """A format for these tests: its whole record, and the name its file has (in a folder: a trial)."""

    format: str
    name: str
    whole: Callable[[], bytes]

    def write(self, folder: Path, data: bytes | None = None) -> tuple[Path, Path]:
        """Write the record, whole or as given; return what is opened and the file that was written."""
        run = folder / "run"
        file = run / self.name
        file.parent.mkdir(parents=True, exist_ok=True)
        if self.format == "harbor":
            (run / "config.json").write_text('{"trial_name": "t", "task": {}}')
        if data is not None or not os.path.lexists(file):
            file.write_bytes(self.whole() if data is None else data)
        return (run if self.format == "harbor" else file), file


def kinds_of_modules() -> tuple[Kind, ...]:
    """Return the kinds that modules of this folder bring: `*_record.py`, by name."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*_record.py"))
    return tuple(import_module(f"tests.playhead.formats.{name}").KIND for name in names)


def look_at(tape: Tape) -> list[Step]:
    """Build everything that is lazy, as a screen and a list would, and return the steps of the main thread."""
    tape.steps.wait()
    tape = tape.refreshed()
    for source in (tape.steps, *(agent.steps for agent in tape.subagents)):
        steps = list(iterate(source))
        assert [step.index for step in steps] == list(range(len(source)))
        assert [step.n for step in steps if step.n is not None] == list(range(1, source.counted + 1))
        for step in steps:
            assert title_of(step) == row_of(step).title
            json.dumps([step.text, step.thought, [[dict(a.arguments), a.output] for a in step.actions]], default=str)
        columns = source.columns(0, len(source))
        assert [len(column) for column in columns] == [len(steps)] * 4
    assert all(isinstance(one.text, str) and one.text and one.code for one in tape.diagnostics)
    return list(iterate(tape.steps))


def opens_or_says(path: Path) -> list[Step] | None:
    """Open a run and look at all of it; None if a sentence that names the file says why it cannot be opened."""
    try:
        return look_at(open_tape(path))
    except UnreadableError as error:
        sentence = str(error)
    assert path.name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return None


SOMETHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("\ud83d")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def swapped(value: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Any:
    """Return a value with some of its parts replaced by anything."""
    if draw(st.integers(0, 12)) == 0:
        return draw(SOMETHING)
    if isinstance(value, dict):
        return {name: swapped(part, draw) for name, part in value.items()}
    return [swapped(part, draw) for part in value] if isinstance(value, list) else value
