"""A run in a few words: what was done, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playhead.formats.build import make_action, make_step
from playhead.insight.moments.tracking import moments_of
from playhead.insight.moments.values import Moment
from playhead.model import Step
from playhead.storage.joined_steps import JoinedSteps

FAILED = "FAILED tests/test_a.py::test_{0} - assert 1 == 2\n=== {1} failed, 1 passed in 0.10s ==="
PASSED = "=== 2 passed in 0.10s ==="


def fails(count: int = 1, name: str = "x") -> dict[str, Any]:
    """Return a test run with failures."""
    return {"tool": "bash", "command": "pytest -q", "output": FAILED.format(name, count), "exit_code": 1}


def passes() -> dict[str, Any]:
    """Return the same test run, passing."""
    return {"tool": "bash", "command": "pytest -q", "output": PASSED, "exit_code": 0}


def edits(path: str = "a.py") -> dict[str, Any]:
    """Return an edit of a file that was there."""
    arguments = {"command": "str_replace", "path": path, "old_str": "a", "new_str": "b"}
    return {"tool": "str_replace_editor", "arguments": arguments, "output": f"The file {path} has been edited."}


def reads(path: str = "a.py") -> dict[str, Any]:
    """Return a look into a file."""
    return {"tool": "bash", "command": f"cat {path}", "output": "text", "exit_code": 0}


def says(text: str) -> str:
    """Return what a person says."""
    return text


def run_of(acts: Sequence[dict[str, Any] | str]) -> JoinedSteps[Step]:
    """Return the steps of a run: an action a step, and a person's messages. `thought` is what was said before."""
    steps: list[Step] = []
    number = 0
    for index, act in enumerate(acts):
        if isinstance(act, str):
            steps.append(make_step(index=index, n=index + 1, id=str(index), source="user", text=act))
            continue
        number += 1
        told = dict(act)
        thought = told.pop("thought", "")
        actions = (make_action(n=number, **told),)
        steps.append(
            make_step(index=index, n=index + 1, id=str(index), source="agent", thought=thought, actions=actions)
        )
    return JoinedSteps(
        steps, lambda _index, _n, _first, step: step, action_counts=[len(step.actions) for step in steps]
    )


def moments(acts: Sequence[dict[str, Any] | str], task: str = "") -> tuple[Moment, ...]:
    """Return the moments of a run."""
    return moments_of(run_of(acts), task)


def told(found: Sequence[Moment]) -> list[tuple[int, int, str]]:
    """Return trigger, end and outcome of each moment."""
    return [(one.trigger_action, one.end_action, str(one.outcome)) for one in found]
