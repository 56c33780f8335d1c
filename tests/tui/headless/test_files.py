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


def test_each_file_by_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row a file with what happened when; the meaning of the signs is said once, to the person."""
    assert main(["files", "--story", str(write_tape(tmp_path / "a.tape.jsonl"))]) == 0
    told = capsys.readouterr()
    assert [line.split() for line in told.out.splitlines()] == [["FILE", "STEPS"], ["shop/api.py", "?1", "=2", "±4"]]
    assert told.err.count("found by a search") == 1


def test_each_file_by_step_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a file with every event, its step and its action."""
    assert main(["files", "--story", "--json", str(write_tape(tmp_path / "a.tape.jsonl"))]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["path"], found["left_out"]) == ("shop/api.py", 0)
    assert found["events"] == [
        {"what": "searched", "step": 1, "action": 1},
        {"what": "read", "step": 2, "action": 2},
        {"what": "edited", "step": 4, "action": 4},
    ]


CAREFUL = Path(__file__).parents[3] / "sample_runs" / "careful-diagnosis.tape.jsonl"


def test_the_steps_of_each_hunk(capsys: pytest.CaptureFixture[str]) -> None:
    """A row a hunk of the final patch, with the steps that wrote it."""
    assert main(["files", "--patch", str(CAREFUL)]) == 0
    told = capsys.readouterr()
    head, *rows = told.out.splitlines()
    assert head.split("  ")[0] == "FILE"
    assert any("shop/schema/order.py" in row and "at 11" in row for row in rows)
    assert any("tests/test_checkout.py" in row and "written at 13" in row for row in rows)


def test_the_steps_of_each_hunk_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """An object a hunk: path, lines, steps, and whether the patch is the record's own; then what was undone."""
    assert main(["files", "--patch", "--json", str(CAREFUL)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    hunks = [one for one in found if one["what"] == "hunk"]
    assert all(not one["derived"] and one["steps"] and one["unwritten"] == 0 for one in hunks)
    assert {one["path"] for one in hunks} >= {"shop/schema/order.py", "tests/test_checkout.py"}


def test_without_a_patch_the_edits_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record without a patch is told by what its edits come to, and says so."""
    steps = (("cat > new.py <<'E'\nvalue = 1\nE", "", 0), ("cat new.py", "value = 1\n", 0))
    assert main(["files", "--patch", "--json", str(write_tape(tmp_path / "a.tape.jsonl", steps))]) == 0
    (found,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (found["path"], found["steps"], found["derived"]) == ("new.py", [1], True)
