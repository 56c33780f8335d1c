"""`playhead moments`: the moments of a run, a line or an object each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playhead.writing.tape_writer import TapeWriter
from tests.shared_data import samples

FIELDS = [
    "trigger_step",
    "trigger_action",
    "end_step",
    "end_action",
    "outcome",
    "spiral_inside",
    "kind",
    "evidence",
    "rule",
    "expected",
    "about",
    "signature",
    "settled_by",
    "attempts",
    "changes",
    "features",
]


def _run(folder: Path, *turns: tuple[str, str, int]) -> Path:
    """Write a tape in which commands have these outputs and exit codes."""
    path = folder / "run.tape.jsonl"
    with TapeWriter(path, id="t", task="fix it") as tape:
        for n, (command, output, code) in enumerate(turns, 1):
            call = {"tool_call_id": f"c{n}", "function_name": "bash", "arguments": {"command": command}}
            result = {"source_call_id": f"c{n}", "content": output, "extra": {"exit_code": code}}
            tape.step({"source": "agent", "tool_calls": [call], "observation": {"results": [result]}})
    return path


FAILS = ("pytest -q", "FAILED tests/test_a.py::test_x - assert\n=== 1 failed in 0.10s ===", 1)
FIXES = ("sed -i s/a/b/ a.py", "", 0)
PASSES = ("pytest -q", "=== 1 passed in 0.10s ===", 0)


def test_json_has_the_fields_that_were_promised(playhead: Any, tmp_path: Path) -> None:
    """One object a moment, with trigger, end, outcome, kind, evidence, rule and features."""
    result = playhead("moments", "--json", _run(tmp_path, FAILS, FIXES, PASSES))
    assert result.code == 0
    (row,) = result.rows
    assert [name for name in row if name in FIELDS] == FIELDS
    assert (row["trigger_step"], row["trigger_action"], row["end_step"], row["end_action"]) == (1, 1, 3, 3)
    assert (row["outcome"], row["kind"]) == ("recovered", "test")
    assert row["rule"].startswith("N2@")
    evidence = row["evidence"]
    assert evidence["field"] == "output"
    assert FAILS[1][evidence["start"] : evidence["end"]] == evidence["text"]
    assert row["features"]["edits"] + len(row["changes"]) >= 1


def test_a_table_has_a_line_a_moment(playhead: Any, tmp_path: Path) -> None:
    """Without --json, steps, outcome, kind and evidence stand in a line each; the heaviest first if asked for."""
    two = [("cat a.py", "cat: a.py: No such file or directory", 1), ("ls", "b.py", 0), FAILS, FIXES, FIXES, PASSES]
    path = _run(tmp_path, *two)
    plain, heavy = (playhead("moments", *words, path).out.decode().splitlines() for words in ([], ["--heaviest"]))
    assert len(plain) == len(heavy) == 3
    assert "worked around" in plain[1]
    assert "recovered" in heavy[1]


def test_a_run_without_moments_prints_nothing(playhead: Any, tmp_path: Path) -> None:
    """No negative feedback, no line, and exit code 0."""
    result = playhead("moments", _run(tmp_path, PASSES))
    assert (result.code, result.out) == (0, b"")


@pytest.mark.parametrize("name", ["mini-swe-agent", "sweagent"])
def test_of_a_folder_every_object_names_its_run(playhead: Any, name: str) -> None:
    """Over many runs each object says which run it is of, and points at text that is there."""
    rows = playhead("moments", "--json", samples(name)).rows
    assert rows
    assert all(row["path"] for row in rows)
    assert all(row["trigger_action"] <= row["end_action"] for row in rows)
