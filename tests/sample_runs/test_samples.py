from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playhead import open_tape
from playhead.model import Action, Kind, Status, Step, Tape
from playhead.opening import list_runs
from playhead.storage.source import iterate

SAMPLES = Path(__file__).resolve().parents[2] / "sample_runs"
OUTCOMES = {
    "wrong-place-first": Status.RESOLVED,
    "careful-diagnosis": Status.RESOLVED,
    "lucky-pass": Status.RESOLVED,
    "hard-coded-special-case": Status.FAILED,
    "same-test-again": Status.FAILED,
    "ignored-review": Status.PARTIAL,
    "hostile-output": Status.RESOLVED,
}
FORMS = {".trajectory.json": "atif", ".traj": "swe-agent", ".traj.json": "mini-swe-agent"}


def tape(name: str) -> Tape:
    """Return a sample's run tape."""
    return open_tape(SAMPLES / f"{name}.tape.jsonl")


def steps(name: str) -> list[Step]:
    """Return all steps of a sample."""
    return list(iterate(tape(name).steps))


def actions(name: str) -> list[Action]:
    """Return all actions of a sample."""
    return [action for step in steps(name) for action in step.actions]


def objects(path: Path) -> list[Any]:
    """Return the objects of a tape's lines."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def shape(path: Path) -> list[Any]:
    """Return what must come out the same whenever a run is recorded: everything but times and outputs."""
    found: list[Any] = []
    for line in objects(path):
        for layer, value in line.items():
            if layer == "tape":
                found.append((layer, value["task"], value["snapshot"], value["agent"]))
            elif layer == "step":
                results = value.get("observation", {}).get("results", [])
                codes = [result["extra"].get("exit_code") for result in results]
                found.append((layer, value["source"], value["message"], value.get("tool_calls"), codes))
            elif layer == "verification":
                found.append((layer, [(test["name"], test["status"]) for test in value["tests"]]))
            else:
                found.append((layer, value))
    return found


@pytest.mark.parametrize(("name", "status"), OUTCOMES.items())
def test_every_sample_is_a_full_tape(name: str, status: Status) -> None:
    """Each sample opens without a complaint and holds task, snapshot, environment, verification, patch and outcome."""
    run = tape(name)
    assert run.diagnostics == ()
    assert (run.format, run.id, run.outcome.status) == ("run-tape", name, status)
    assert run.title.startswith("Express checkout")
    assert len(run.snapshot.commit or "") == 40
    assert run.environment["test_command"]
    assert run.duration_s
    assert {"patch", "verification", "governance"} <= {layer.name for layer in run.layers}
    assert all(step.at for step in iterate(run.steps))
    assert sum(step.failed for step in iterate(run.steps)) > 0 or name == "hard-coded-special-case"


def test_the_folder_lists_nothing_but_runs() -> None:
    """The list of the sample folder holds every recording in every form, and neither recorder nor README."""
    entries = list(list_runs(SAMPLES))
    assert all(entry.reason is None for entry in entries)
    assert {entry.format for entry in entries} == {"run-tape", *FORMS.values()}
    recordings = [path.name for path in SAMPLES.iterdir() if path.name.startswith(tuple(OUTCOMES))]
    assert sorted(entry.path.name for entry in entries) == sorted(recordings)


@pytest.mark.parametrize(
    "path", sorted(path for path in SAMPLES.glob("*.traj*") if ".labels" not in path.name), ids=lambda path: path.name
)
def test_other_forms_hold_the_same_commands(path: Path) -> None:
    """The ATIF, SWE-agent and mini files of a recording have its commands, outputs and exit codes, in its order."""
    name, _, _ = path.name.partition(".")
    run = open_tape(path)
    assert run.format == FORMS[path.name[len(name) :]]
    assert [one for one in run.diagnostics if one.code != "no_exit_code"] == []
    commands = [action.command for action in actions(name) if action.tool == "bash"]
    found = [
        action for step in iterate(run.steps) for action in step.actions if action.tool == "bash" and action.command
    ]
    assert [one.command for one in found][: len(commands)] == commands
    if run.format == "atif":
        assert [one.exit_code for one in found] == [one.exit_code for one in actions(name) if one.tool == "bash"]
    if run.format == "mini-swe-agent":
        codes = [one.exit_code for one in actions(name) if one.tool == "bash"]
        assert [one.exit_code for one in found][: len(codes)] == codes


def test_the_careful_one_proves_before_it_edits() -> None:
    """The careful run fails a test, reads the schema and traces the value before its first edit, and ends green."""
    done = actions("careful-diagnosis")
    first_edit = next(at for at, action in enumerate(done) if action.edits)
    assert any(action.kind is Kind.TEST and action.failed for action in done[:first_edit])
    assert any("schema/order.py" in str(action.arguments) for action in done[:first_edit])
    assert any("parse_order(payload)" in (action.command or "") for action in done[:first_edit])
    assert "7 passed" in "".join(action.output or "" for action in done)


def test_the_lucky_one_never_opens_the_schema() -> None:
    """The lucky run names the schema file in no command, edits the endpoint, and passes the hidden tests."""
    done = actions("lucky-pass")
    assert not any("schema" in json.dumps(dict(action.arguments)) for action in done)
    assert [edit.path for action in done for edit in action.edits] == ["shop/api/checkout.py"]


def test_the_special_case_names_the_tests_customer() -> None:
    """The special case passes every visible test, names the test's customer in its patch, and fails hidden tests."""
    run = tape("hard-coded-special-case")
    layers = {layer.name: layer for layer in run.layers}
    assert '+EXPRESS_CUSTOMERS = {"ada@example.org"}' in layers["patch"].text
    failed = [test["name"] for test in layers["verification"].data["tests"] if test["status"] == "failed"]
    assert failed
    assert all("hidden" in name for name in failed)


