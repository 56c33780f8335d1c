"""Makes Claude Code session lines for tests: small, with every field a real line has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playhead.formats.claude_code import reader as claude_code
from playhead.model import Step, Tape

SESSION = "5e551011-0000-4000-8000-000000000001"


class Lines:
    """A session in the making; each method appends a line and returns its uuid."""

    def __init__(self) -> None:
        self.objects: list[dict[str, Any]] = []

    def add(self, kind: str, message: Any = None, **fields: Any) -> str:
        """Append a line of a type; `fields` replace or add keys."""
        number = len(self.objects) + 1
        line = {
            "parentUuid": f"u{number - 1}" if number > 1 else None,
            "isSidechain": False,
            "sessionId": SESSION,
            "version": "2.1.7",
            "cwd": "/repo",
            "gitBranch": "main",
            "type": kind,
            "uuid": f"u{number}",
            "timestamp": f"2026-01-21T10:{number // 60:02}:{number % 60:02}.000Z",
        }
        if message is not None:
            line["message"] = message
        line.update(fields)
        self.objects.append(line)
        return str(line["uuid"])

    def person(self, content: Any, **fields: Any) -> str:
        """Append what a person wrote."""
        return self.add("user", {"role": "user", "content": content}, **fields)

    def model(self, message_id: str, *blocks: Any, usage: Any = None, **fields: Any) -> str:
        """Append one line of a model's message."""
        message = {"id": message_id, "role": "assistant", "model": "claude-x", "content": list(blocks)}
        if usage is not None:
            message["usage"] = usage
        return self.add("assistant", message, **fields)

    def result(self, call: str, content: Any, *, is_error: bool | None = None, **fields: Any) -> str:
        """Append the result of a call."""
        block = {"type": "tool_result", "tool_use_id": call, "content": content}
        if is_error is not None:
            block["is_error"] = is_error
        return self.add("user", {"role": "user", "content": [block]}, **fields)

    def text(self) -> str:
        """Return the lines as a file holds them."""
        return "".join(json.dumps(line) + "\n" for line in self.objects)

    def open(self, folder: Path, name: str = f"{SESSION}.jsonl") -> Tape:
        """Write the file and read it."""
        return read_bytes(folder, self.text().encode(), name)


def said(text: str) -> dict[str, Any]:
    """Return a text block."""
    return {"type": "text", "text": text}


def call(identity: str, tool: str = "Bash", **given: Any) -> dict[str, Any]:
    """Return a tool_use block."""
    return {"type": "tool_use", "id": identity, "name": tool, "input": given or {"command": f"echo {identity}"}}


def read_bytes(folder: Path, data: bytes, name: str = f"{SESSION}.jsonl") -> Tape:
    """Write bytes to a file and read it as a session."""
    path = folder / name
    path.write_bytes(data)
    return claude_code.read(path)


def steps_of(tape: Tape) -> list[Step]:
    """Return all steps of the main thread, built."""
    return [tape.steps[index] for index in range(len(tape.steps))]


def codes(tape: Tape) -> list[str]:
    """Return the codes of a tape's diagnostics."""
    return [one.code for one in tape.diagnostics]
