"""Rows 12, 13 and 24: names of any bytes, places that are no files, paths that records name."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from tests.soak.files.making import ALL, PLAIN, READ, acted, step, tape, written
from tests.soak.files.trial import Trial, commands

WHOLE = tape(*PLAIN)
NAMES = (
    b"\x1b]0;PWNED\x07.tape.jsonl", b"a\nb.tape.jsonl", b"-rf.tape.jsonl", b"--help", b"..tape.jsonl", b"#1.tape.jsonl",
    b"\xff\xfe\x80.tape.jsonl", b"n" * 244 + b".tape.jsonl", b" .tape.jsonl", b"[red]x[nope].tape.jsonl",
    "\u202ecod.tape.jsonl".encode(), b"$(touch PWNED).tape.jsonl", b"'\"\\.tape.jsonl", b"%s%n.tape.jsonl",
)  # fmt: skip
CANARY = "CANARY of another folder"


def names(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 12: a name of any bytes is shown visibly, and what is saved is saved for that file."""
    del scale
    for name in NAMES:
        inner = folder / f"names-{NAMES.index(name)}"
        inner.mkdir()
        path = written(inner, name, WHOLE)
        yield from commands(f"name {name!r}", path, (*ALL, "convert --to markdown"))
        words = ("label", path, "phase=edit", "--step", "1", "--by", "soak")
        yield Trial(f"name {name!r}, label", words, codes=frozenset({0}), after=_saved_beside(inner, name))
        yield Trial(f"name {name!r}, folder", ("info", str(inner)), codes=frozenset({0, 1, 3}))
        yield Trial(f"name {name!r}, missing", ("info", f"{path}-not"), codes=frozenset({3}))


def places(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 13: pipes, devices, sockets, folders, loops of links are refused at once; links and copies are read."""
    del scale
    real = written(folder, "real.tape.jsonl", WHOLE)
    for name, target in {"link": real, "loop": folder / "loop.tape.jsonl", "zero": "/dev/zero"}.items():
        (folder / f"{name}.tape.jsonl").symlink_to(target)
    os.link(real, folder / "hard.tape.jsonl")
    os.mkfifo(folder / "pipe.tape.jsonl")
    (folder / "folder.tape.jsonl").mkdir()
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as bound:  # the path of a socket is short
        bound.bind("socket.tape.jsonl")
    for name in ("loop", "zero", "pipe", "socket"):
        yield from commands(name, str(folder / f"{name}.tape.jsonl"), READ, codes=frozenset({3}))
    for place in (
        "/dev/zero",
        "/dev/tty",
        "/proc/self/mem",
        "/proc/kmsg",
        "/nowhere",
        "/etc/passwd/x",
        "\0",
        "a" * 5_000,
    ):
        yield from commands(
            f"place {place[:20]!r}", place, READ[:1] if "\0" in place else READ, codes=frozenset({2, 3})
        )
    for name in ("link", "hard"):
        yield Trial(name, ("steps", str(folder / f"{name}.tape.jsonl")), codes=frozenset({0}), expects=("message 1",))
    yield Trial("a folder of such", ("info", str(folder)), codes=frozenset({0, 1, 3}))
    for option in ("--schema", "--map"):
        for name in ("pipe", "zero", "folder", "socket", "loop"):
            words = ("info", option, str(folder / f"{name}.tape.jsonl"), real)
            yield Trial(f"{option} {name}", words, codes=frozenset({2, 3}))


def referenced(folder: Path, scale: float) -> Iterator[Trial]:
    """Row 24: what a record names outside its folder is not opened, not fetched, not shown."""
    del scale
    inner = folder / "record"
    inner.mkdir()
    secret = written(
        folder, "outside.json", f'{{"schema_version":"ATIF-v1.6","steps":[{{"message":"{CANARY}"}}]}}'.encode()
    )
    (inner / "inside.json").symlink_to(secret)
    os.mkfifo(inner / "waits.json")
    for number, name in enumerate(
        (
            "../outside.json",
            secret,
            f"file://{secret}",
            "inside.json",
            "waits.json",
            "/dev/zero",
            "http://127.0.0.1:9/x.png",
        )
    ):
        image = {"type": "image", "source": {"media_type": "image/png", "path": name}}
        reference = [{"session_id": "s", "trajectory_path": name}]
        steps = [
            {"step_id": 1, "source": "user", "message": [{"type": "text", "text": "the task"}, image]},
            {"step_id": 2, "source": "agent", "message": f"see {name}",
             "tool_calls": [{"tool_call_id": "c", "function_name": "x", "arguments": {"path": name}}],
             "observation": {"results": [
                 {"source_call_id": "c", "content": [image], "subagent_trajectory_ref": reference}]}},
        ]  # fmt: skip
        path = _atif(inner, number, steps, name)
        yield from commands(f"reference {name[-30:]}", path, (*ALL, "steps --agents"), hides=(CANARY,))
    path = written(
        inner, "edit.tape.jsonl", tape(step(1), acted(2, f"cat {secret}", "x"), acted(3, "cat waits.json", "y"))
    )
    yield from commands("paths in commands", path, ALL, hides=(CANARY,))


def _atif(folder: Path, number: int, steps: list[object], continued: str) -> str:
    whole = {"schema_version": "ATIF-v1.6", "session_id": "s", "agent": {"name": "a", "version": "1"}, "steps": steps}
    whole["continued_trajectory_ref"] = continued
    return written(folder, f"atif-{number}.json", json.dumps(whole).encode())


def _saved_beside(folder: Path, name: bytes):
    def after(_):
        found = sorted(os.listdir(os.fsencode(folder)))
        right = len(found) == 2 and all(one.startswith(name[:60]) for one in found)
        return (
            None
            if right and Path(os.fsdecode(folder / os.fsdecode(name))).read_bytes() == WHOLE
            else f"there is {found!r}"
        )

    return after
