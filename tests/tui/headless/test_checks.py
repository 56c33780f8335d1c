"""`playhead checks`: twenty answers a run, and its decision points."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest

from playhead import open_tape
from playhead.insight.checks import checks_of
from playhead.insight.run_insight import insight_of
from playhead.labels.event import Author
from playhead.labels.proposals import mute
from playhead.labels.schema import load_schema
from playhead.labels.store import LabelStore
from tui.cli import main

SAMPLE_RUNS = Path(__file__).resolve().parents[3] / "sample_runs"
LUCKY = SAMPLE_RUNS / "lucky-pass.tape.jsonl"


def test_every_check_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` prints one object a check: fired or not or null, why, steps, value and threshold."""
    assert main(["checks", str(LUCKY), "--json"]) == 0
    found = {one["id"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    assert len(found) == 20
    assert (found["C7"]["fired"], found["C7"]["steps"], found["C7"]["severity"]) == (True, [7], "warning")
    assert found["C3"]["threshold"] == 15
    assert found["C15"]["fired"] is None


def test_a_passing_run_is_never_called_lucky(capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is said beside the table, as missing evidence."""
    main(["checks", str(LUCKY), "--fired"])
    said = capsys.readouterr()
    assert "passed; evidence of understanding missing: a file that matters was never opened" in said.err
    assert "C7" in said.out
    assert "lucky" not in said.out


def test_decisions_tell_what_came_before(capsys: pytest.CaptureFixture[str]) -> None:
    """`--decisions --json` prints one object a first edit or test run, with its evidence."""
    main(["checks", str(LUCKY), "--decisions", "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["step"], one["what"], one["blind"]) for one in found] == [
        (3, "test_run", False),
        (7, "first_edit", False),
        (8, "test_run", False),
    ]
    assert found[1]["evidence"] == [{"how": "read", "step": 4, "action": 2, "lines": []}]


def test_long_searches_are_held_against_runs_of_the_same_task(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With five runs of one task in the folder C3 measures against them, and says so; with four it does not."""
    names = ["careful-diagnosis", "lucky-pass", "same-test-again", "wrong-place-first", "ignored-review"]
    for name in names[:4]:
        copy(SAMPLE_RUNS / f"{name}.tape.jsonl", tmp_path)
    main(["checks", str(tmp_path), "--json"])
    four = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    copy(SAMPLE_RUNS / f"{names[4]}.tape.jsonl", tmp_path)
    main(["checks", str(tmp_path), "--json"])
    five = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all("fixed threshold" in one["why"] for one in four if one["id"] == "C3")
    assert all("5 loaded runs of this task" in one["why"] for one in five if one["id"] == "C3")


def test_a_muted_check_is_told_as_muted_and_counts_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person muted in a run is marked in JSON, left out of the table without `--all`, and of what is missing."""
    run = Path(copy(LUCKY, tmp_path))
    tape = open_tape(run)
    with closing(LabelStore.open(tape, author=Author("human", "ana"), schema=load_schema(None))) as store:
        mute(store, tape, checks_of(tape, insight_of(tape))[6])
    main(["checks", str(run), "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in found if one["muted"]] == ["C7"]
    main(["checks", str(run), "--fired"])
    said = capsys.readouterr()
    assert "missing" not in said.err
    assert "C7" not in said.out
    main(["checks", str(run), "--fired", "--all"])
    assert "muted" in capsys.readouterr().out
