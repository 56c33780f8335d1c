"""OpenHands runs of Bouzenia and Pradel (2506.18824), read in place: their actions, and what came of each but the last.

No reader of playhead claims them: they are texts of a study. The tasks are not in them, and no exit codes.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from playhead.formats.build import make_action, make_step
from playhead.model import Tape
from playhead.storage.joined_steps import JoinedSteps
from tests.shared_data import labelled

_ACTION = re.compile(r"^Action at iteration \d+: (.*?)(?=^Action at iteration |\Z)", re.MULTILINE | re.DOTALL)
_RESULT = re.compile(r"^Result at iteration \d+: (.*?); Next action: \{'arguments'", re.MULTILINE | re.DOTALL)
_SHELL = "execute_bash"


def study_tape(name: str) -> Tape:
    """Return a run of the study by its task's name, such as `sympy__sympy-14817`; one step an action."""
    root = labelled("llm-agents-study", "trajectories", "openhands")
    actions = _ACTION.findall((root / "actions_actions" / f"{name}.txt").read_text(encoding="utf-8"))
    results = _RESULT.findall((root / "results_actions" / f"{name}.txt").read_text(encoding="utf-8"))
    given = [_given(text.strip(), result) for text, result in zip(actions, [*results, None], strict=True)]
    steps = JoinedSteps(
        given,
        lambda index, n, first, one: make_step(
            index=index, n=n, id=str(n), source="agent", actions=[make_action(n=first or 1, **one)]
        ),
        action_counts=[1] * len(given),
    )
    return Tape(root / name, "openhands", steps, id=name)


def _given(text: str, result: str | None) -> dict[str, Any]:
    call = ast.literal_eval(text)
    tool, arguments = call["name"], json.loads(call["arguments"])
    command = arguments.get("command") if tool == _SHELL else None
    if command is not None and result is not None:
        result = result.removeprefix(command).removeprefix("\n")  # the terminal's echo
    return {"tool": tool, "command": command, "arguments": arguments, "output": result}
