"""`playhead files`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tui.driver import write_tape
from tui.cli import main


def test_files_are_a_table_with_what_is_not_known_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a file with its counts; an edit whose diff is not in the record is a question mark."""
    assert main(["files", str(write_tape(tmp_path / "a.tape.jsonl"))]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["FILE", "READ", "EDITED", "TESTED", "CHANGED", "FIRST"]
    assert row.split() == ["shop/api.py", "1", "1", "1?", "2"]


def test_files_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a file, with step numbers."""
    assert main(["files", "--json", str(write_tape(tmp_path / "a.tape.jsonl"))]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["path"], found["edits"], found["unknown"], found["first"], found["first_edit"]) == (
        "shop/api.py", 1, 1, 2, 4,
    )  # fmt: skip


def test_a_run_without_files_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file, no table."""
    assert main(["files", str(write_tape(tmp_path / "a.tape.jsonl", (("ls", "x", 0),)))]) == 0
    assert capsys.readouterr().out == ""
