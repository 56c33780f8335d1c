"""`playhead tests`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.shared_data import labelled
from tests.tui.driver import write_tape
from tui.cli import main

STEPS = (
    ("pytest", "FAILED a.py::x - assert 1 == 2\n1 failed, 1 passed in 0.1s\n", 1),
    ("sed -i s/1/2/ shop.py", "", 0),
    ("pytest", "2 passed in 0.1s\n", 0),
    ("pytest", "FAILED a.py::x - assert 1 == 3\n1 failed, 1 passed in 0.1s\n", 1),
)


def test_tests_are_a_matrix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a test, a column a test run by its step, how many failed below; what was lost is said."""
    assert main(["tests", str(write_tape(tmp_path / "a.tape.jsonl", STEPS))]) == 0
    told = capsys.readouterr()
    assert [line.split() for line in told.out.splitlines()] == [
        ["TEST", "1", "3", "4"],
        ["a.py::x", "✗", "✓", "✗"],
        ["failing", "1", "0", "1"],
    ]
    assert "The best state was reached at step 3 (0 failing) and lost: 1 failing at step 4." in told.err


def test_tests_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a test run with its report, then one a test with its flips and the actions before them."""
    assert main(["tests", "--json", str(write_tape(tmp_path / "a.tape.jsonl", STEPS))]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["test_run"]["step"] for line in lines[:3]] == [1, 3, 4]
    assert lines[0]["test_run"]["failed"] == 1
    assert lines[0]["test_run"]["signatures"] == {"a.py::x": "assert 1 == 2"}
    assert lines[3]["test"] == {
        "name": "a.py::x",
        "results": ["failed", "passed", "failed"],
        "verifier": "absent",
        "flips": [
            {"step": 3, "action": 3, "to": "passed", "changed": [2]},
            {"step": 4, "action": 4, "to": "failed", "changed": []},
        ],
    }


def test_a_run_without_tests_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No report, no table, one sentence."""
    assert main(["tests", str(write_tape(tmp_path / "a.tape.jsonl", (("ls", "x", 0),)))]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "no verifier reported any" in told.err


def test_the_verifiers_report_is_a_column(capsys: pytest.CaptureFixture[str]) -> None:
    """Where a verifier reported tests, its column is the last, and its tests are rows."""
    (trial,) = labelled("codetracer", "trials").glob("build-pmars*")
    assert main(["tests", str(trial)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[-1] == "VERIFIER"
    assert {row.split()[-1] for row in rows[:-1]} <= {"✗", "✓"}
