"""A generated Claude Code session of any size, shaped as real ones are: who writes which line, and how long it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

_WORDS = (
    "error",
    "in",
    "test",
    "module",
    "import",
    "return",
    "assert",
    "file",
    "line",
    "expected",
    "got",
    "value",
    "node",
)
_TOOLS = ("Bash", "Bash", "Bash", "Read", "Read", "Grep", "Edit")
_BUFFER = 4_000_000
_BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def generated_claude_code(path: Path, size: int, seed: int = 1) -> Path:
    """Write a session of about `size` bytes, the same for the same seed, and return its path.

    A turn is three or four lines (thought, text, call, answer) of 2 to 10 KB each; notes of progress stand between,
    and now and then a person's message or a compaction. One task in sixty is given to a side chain of its own.
    """
    written, waiting = 0, bytearray()
    with path.open("wb") as file:
        for record in _Session(seed).records():
            waiting += orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
            if len(waiting) >= _BUFFER or written + len(waiting) >= size:
                written += file.write(waiting)
                waiting.clear()
            if written >= size:
                return path
    return path


class _Session:
    """Makes the records of one session, one after the other, without end."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._pool = " ".join(self._chance.choice(_WORDS) for _ in range(60_000)).replace("node ", "node\n")
        self._session = self._uuid()
        self._last: str | None = None
        self._count = 0

    def records(self) -> Iterator[dict[str, Any]]:
        yield self._person("Make the tests of the parser pass.")
        turn = 0
        while True:
            turn += 1
            yield from self._turn(turn)
            if turn % 5 == 0:
                yield self._note("progress", data={"type": "bash_progress", "output": self._text(400)})
            if turn % 40 == 0:
                yield self._person(self._text(300))
            if turn % 60 == 0:
                yield from self._side_chain()
            if turn % 400 == 0:
                yield self._note("system", subtype="compact_boundary", content="Conversation compacted")
                yield {**self._person(self._text(6_000)), "isCompactSummary": True}

    def _turn(self, turn: int, **more: Any) -> Iterator[dict[str, Any]]:
        message, call = f"msg_{self._hex(24)}", f"toolu_{self._hex(24)}"
        yield self._model(message, {"type": "thinking", "thinking": self._text(900), "signature": self._hex(600)}, more)
        if turn % 2:
            yield self._model(message, {"type": "text", "text": self._text(400)}, more)
        tool, path = self._chance.choice(_TOOLS), f"/repo/src/part_{turn % 97}.py"
        old, new = self._text(300), self._text(350)
        given = {
            "Bash": {"command": "pytest -q tests", "description": "Run the tests"},
            "Read": {"file_path": path},
            "Grep": {"pattern": "def parse", "path": "/repo/src"},
            "Edit": {"file_path": path, "old_string": old, "new_string": new},
        }[tool]
        yield self._model(message, {"type": "tool_use", "id": call, "name": tool, "input": given}, more)
        yield self._line("user", **self._answer(call, tool, path, (old, new)), **more)

    def _answer(self, call: str, tool: str, path: str, edit: tuple[str, str]) -> dict[str, Any]:
        output = self._text(min(60_000, int(self._chance.lognormvariate(7.6, 1.2))))
        failed = tool == "Bash" and self._chance.random() < 0.2
        old, new = edit
        results: dict[str, Any] = {
            "Bash": {"stdout": output, "stderr": "", "interrupted": False},
            "Read": {"type": "text", "file": {"filePath": path, "content": output}},
            "Grep": {"mode": "content", "content": output},
            "Edit": {"filePath": path, "oldString": old, "newString": new, "structuredPatch": self._patch(old, new)},
        }
        block: dict[str, Any] = {"tool_use_id": call, "type": "tool_result"}
        block["content"] = f"Exit code 1\n{output}" if failed else output
        if failed:
            block["is_error"] = True
        return {"message": {"role": "user", "content": [block]}, "toolUseResult": results[tool]}

    def _side_chain(self) -> Iterator[dict[str, Any]]:
        agent, before = self._hex(8), self._last
        more = {"isSidechain": True, "agentId": agent}
        self._last = None
        yield {**self._person(self._text(500)), **more}
        for turn in range(4):
            yield from self._turn(turn, **more)
        self._last = before

    def _person(self, text: str) -> dict[str, Any]:
        return self._line("user", message={"role": "user", "content": text})

    def _model(self, message: str, block: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        usage = {
            "input_tokens": 4,
            "cache_creation_input_tokens": self._chance.randrange(4_000),
            "cache_read_input_tokens": self._chance.randrange(100_000),
            "output_tokens": self._chance.randrange(900),
        }
        body: dict[str, Any] = {
            "model": "model-1",
            "id": message,
            "type": "message",
            "role": "assistant",
            "content": [block],
        }
        body |= {"stop_reason": None, "stop_sequence": None, "usage": usage}
        return self._line("assistant", message=body, requestId=f"req_{self._hex(24)}", **more)

    def _note(self, kind: str, **fields: Any) -> dict[str, Any]:
        return self._line(kind, **fields)

    def _line(self, kind: str, *, isSidechain: bool = False, **fields: Any) -> dict[str, Any]:  # noqa: N803 - its name
        self._count += 1
        uuid, parent = self._uuid(), self._last
        self._last = uuid
        return {
            "parentUuid": parent,
            "isSidechain": isSidechain,
            "userType": "external",
            "cwd": "/repo",
            "sessionId": self._session,
            "version": "2.1.0",
            "gitBranch": "main",
            "type": kind,
            **fields,
            "uuid": uuid,
            "timestamp": f"{_BEGAN + timedelta(milliseconds=self._count * 700):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
        }

    def _patch(self, old: str, new: str) -> list[dict[str, Any]]:
        lines = [*(f"-{line}" for line in old.split("\n")), *(f"+{line}" for line in new.split("\n"))]
        return [{"oldStart": 1, "oldLines": old.count("\n") + 1, "newStart": 1, "newLines": 1, "lines": lines}]

    def _text(self, length: int) -> str:
        start = self._chance.randrange(len(self._pool) - length)
        return self._pool[start : start + length]

    def _hex(self, length: int) -> str:
        return f"{self._chance.getrandbits(4 * length):0{length}x}"

    def _uuid(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128)))
