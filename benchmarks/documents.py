"""Generated records that are one JSON document: a run of mini-swe-agent, a run in ATIF; written piece by piece."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from benchmarks.tapes import PROGRAMS, Pool, mark, step_of


def mini_run(path: Path, *, messages: int | None = None, size: int | None = None, seed: int = 1) -> None:
    """Write a run of mini-swe-agent of so many messages, or of about so many bytes."""
    tail = {"info": {"exit_status": "Submitted", "submission": ""}, "trajectory_format": "mini-swe-agent-1"}
    _document(path, "messages", _messages(random.Random(seed)), tail=tail, count=messages, size=size)


def atif_run(path: Path, size: int, seed: int = 1) -> None:
    """Write a run in ATIF of about `size` bytes."""
    head = {"schema_version": "ATIF-v1.6", "session_id": "generated", "agent": {"name": "generator", "version": "1"}}
    _document(path, "steps", _steps(random.Random(seed)), tail={"final_metrics": {}}, head=head, size=size)


def _messages(chance: random.Random) -> Iterator[dict[str, Any]]:
    pool, number = Pool(chance), 0
    yield {"role": "system", "content": "You are a helpful assistant that can interact with a computer."}
    yield {"role": "user", "content": f"Please solve this issue: {pool.cut(2_000)}"}
    while True:
        number += 1
        command = f"{PROGRAMS[number % len(PROGRAMS)]} {mark(number)} {pool.line(60)}"
        text = f"THOUGHT: {pool.cut(400)}\n\n```bash\n{command}\n```"
        yield {"role": "assistant", "content": text}
        output = pool.cut(int(min(20_000, max(100, chance.lognormvariate(7, 1.3)))))
        code = int(chance.random() < 0.25)
        yield {"role": "user", "content": f"<returncode>{code}</returncode>\n<output>\n{output}\n</output>"}


def _steps(chance: random.Random) -> Iterator[dict[str, Any]]:
    pool, number = Pool(chance), 1
    yield {"step_id": 1, "source": "user", "message": f"Please solve this issue: {pool.cut(1_000)}"}
    while True:
        number += 1
        output = pool.cut(int(min(50_000, max(200, chance.lognormvariate(7.3, 1.3)))))
        yield step_of(number, output, message=pool.cut(500), command=pool.line(80))


def _document(
    path: Path,
    key: str,
    elements: Iterator[dict[str, Any]],
    *,
    tail: dict[str, Any],
    head: dict[str, Any] | None = None,
    count: int | None = None,
    size: int | None = None,
) -> None:
    """Write one object whose list stands between what is known before and what is known after."""
    before = orjson.dumps(head or {})[1:-1]
    with path.open("wb") as file:
        file.write(b"{" + before + (b"," if before else b"") + b'"' + key.encode() + b'":[\n')
        written = file.tell()
        for number, element in enumerate(elements, 1):
            written += file.write((b",\n" if number > 1 else b"") + orjson.dumps(element))
            if number == count or (size is not None and written >= size):
                break
        file.write(b"]," + orjson.dumps(tail)[1:-1] + b"}\n")
