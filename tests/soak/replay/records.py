"""One small run in every format that labels are folded into."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

_CALL = {"tool_call_id": "a", "function_name": "bash", "arguments": {"command": "ls"}}
_STEPS = [
    {"step_id": 1, "source": "user", "message": "fix it"},
    {
        "step_id": 2,
        "source": "agent",
        "message": "look",
        "tool_calls": [_CALL],
        "observation": {"results": [{"source_call_id": "a", "content": "x\u00e9"}]},
    },
]


def _lines(*objects: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in objects)


TAPE = _lines(
    {"tape": {"version": 1, "id": "r"}}, *({"step": one} for one in _STEPS), {"outcome": {"status": "failed"}}
)

TAPE_NAME = "run.tape.jsonl"
RECORDS = {
    TAPE_NAME: TAPE,
    "run.json": json.dumps(
        {"schema_version": "ATIF-v1.7", "session_id": "s", "agent": {"name": "a", "version": "1"}, "steps": _STEPS},
        indent=1,
    ).encode(),
    "run.traj.json": json.dumps(
        {
            "info": {"exit_status": "Submitted", "submission": "x"},
            "messages": [
                {"role": "user", "content": "fix"},
                {"role": "assistant", "content": "look\n```bash\nls\n```"},
                {"role": "user", "content": "<returncode>0</returncode>\n<output>\nx\n</output>"},
            ],
            "trajectory_format": "mini-swe-agent-1",
        }
    ).encode(),
    "run.traj": json.dumps(
        {
            "trajectory": [{"action": "ls", "observation": "x", "response": "look", "thought": "look", "state": "{}"}],
            "history": [],
            "info": {"exit_status": "submitted"},
        }
    ).encode(),
    "chat.json": json.dumps(
        {"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "it is\tdone"}]}
    ).encode(),
}
"""Name and bytes: run tape, ATIF, mini-swe-agent, SWE-agent, chat."""


def what_is_wrong(record: Path, known: set[str]) -> Iterator[str]:
    """Yield what is wrong with a record: bytes that are not ours must be as they were, and ours are known events."""
    old, now = RECORDS[record.name], record.read_bytes()
    if now == old:
        return
    if record.suffix == ".jsonl":
        if not now.startswith(old):
            yield "bytes of the tape changed"
        return
    if _shared(old, now) + _shared(old[::-1], now[::-1]) < len(old):
        yield "bytes of the document changed"
    document = json.loads(now)
    in_extra = b"ATIF" in old
    ids = [one["id"] for one in (document["extra"] if in_extra else document)["playhead"]["events"]]
    del document["extra" if in_extra else "playhead"]
    if document != json.loads(old):
        yield "the document says something else"
    if not set(ids) <= known or ids != sorted(set(ids)):
        yield f"the document holds the events {ids}"


def _shared(one: bytes, other: bytes) -> int:
    return len(os.path.commonprefix([one, other]))  # noqa: RUF071 - of bytes, which is what is meant
