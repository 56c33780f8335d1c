"""The human action categories of Bouzenia and Pradel (2506.18824, ASE 2025): labels and actions of OpenHands runs.

A task has `ITERATION,CATEGORY` lines, counted from 1, and a text of actions, counted from 0: the n-th label is taken
for the n-th action. Nobody says so, and for two tasks it does not hold: their labels stand beside other actions.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scores.places import labelled
from playhead.formats.build import make_action, make_step
from playhead.model import Step

SHIFTED = frozenset({"sphinx-doc__sphinx-11445", "django__django-14017"})
"""Tasks whose labels are shifted against their actions (a view labelled "Reproduce", a test run "Explore")."""
_ACTION = re.compile(r"^Action at iteration \d+: (.*?)(?=^Action at iteration |\Z)", re.MULTILINE | re.DOTALL)
_SHELL = "execute_bash"


@dataclass(frozen=True, slots=True)
class StudyRun:
    """A task with its steps, one an action, and the human category of each; as many as both have."""

    task: str
    steps: tuple[Step, ...]
    categories: tuple[str, ...]


def study_runs() -> Iterator[StudyRun]:
    """Yield the tasks of the study.

    Raises:
        NotHereError: the study is not on this machine.

    """
    root = labelled("llm-agents-study")
    for path in sorted((root / "openhands_csv" / "actions_categories").glob("*.csv")):
        actions = root / "trajectories" / "openhands" / "actions_actions" / f"{path.stem}.txt"
        if actions.exists():
            yield study_run(path, actions.read_text(encoding="utf-8"))


def study_run(categories: Path, actions: str) -> StudyRun:
    """Return a task from its labels and the text of its actions."""
    with categories.open(encoding="utf-8", newline="") as file:
        labels = [row["category"].strip() for row in csv.DictReader(file)]
    steps = [_step(number, text.strip()) for number, text in enumerate(_ACTION.findall(actions))]
    count = min(len(labels), len(steps))
    return StudyRun(categories.stem, tuple(steps[:count]), tuple(labels[:count]))


def _step(number: int, text: str) -> Step:
    """Return one action as a step: judged by the rules that every reader uses."""
    try:
        call = ast.literal_eval(text)
        tool, arguments = call["name"], json.loads(call["arguments"])
    except (ValueError, SyntaxError, KeyError, TypeError):
        tool, arguments = "", {}
    arguments = arguments if isinstance(arguments, dict) else {}
    command = arguments.get("command") if tool == _SHELL else None
    action = make_action(n=number + 1, tool=tool, command=command, arguments=arguments)
    return make_step(index=number, n=number + 1, id=str(number), source="agent", actions=(action,))
