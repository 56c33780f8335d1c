"""Thousands of strings a process: the program on a large terminal, page by page through outputs packed with them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.text.acted import FRAME_ENDS, PROGRAM, ROOT
from tests.soak.text.judged import Judged
from tests.soak.text.strings import canaries_in, hostile_strings
from tests.terminal import Terminal, running, shown

SIZE = (320, 150)
_IN_A_LINE = 4
_WIDEST = 60
_LINES = 143
"""Lines of an output: with its head it fills the screen."""


def write_packed(path: Path, seed: int, first: int, steps: int) -> int:
    """Write a run of outputs packed with strings; return how many strings there are."""
    strings = (one for one in hostile_strings(seed, first) if len(one) < _WIDEST and "\r" not in one)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"tape": {"version": 1, "id": "packed"}}\n')
        for number in range(1, steps + 1):
            rows = [" ".join(next(strings) for _ in range(_IN_A_LINE)) for _ in range(_LINES)]
            count += _IN_A_LINE * _LINES
            call = {"tool_call_id": "c", "function_name": "bash", "arguments": {"command": "true"}}
            answer = {"results": [{"source_call_id": "c", "content": "\n".join(rows)}]}
            step = {"step_id": number, "source": "agent", "tool_calls": [call], "observation": answer}
            file.write(json.dumps({"step": step}) + "\n")
    return count


def paged(seed: int, first: int, *, steps: int) -> Judged:
    """Return what the program sends for a run of packed outputs, one step a screen."""
    judged = Judged()
    with TemporaryDirectory() as name:
        run, home = Path(name) / "packed.tape.jsonl", Path(name)
        write_packed(run, seed, first, steps)
        own = {f"XDG_{one}_HOME": str(home / one) for one in ("STATE", "CACHE", "CONFIG")}
        environment = {**own, "HOME": name, "LANG": "C.UTF-8"}
        words = [*PROGRAM, "--read-only", str(run)]
        with running(words, size=SIZE, folder=ROOT, environment=environment) as terminal:
            terminal.wait_for(lambda data: "read on" in shown(data))  # the first picture has no keys
            _page(terminal, steps)
            os.write(terminal.descriptor, b"q")
            assert terminal.wait_for_end() == 0
        judged.take("pages of output in a terminal", bytes(terminal.sent), SIZE)
    return judged


def _page(terminal: Terminal, steps: int) -> None:
    """Go through the steps in the detail, full screen, each with its folds open; wait until most of it is drawn."""
    start = len(terminal.sent)  # the first step may be whole on the screen before its folds are asked for
    for key in ("\t", "\r"):
        terminal.press(key)
    for step in range(steps):
        os.write(terminal.descriptor, b"lO" if step else b"O")
        terminal.wait_for(lambda data, start=start: data.endswith(FRAME_ENDS) and _is_full(data[start:]))
        start = len(terminal.sent)


def _is_full(data: bytes) -> bool:
    """Return whether more was drawn than a screen with folds holds."""
    return len(canaries_in(shown(data))) > _LINES * 1.5
