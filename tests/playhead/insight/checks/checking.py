"""A run in a few words under check: what was done, what the task said, how it was judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playhead.insight.checks import CheckResult, checks_of
from playhead.insight.run_insight import insight_of
from playhead.model import Layer, Outcome, Status, Tape
from tests.playhead.insight.moments.played import run_of

Act = dict[str, Any] | str


def tape_of(acts: Sequence[Act], task: str = "", status: Status = Status.UNKNOWN, layers: Sequence[Layer] = ()) -> Tape:
    """Return a tape of a run."""
    return Tape(Path("run"), "test", run_of(acts), task=task, outcome=Outcome(status), layers=tuple(layers))


def checked(tape: Tape) -> dict[str, CheckResult]:
    """Return what each check says of a run, by its id."""
    return {one.id: one for one in checks_of(tape, insight_of(tape))}


def shell(command: str, output: str = "", exit_code: int = 0, **more: Any) -> dict[str, Any]:
    """Return a shell command with what it printed."""
    return {"tool": "bash", "command": command, "output": output, "exit_code": exit_code, **more}


def replaces(path: str, old: str, new: str, *, refused: bool = False) -> dict[str, Any]:
    """Return an edit that replaces some lines by others."""
    arguments = {"command": "str_replace", "path": path, "old_str": old, "new_str": new}
    output = "No replacement was performed, old_str did not appear verbatim." if refused else f"{path} has been edited."
    return {"tool": "str_replace_editor", "arguments": arguments, "output": output, "is_error": refused}


def reads(path: str, text: str = "some text of it") -> dict[str, Any]:
    """Return a look into a file."""
    return shell(f"cat {path}", text)


def suite(failed: int = 0, passed: int = 2, command: str = "pytest -q", name: str = "x") -> dict[str, Any]:
    """Return a run of tests with so many failures."""
    if not failed:
        return shell(command, f"=== {passed} passed in 0.10s ===")
    lines = [f"FAILED tests/test_a.py::test_{name}{place} - assert 1 == 2" for place in range(failed)]
    return shell(command, "\n".join([*lines, f"=== {failed} failed, {passed} passed in 0.10s ==="]), 1)
