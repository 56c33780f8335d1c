"""Generated run tapes: steps as long as those of real runs, or as short as they can be; the same for the same seed."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

_SENTENCE = """the of error in test function module import return value assert file line path self class def raise
expected got None True False pytest collected passed failed traceback config request response index field list"""
WORDS = tuple(_SENTENCE.split())
# Agents call the same few programs over and over.
PROGRAMS = (
    "ls -la",
    "cat",
    "head -50",
    "wc -l",
    "git log --oneline",
    "sed -n 1,20p",
    "find",
    "rg -n",
    "python tools/report.py",
)
_SCRIPTS = (
    "cd /repo && python -m pytest tests/test_{0}.py -q 2>&1 | tail -5",
    "sed -n '1,{0}p' src/part_{1}.py",
    "grep -rn 'def part_{0}' src | head -{1}",
    "cat > check_{0}.py <<'EOF'\nimport part_{1}\nEOF\npython check_{0}.py",
    "git diff HEAD~{1} -- src/part_{0}.py && git status --short",
    "for f in src/part_{1}*.py; do wc -l $f; done",
)
_BUFFER = 4_000_000


class Pool:
    """Text to cut pieces from: making it word by word for each step would take minutes."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        words = (f"{chance.choice(WORDS)}{'' if count % 12 else chr(10)}" for count in range(60_000))
        self.text = " ".join(words) + "\n\u2714 caf\u00e9 \x1b[31mred\x1b[0m \t tab\n"

    def cut(self, length: int) -> str:
        """Return so many characters from anywhere."""
        start = self._chance.randrange(len(self.text) - length)
        return self.text[start : start + length]

    def line(self, length: int) -> str:
        """The same in one line."""
        return self.cut(length).replace("\n", " ")


def mark(number: int) -> str:
    """Return what stands in the row of a step on the timeline, and nowhere else."""
    return f"mark{number:07}"


def seen(number: int) -> str:
    """Return what stands in the detail of a step, and nowhere else."""
    return f"seen{number:07}"


def steps_in(path: Path) -> int:
    """Return the number of the last step of a generated tape, from its last bytes."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 100_000))
        return int(re.findall(rb"mark(\d{7})", file.read())[-1])


def tape_of_bytes(path: Path, size: int, seed: int = 1) -> None:
    """Write a tape of about `size` bytes: some 4,500 a step, as in recorded runs."""
    _write(path, _long_steps(random.Random(seed)), size=size)


def tape_of_steps(path: Path, count: int, seed: int = 1) -> None:
    """Write a tape of `count` short steps: some 460 bytes each."""
    _write(path, _short_steps(random.Random(seed)), count=count)


def mixed_tape(path: Path, size: int, seed: int = 1) -> None:
    """Write a tape of about `size` bytes whose steps differ: scripts, thoughts, edits, several calls."""
    _write(path, _mixed_steps(random.Random(seed)), size=size)


def many_tapes(folder: Path, count: int, seed: int = 1) -> None:
    """Make a folder of so many runs of twelve steps."""
    folder.mkdir()
    steps = _long_steps(random.Random(seed))
    for number in range(1, count + 1):
        _write(
            folder / f"run{number:05}.tape.jsonl", ({**next(steps), "step_id": one} for one in range(1, 13)), count=12
        )


def tape_of(path: Path, steps: Iterator[dict[str, Any]]) -> None:
    """Write a tape of the steps that are given."""
    _write(path, steps)


def step_of(
    number: int, output: str, *, message: str = "", command: str = "", tool: str = "bash", code: int = 0
) -> dict[str, Any]:
    """Return a step whose row and whose detail can be told from all others."""
    call = f"c{number}"
    when = number % 86_400
    return {
        "step_id": number,
        "timestamp": f"2026-01-01T{when // 3600:02}:{when // 60 % 60:02}:{when % 60:02}Z",
        "source": "agent",
        "message": f"{seen(number)} {message}",
        "tool_calls": [
            {
                "tool_call_id": call,
                "function_name": tool,
                "arguments": {"command": f"{PROGRAMS[number % len(PROGRAMS)]} {mark(number)} {command}"},
            }
        ],
        "observation": {
            "results": [{"source_call_id": call, "content": output, "extra": {"exit_code": code, "duration_s": 1.5}}]
        },
        "metrics": {"prompt_tokens": 4_096, "completion_tokens": 200},
    }


def _long_steps(chance: random.Random) -> Iterator[dict[str, Any]]:
    pool, number = Pool(chance), 0
    while True:
        number += 1
        output = pool.cut(int(min(50_000, max(200, chance.lognormvariate(math.log(1_500), 1.3)))))
        if chance.random() < 0.08:
            output = _diff(pool, chance, int(min(400, max(5, chance.lognormvariate(3, 1)))))
        message = pool.cut(max(20, int(chance.gauss(500, 120))))
        yield step_of(number, output, message=message, command=pool.line(100), code=_code(number, chance))


def _short_steps(chance: random.Random) -> Iterator[dict[str, Any]]:
    pool, number = Pool(chance), 0
    while True:
        number += 1
        yield step_of(number, pool.cut(20), command=pool.line(20), code=_code(number, chance))


def _code(number: int, chance: random.Random) -> int:
    """Return 1 for a quarter of all steps; never for the first or the last, whose row shows more without."""
    return int(chance.random() < 0.25 and number % 100 > 1)


def _mixed_steps(chance: random.Random) -> Iterator[dict[str, Any]]:
    pool = Pool(chance)
    for step in _long_steps(chance):
        kind, script = chance.random(), chance.choice(_SCRIPTS)
        script = script.format(chance.randrange(1_000), chance.randrange(20))
        step["tool_calls"][0]["arguments"] = {"command": f"{script} # {mark(step['step_id'])}"}
        if kind < 0.5:
            step["reasoning_content"] = pool.cut(300)
        if kind < 0.2:
            edit = {"path": f"src/part_{step['step_id'] % 97}.py", "old_str": pool.cut(200), "new_str": pool.cut(250)}
            step["tool_calls"][0] |= {"function_name": "str_replace", "arguments": edit}
        elif kind > 0.95:
            step |= {"source": "user", "tool_calls": [], "observation": {"results": []}}
        elif kind > 0.85:
            again = step_of(step["step_id"], pool.cut(800))
            step["tool_calls"].append({**again["tool_calls"][0], "tool_call_id": "second"})
            step["observation"]["results"].append({**again["observation"]["results"][0], "source_call_id": "second"})
        yield step


def _diff(pool: Pool, chance: random.Random, lines: int) -> str:
    head = ["diff --git a/src/x.py b/src/x.py", "--- a/src/x.py", "+++ b/src/x.py", f"@@ -1,{lines} +1,{lines} @@"]
    return "\n".join([*head, *(f"{chance.choice(' +-')}    {pool.line(50)}" for _ in range(lines))])


def _write(path: Path, steps: Iterator[dict[str, Any]], size: int | None = None, count: int | None = None) -> None:
    head = {"version": 1, "id": path.name, "task": {"text": "generated"}, "agent": {"name": "generator"}}
    waiting, written = bytearray(orjson.dumps({"tape": head}) + b"\n"), 0
    with path.open("wb") as file:
        for step in steps:
            waiting += orjson.dumps({"step": step}, option=orjson.OPT_APPEND_NEWLINE)
            if len(waiting) >= _BUFFER:
                written += file.write(waiting)
                waiting.clear()
            if step["step_id"] == count or (size is not None and written + len(waiting) >= size):
                break
        file.write(waiting + b'{"outcome":{"status":"failed"}}\n')
