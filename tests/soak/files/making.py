"""Small records that the rows of the table damage."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

READ = ("info", "steps", "validate")
ALL = (
    *READ,
    "files",
    "files --patch",
    "moments",
    "tests",
    "checks",
    "propose",
    "labels",
    "steps --json",
    "info --json",
)


def step(number: int, message: str = "", **more: Any) -> dict[str, Any]:
    """Return one step object of a run tape."""
    return {"step": {"step_id": number, "source": "agent", "message": message or f"message {number}", **more}}


def acted(number: int, command: str, output: Any, **more: Any) -> dict[str, Any]:
    """Return a step with one command and its output."""
    call = {"tool_call_id": f"c{number}", "function_name": "bash", "arguments": {"command": command}}
    result = {"source_call_id": f"c{number}", "content": output, **more}
    return step(number, tool_calls=[call], observation={"results": [result]})


HEAD: Mapping[str, Any] = {"tape": {"version": 1, "id": "t1", "task": {"title": "a task"}}}
END: Mapping[str, Any] = {"outcome": {"status": "failed"}}


def lines(*objects: Any) -> list[bytes]:
    """Return objects as lines, each with its newline."""
    return [json.dumps(one).encode() + b"\n" for one in objects]


def tape(*steps: Any) -> bytes:
    """Return a whole run tape of some steps."""
    return b"".join(lines(HEAD, *steps, END))


PLAIN = (step(1), acted(2, "pytest -q", "1 failed, 2 passed in 0.1s", extra={"exit_code": 1}), step(3, "done"))


def written(folder: Path, name: str | bytes, data: bytes) -> str:
    """Write a record and return where it stands; its name may be any bytes."""
    path = folder / os.fsdecode(name)
    path.write_bytes(data)
    return str(path)
