"""ATIF documents written for a test, and an independent reading of real ones by plain json."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from playhead.formats.atif import reader as atif
from playhead.model import Tape
from playhead.storage.source import iterate

AGENT = {"name": "an-agent", "version": "1.0", "model_name": "a-model"}


def document(*steps: Any, **fields: Any) -> dict[str, Any]:
    """Return an ATIF document with these steps, numbered from 1 where they are objects without an id."""
    numbered = [{"step_id": place + 1, **step} if isinstance(step, dict) else step for place, step in enumerate(steps)]
    return {"schema_version": "ATIF-v1.7", "session_id": "s", "agent": AGENT, "steps": numbered, **fields}


def written(path: Path, value: Any) -> Path:
    """Return the path of a JSON file with this value, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def tape_of(folder: Path, *steps: Any, **fields: Any) -> Tape:
    """Return the tape of an ATIF document with these steps."""
    return atif.read(written(folder / "trajectory.json", document(*steps, **fields)))


def said(text: str = "", **fields: Any) -> dict[str, Any]:
    """Return an agent's step object."""
    return {"source": "agent", "message": text, **fields}


def call(name: str = "Bash", command: str = "ls", key: str = "c1", **fields: Any) -> dict[str, Any]:
    """Return a tool call."""
    return {"tool_call_id": key, "function_name": name, "arguments": {"command": command}, **fields}


def result(content: Any = "done", key: str | None = "c1", **fields: Any) -> dict[str, Any]:
    """Return an observation of one result."""
    return {"results": [{"source_call_id": key, "content": content, **fields}]}


def commands_of(tape: Tape) -> Counter[str]:
    """Return how often each command stands in a tape."""
    return Counter(a.command for step in iterate(tape.steps) for a in step.actions if a.command is not None)


def calls_in_file(path: Path) -> tuple[int, Counter[str]]:
    """Return how many tool calls stand in a trajectory file, and the commands of its shells, by plain json."""
    steps = json.loads(path.read_text(encoding="utf-8"))["steps"]
    calls = [one for step in steps for one in step.get("tool_calls") or []]
    shells = [one for one in calls if one["function_name"] in ("Bash", "shell", "terminal", "execute_bash")]
    commands = [one["arguments"]["command"] for one in shells if "command" in one["arguments"]]
    return len(calls), Counter(commands)
