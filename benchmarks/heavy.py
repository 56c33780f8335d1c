"""Generated tapes with one step that is too much for most programs: far down, so that going there is what shows it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.tapes import Pool, step_of, tape_of

FIRST_LINE = "firstlineofit"
PLACE = 201


def output_tape(path: Path, size: int, seed: int = 1) -> None:
    """Write a tape whose step at `PLACE` printed `size` bytes, in lines of a few words."""
    text = Pool(random.Random(seed)).text
    tape_of(path, _around((FIRST_LINE + "\n" + text * (size // len(text) + 1))[:size]))


def line_tape(path: Path, size: int, seed: int = 1) -> None:
    """Write a tape whose step at `PLACE` printed one line of `size` characters."""
    text = Pool(random.Random(seed)).text.replace("\n", " ")
    tape_of(path, _around((FIRST_LINE + " " + text * (size // len(text) + 1))[:size]))


def diff_tape(path: Path, lines: int, seed: int = 1) -> None:
    """Write a tape whose step at `PLACE` showed a diff of so many lines, a thousand of them a file."""
    chance = random.Random(seed)
    pool, parts = Pool(chance), list[str]()
    for number in range(lines // 1_000):
        name = f"{FIRST_LINE if number == 0 else f'file{number}'}.py"
        parts += [f"diff --git a/{name} b/{name}", f"--- a/{name}", f"+++ b/{name}", "@@ -1,996 +1,996 @@"]
        for _ in range(332):
            parts += [f" {pool.line(40)}", f"-{pool.line(40)}", f"+{pool.line(40)}"]
        parts += [f" {pool.line(40)}"] * 332
    tape_of(path, _around("\n".join(parts) + "\n", command="git diff"))


def _around(output: str, command: str = "cat it") -> Iterator[dict[str, Any]]:
    for number in range(1, 2 * PLACE):
        yield step_of(number, output if number == PLACE else "nothing", command=command if number == PLACE else "ls")
