"""A line of a record that is too long to be decoded is a step all the same: its beginning, and a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.storage.lines import RecordFile
from widgets.present.detail_blocks import document_of
from widgets.present.detail_options import Options

PLAIN = b'{"step":{"step_id":1,"source":"agent","message":"hay"}}\n'
RESULT = {"results": [{"source_call_id": "c", "content": "line\n" * 40_000, "extra": {"exit_code": 0}}]}
CALL = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": "make"}}


def step_line(**fields: object) -> bytes:
    """Return the line of step 2."""
    return json.dumps({"step": {"step_id": 2, "source": "agent", "message": "", **fields}}).encode() + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        step_line(tool_calls=[CALL], observation=RESULT),
        step_line(message="word " * 40_000),
        b"x" * 200_000 + b"\n",
        b"x" * 200_000,
    ],
    ids=["an output", "a message", "no JSON", "an unfinished line"],
)
def test_a_line_that_is_too_long_is_never_read_whole(
    line: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No read is longer than the beginning that is shown, the steps keep their numbers, and the detail says why."""
    for place in ("storage.line_steps", "formats.run_tape.facts"):
        monkeypatch.setattr(f"playhead.{place}.TOO_LONG", 100_000)
    monkeypatch.setattr("widgets.present.detail_blocks.TOO_LONG", 100_000)
    monkeypatch.setattr("playhead.storage.line_steps.LONGEST", 50_000)
    path = tmp_path / "a.tape.jsonl"
    path.write_bytes(b'{"tape":{"version":1,"id":"a"}}\n' + PLAIN + line + PLAIN.replace(b":1,", b":3,"))
    steps = open_tape(path).steps
    steps.wait()
    read: list[int] = []
    whole = RecordFile.read

    def watched(file: RecordFile, offset: int, length: int) -> bytes:
        read.append(length)
        return whole(file, offset, length)

    monkeypatch.setattr(RecordFile, "read", watched)
    step = steps[1]
    assert sum(read) <= 50_000
    assert step.damaged
    assert step.n == 2
    document = document_of(step, Options())
    document.settle(0, 20, 120)
    rows = [document.line(row, 120).plain for row in range(8)]
    assert any("bytes long, too long to be read whole: this is its beginning." in row for row in rows)
    assert any(line[:40].decode() in row for row in rows)
    assert len(steps) == (3 if line.endswith(b"\n") else 2)
