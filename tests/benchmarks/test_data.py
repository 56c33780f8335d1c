"""Generated records: the same for the same seed, of the size that was asked for, and readable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.claude_code_log import generated_claude_code
from benchmarks.data import Data
from benchmarks.documents import atif_run, mini_run
from benchmarks.heavy import PLACE, diff_tape, line_tape, output_tape
from benchmarks.tapes import mark, mixed_tape, seen, steps_in, tape_of_bytes, tape_of_steps
from playhead import open_tape

SIZE = 300_000
GENERATORS: dict[str, Callable[[Path, int], object]] = {
    "a.tape.jsonl": lambda path, seed: tape_of_bytes(path, SIZE, seed),
    "b.tape.jsonl": lambda path, seed: tape_of_steps(path, 500, seed),
    "i.tape.jsonl": lambda path, seed: mixed_tape(path, SIZE, seed),
    "c.traj.json": lambda path, seed: mini_run(path, size=SIZE, seed=seed),
    "d.json": lambda path, seed: atif_run(path, SIZE, seed),
    "e.jsonl": lambda path, seed: generated_claude_code(path, SIZE, seed),
    "f.tape.jsonl": lambda path, seed: output_tape(path, SIZE, seed),
    "g.tape.jsonl": lambda path, seed: line_tape(path, SIZE, seed),
    "h.tape.jsonl": lambda path, seed: diff_tape(path, 2_000, seed),
}


@pytest.mark.parametrize("name", GENERATORS)
def test_a_seed_makes_the_same_bytes_twice(name: str, tmp_path: Path) -> None:
    """Two files of one seed are equal, those of two seeds are not."""
    made = []
    for folder, seed in (("one", 1), ("two", 1), ("three", 2)):
        (tmp_path / folder).mkdir()
        GENERATORS[name](tmp_path / folder / name, seed)
        made.append((tmp_path / folder / name).read_bytes())
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("name", GENERATORS)
def test_what_is_generated_opens_without_errors(name: str, tmp_path: Path) -> None:
    """Each record is read by its format, and nothing in it is found damaged."""
    GENERATORS[name](tmp_path / name, 1)
    tape = open_tape(tmp_path / name)
    tape.steps.wait()
    assert len(tape.steps) > 3
    assert [one.code for one in tape.diagnostics if "damaged" in one.code] == []


def test_a_step_is_told_from_all_others(tmp_path: Path) -> None:
    """The mark of a step is in its command alone, what is seen of it in its text alone; the last is found."""
    path = tmp_path / "a.tape.jsonl"
    tape_of_steps(path, 500)
    step = open_tape(path).steps[41]
    assert mark(42) in (step.actions[0].command or "")
    assert path.read_text().count(mark(42)) == path.read_text().count(seen(42)) == 1
    assert steps_in(path) == 500


def test_the_heavy_step_is_where_it_is_looked_for(tmp_path: Path) -> None:
    """A huge output, a huge line and a huge diff stand at the step that the benchmarks go to."""
    for name in ("f.tape.jsonl", "g.tape.jsonl", "h.tape.jsonl"):
        GENERATORS[name](tmp_path / name, 1)
        steps = open_tape(tmp_path / name).steps
        steps.wait()
        longest = max(range(len(steps)), key=lambda place: steps[place].raw[0].length or 0)
        assert longest == PLACE - 1


def test_what_is_there_is_kept_and_what_was_changed_is_made_again(tmp_path: Path) -> None:
    """A record that is as it was made is not written again; one that was cut is."""
    data = Data(tmp_path)
    path = data.steps(50)
    before = path.stat()
    assert data.steps(50).stat().st_mtime_ns == before.st_mtime_ns
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert data.steps(50).read_bytes() == whole