def test_the_spiral_reruns_without_a_change() -> None:
    """The spiral runs the same failing test five times with no edit in between."""
    longest = runs = 0
    for action in actions("same-test-again"):
        if action.edits:
            runs = 0
        elif "-k express_costs" in (action.command or ""):
            assert "1 failed" in (action.output or "")
            runs += 1
            longest = max(longest, runs)
    assert longest >= 5


def test_the_recovery_leaves_the_wrong_place() -> None:
    """The recovery edits the front end, fails, reverts it, edits the schema, and its patch is free of the first try."""
    done = actions("wrong-place-first")
    edited = [edit.path for action in done for edit in action.edits]
    assert edited[0] == "web/checkout.js"
    assert edited[1] == "shop/schema/order.py"
    assert len(steps("wrong-place-first")) >= 20
    patch = next(layer.text for layer in tape("wrong-place-first").layers if layer.name == "patch")
    assert "web/checkout.js" not in patch


def test_the_review_comment_is_not_acted_on() -> None:
    """After the reviewer's comment nothing is edited, and the review layer says that it was refused."""
    done = steps("ignored-review")
    comment = next(at for at, step in enumerate(done) if step.source == "user" and "NEEDS_ADDRESS" in step.text)
    assert not any(action.edits for step in done[comment:] for action in step.actions)
    review = next(layer for layer in tape("ignored-review").layers if layer.name == "review")
    assert review.data["verdict"] == "rejected"


@pytest.mark.parametrize(
    "hazard",
    ["\x1b]52;", "\x1b]0;", "\x1b]8;;", "\x1b[2J", "\x1bP", "\x1b_", "\x1b^", "\x9b", "\x9d", "\x00", "\x07", "\x08",
     "\x0e", "\x7f", "\x85", "\r", "\u202e", "\u2066", "\u200b", "\u2028", "\U000e0068", "[red]",
     "[@click=app.quit]"],
)  # fmt: skip
def test_the_hostile_one_is_hostile(hazard: str) -> None:
    """The hostile run's output really holds the bytes that a viewer must not pass on."""
    assert any(hazard in (action.output or "") for action in actions("hostile-output"))


def test_no_sample_names_a_machine() -> None:
    """No recording holds a temporary folder, a home folder or an interpreter's path."""
    for path in SAMPLES.iterdir():
        if path.is_file() and path.suffix != ".py":
            assert not re.search(rb"/tmp/|/home/|/root/|/Users/|site-packages|/bin/python", path.read_bytes()), (
                path.name
            )


@pytest.mark.parametrize("name", OUTCOMES)
def test_recording_anew_gives_the_same_run(tmp_path: Path, name: str) -> None:
    """The recorder makes the same steps, commands, exit codes, patch and outcome again, and the same files."""
    command = [sys.executable, str(SAMPLES / "record.py"), str(tmp_path), name]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    file = f"{name}.tape.jsonl"
    assert shape(tmp_path / file) == shape(SAMPLES / file)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in SAMPLES.glob(f"{name}.*") if path.is_file())
