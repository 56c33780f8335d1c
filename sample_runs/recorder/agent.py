"""A scripted agent: what it thinks is written down beforehand, what it does is done and recorded as it happens."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from playhead import TapeWriter
from sample_runs.recorder.editor import edit
from sample_runs.recorder.workspace import Workspace

SYSTEM = "You work in a checkout of the shop repository. Tools: bash, str_replace_editor, submit."


@dataclass(frozen=True)
class Call:
    """One tool call and what it came to."""

    tool: str
    arguments: dict[str, Any]
    output: str
    exit_code: int | None
    duration_s: float


@dataclass(frozen=True)
class Turn:
    """One step as it was recorded, for the other formats to be written from."""

    step: dict[str, Any]
    source: str
    text: str
    thought: str
    calls: tuple[Call, ...]
    at: str


class Agent:
    """Takes one step a call: does it in the workspace, writes it to the tape, and keeps it in `turns`."""

    def __init__(self, workspace: Workspace, tape: TapeWriter) -> None:
        self.workspace = workspace
        self.tape = tape
        self.turns: list[Turn] = []

    def told(self, text: str, *, source: str = "user") -> None:
        """Record what a person or the system says."""
        self._record(source, text, "", ())

    def says(self, text: str, *, thought: str = "") -> None:
        """Record what the agent says without doing anything."""
        self._record("agent", text, thought, ())

    def runs(self, text: str, *commands: str, thought: str = "") -> None:
        """Run shell commands, each a tool call of the same step."""
        at = _now()
        calls = []
        for command in commands:
            result = self.workspace.run(command)
            calls.append(Call("bash", {"command": command}, result.output, result.exit_code, result.duration_s))
        self._record("agent", text, thought, tuple(calls), at)

    def edits(self, text: str, command: str, path: str, *, thought: str = "", **arguments: Any) -> None:
        """View or change a file with the editor tool."""
        at = _now()
        started = time.perf_counter()
        given = {"command": command, "path": path, **arguments}
        output = edit(self.workspace.root, **given)
        seconds = round(time.perf_counter() - started, 3)
        self._record("agent", text, thought, (Call("str_replace_editor", given, output, None, seconds),), at)

    def submits(self, text: str, *, thought: str = "") -> None:
        """Hand the work in."""
        self._record("agent", text, thought, (Call("submit", {}, "Submitted.", None, 0.0),))

    def _record(self, source: str, text: str, thought: str, calls: tuple[Call, ...], at: str | None = None) -> None:
        number = len(self.turns) + 1
        at = at or _now()
        step: dict[str, Any] = {"step_id": number, "timestamp": at, "source": source, "message": text}
        if thought:
            step["reasoning_content"] = thought
        if calls:
            step["tool_calls"] = [
                {"tool_call_id": _name(number, place), "function_name": call.tool, "arguments": call.arguments}
                for place, call in enumerate(calls, 1)
            ]
            results = [_result(_name(number, place), call) for place, call in enumerate(calls, 1)]
            step["observation"] = {"results": results}
        self.tape.step(step)
        self.turns.append(Turn(step, source, text, thought, calls, at))


def _result(name: str, call: Call) -> dict[str, Any]:
    extra: dict[str, Any] = {"duration_s": call.duration_s}
    if call.exit_code is not None:
        extra = {"exit_code": call.exit_code, **extra}
    elif call.output.startswith("No replacement was performed"):
        extra = {"is_error": True, **extra}
    return {"source_call_id": name, "content": call.output, "extra": extra}


def _name(number: int, place: int) -> str:
    return f"call_{number}_{place}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
