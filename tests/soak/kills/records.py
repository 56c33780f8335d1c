"""The records that are labelled while somebody writes them: what each holds at a version, byte for byte."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

STEPS = 5
"""A record begins with so many steps: these are labelled, whatever is written behind them."""


@dataclass(frozen=True)
class Log:
    """A record of lines; `lines(n)` is line number n, `head` stands before line 0. `folds`: it takes labels."""

    name: str
    file: str
    format: str
    head: bytes
    line: Callable[[int], bytes]
    folds: bool = True

    def content(self, version: int) -> bytes:
        """Return the record with so many lines behind its head."""
        return self.head + b"".join(map(self.line, range(version)))


@dataclass(frozen=True)
class Document:
    """A record that is one JSON document; labels stand under `place`."""

    name: str
    file: str
    format: str
    place: tuple[str, ...]
    value: Callable[[int], dict[str, Any]]
    folds: bool = True

    def content(self, version: int) -> bytes:
        """Return the record as its program writes it for the so-manieth time."""
        return json.dumps(self.value(version), indent=version % 3 + 1).encode()


Record = Log | Document


def _line(value: Any) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _words(number: int, most: int = 9000) -> str:
    """Return text that differs by number, of very different lengths: what is short is whole, what is long is torn."""
    return f"{number} " + "w" * (random.Random(number).randrange(most) if number % 4 == 0 else number % 50)


def _tape_line(number: int) -> bytes:
    return _line({"step": {"step_id": number + 1, "source": "agent", "message": _words(number)}})


def _claude_line(number: int) -> bytes:
    said = {"role": "user", "content": _words(number)}
    session = {"sessionId": "s", "version": "2.1.7", "cwd": "/repo", "isSidechain": False}
    at = f"2026-01-21T10:{number // 60 % 60:02}:{number % 60:02}.000Z"
    return _line({"type": "user", "uuid": f"u{number}", "message": said, "timestamp": at, **session})


def _atif(version: int) -> dict[str, Any]:
    steps = [
        {"step_id": number + 1, "source": "agent", "message": _words(number, 900)}
        for number in range(STEPS + version % 7)
    ]
    agent = {"name": "scripted", "version": "1", "model_name": f"m{version}"}
    return {"schema_version": "ATIF-v1.7", "session_id": "s", "agent": agent, "steps": steps}


def _mini(version: int) -> dict[str, Any]:
    said: list[dict[str, Any]] = [{"role": "system", "content": "You work."}, {"role": "user", "content": "Fix it."}]
    for number in range(STEPS + version % 7):
        command = f"THOUGHT: {_words(number, 900)}\n```bash\nls {number}\n```"
        said += [{"role": "assistant", "content": command}, {"role": "user", "content": f"output {number}"}]
    info = {"exit_status": "Submitted", "submission": f"version {version}"}
    return {"info": info, "messages": said, "trajectory_format": "mini-swe-agent-1"}


_TAPE_HEAD = (
    b'{"tape":{"version":1,"id":"killed"}}\n'
    + b"".join(map(_tape_line, range(STEPS)))
    + b'{"outcome":{"status":"failed"}}\n'
)
RECORDS: tuple[Record, ...] = (
    Log("run tape", "run.tape.jsonl", "run-tape", _TAPE_HEAD, lambda number: _tape_line(STEPS + number)),
    Document("ATIF", "run.trajectory.json", "atif", ("extra", "playhead", "events"), _atif),
    Document("mini-swe-agent", "run.traj.json", "mini-swe-agent", ("playhead", "events"), _mini),
    Log(
        "Claude Code",
        "run.jsonl",
        "claude-code",
        b"".join(map(_claude_line, range(STEPS))),
        lambda number: _claude_line(STEPS + number),
        folds=False,
    ),
)
