"""Row 8: a line of a hundred megabytes, a million short steps, one step with a diff of a million lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.soak.files.making import END, HEAD, acted, lines, step
from tests.soak.files.trial import Trial

_STEP = b'{"step":{"step_id":%d,"source":"agent","message":"m"}}\n'


def large(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 8: memory stays a small multiple of the one step that is read, and apart from how many there are."""
    yield from _endless_line(folder, int(scale * (1 << 30)))
    yield from _long_line(folder, max(1, int(137 * scale)) << 20)
    yield from _many(folder, max(1_000, int(1_000_000 * scale)))
    yield from _diff(folder, max(1_000, int(1_000_000 * scale)))


def _endless_line(folder: Path, size: int) -> Iterator[Trial]:
    path = folder / "endless.tape.jsonl"
    with path.open("wb") as file:
        file.writelines(lines(HEAD, step(1)))
        file.seek(size, os.SEEK_CUR)  # a hole: NULs that take no room
        file.writelines([b"\n", *lines(step(2, "done"))])
    yield Trial(f"a line of {size >> 20:,} MB, steps", ("steps", str(path)), expects=("message 1", "done"))
    path.unlink()


def _long_line(folder: Path, size: int) -> Iterator[Trial]:
    path = folder / "long-line.tape.jsonl"
    with path.open("wb") as file:
        head, last, end = lines(HEAD, step(2, "done"), END)
        whole = lines(acted(1, "cat big", "@"))[0]
        before, _, after = whole.partition(b"@")
        file.writelines([head, before, *(b"x" * 99 + b"\\n" for _ in range(size // 101)), after, last, end])
    for command in ("info", "steps", "moments"):
        yield Trial(f"a line of {size >> 20} MB, {command}", (command, str(path)), memory=8 * size + (64 << 20))
    path.unlink()


def _many(folder: Path, count: int) -> Iterator[Trial]:
    path = folder / "many.tape.jsonl"
    with path.open("wb") as file:
        file.writelines(lines(HEAD))
        file.writelines(_STEP % number for number in range(1, count + 1))
    yield Trial(
        f"{count:,} steps, info", ("info", str(path)), memory=(64 << 20) + 80 * count, expects=(f"{count} (of",)
    )
    path.unlink()


def _diff(folder: Path, count: int) -> Iterator[Trial]:
    body = "".join(f"-old line {number}\n+new line {number}\n" for number in range(count // 2))
    diff = f"--- a/x.py\n+++ b/x.py\n@@ -1,{count // 2} +1,{count // 2} @@\n{body}"
    path = folder / "diff.tape.jsonl"
    path.write_bytes(b"".join(lines(HEAD, acted(1, "git diff", diff), {"outcome": {"final_patch": diff}})))
    size = path.stat().st_size
    for command in ("info", "steps", "files --patch"):
        words = (*command.split(), str(path))
        yield Trial(f"a diff of {count:,} lines, {command}", words, memory=20 * size + (64 << 20))
    path.unlink()
