"""A file of many runs is gone through once for all of them, until it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playhead.formats.openhands_v0 import rows
from playhead.formats.predictions import reader as predictions
from playhead.formats.remembered import remembered
from playhead.opening import list_runs, open_tape


def test_what_was_found_stands_while_the_file_does(tmp_path: Path) -> None:
    """The same file is not gone through again; one that was appended to, replaced or is another one is."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("one")
    other.write_text("other")
    asked: list[str] = []
    find = remembered()(lambda file: asked.append(file.name) or file.read_text())
    assert [find(path), find(path)] == ["one", "one"]
    path.write_text("one and more")
    assert [find(path), find(path), find(other), find(path)] == [
        "one and more",
        "one and more",
        "other",
        "one and more",
    ]
    assert asked == ["a", "a", "b", "a"]


def test_what_is_as_large_as_its_file_is_kept_for_small_ones(tmp_path: Path) -> None:
    """Memory is bounded: of a large file nothing is kept, nor of one that is gone."""
    path = tmp_path / "a"
    path.write_text("too long")
    asked: list[Path] = []
    find = remembered(4)(asked.append)
    find(path)
    find(path)
    find(tmp_path / "gone")
    find(tmp_path / "gone")
    assert len(asked) == 4


def _outputs(path: Path) -> Path:
    row = {
        "instance_id": "",
        "instruction": "do",
        "test_result": {},
        "history": [{"action": "message", "source": "user"}],
    }
    path.write_text("".join(json.dumps({**row, "instance_id": f"i-{number}"}) + "\n" for number in range(30)))
    return path


def _patches(path: Path) -> Path:
    rows_of = ({"instance_id": f"i-{number}", "model_name_or_path": "m", "model_patch": ""} for number in range(30))
    path.write_text("".join(json.dumps(one) + "\n" for one in rows_of))
    return path


@pytest.mark.parametrize(
    ("write", "room", "passes"), [(_outputs, rows, "_lines"), (_patches, predictions, "_predictions")]
)
def test_the_runs_of_a_file_are_read_in_one_pass(write, room, passes, tmp_path, monkeypatch) -> None:
    """Listing thirty runs of one file and reading each goes through the file once."""
    path = write(tmp_path / "many.jsonl")
    count: list[Path] = []
    real = getattr(room, passes)
    monkeypatch.setattr(room, passes, lambda file: count.append(file) or real(file))
    entries = list(list_runs(path))
    assert [entry.key for entry in entries] == [f"i-{number}" for number in range(30)]
    assert [open_tape(entry.path, entry.key).key for entry in entries] == [f"i-{number}" for number in range(30)]
    assert len(count) == 1
