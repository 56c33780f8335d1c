"""The same hostile run in other viewers, beside ours: `python -m tests.soak.text.peers [--markdown]`.

Each class of strings is a message of a mini-swe-agent trajectory of its own, opened in each viewer in a terminal. Told
is what a terminal would have obeyed, or hidden, of what reached it: sequences and characters of the class that the
viewer does not send by itself for an ordinary run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.peers import prepare
from benchmarks.programs import NotRunError
from tests.emulator import started_before
from tests.soak.text.acted import PROGRAM, ROOT
from tests.soak.text.strings import CLASSES, canaries_in, canary
from tests.terminal import Terminal, Token, forbidden, is_printable, running, shown

SIZE = (120, 40)
OF_EACH = 30
"""Strings of a class that one screen shows."""
_QUIET_S = 1.0
_PATIENCE_S = 15.0


@dataclass(frozen=True)
class Viewer:
    """A program that shows a file: its words, the keys that lead to the text, what leaves it."""

    name: str
    words: tuple[str, ...]
    ready: str
    """What it shows when it takes keys."""
    keys: str = ""
    leave: str = "q"
    environment: Mapping[str, str] = field(default_factory=dict)
    shows_text: bool = False
    """Whether it shows bytes as they are in a file, so that it is given the text and not the JSON of it."""


def viewers() -> Iterator[Viewer]:
    """Yield ours and those that are here."""
    yield Viewer("playhead", PROGRAM, "read on", "llO")
    try:
        inspector = (str(prepare()), "-m", "minisweagent.run.utilities.inspector")
        yield Viewer("mini-swe-agent inspector", inspector, "Step 1", "l", environment={"MSWEA_SILENT_STARTUP": "1"})
    except NotRunError as error:
        print(error, file=sys.stderr)
    if less := shutil.which("less"):
        quiet = {"LESS": "", "LESSHISTFILE": "-", "LESSCHARSET": "utf-8"}
        yield Viewer("less", (less,), "text.txt", "y", environment=quiet, shows_text=True)
        yield Viewer("less -R", (less, "-R"), "text.txt", "y", environment=quiet, shows_text=True)
    yield Viewer("cat", ("cat",), "", leave="", shows_text=True)


def trajectory(text: str) -> str:
    """Return a mini-swe-agent trajectory of one turn with this output."""
    answer = f"<returncode>0</returncode>\n<output>\n{text}\n</output>"
    messages = [
        {"role": "system", "content": "system"},
        {"role": "user", "content": "the task"},
        {"role": "assistant", "content": "thought\n\n```bash\ntrue\n```\n", "extra": {}},
        {"role": "user", "content": answer},
    ]
    return json.dumps({"info": {}, "messages": messages, "trajectory_format": "mini-swe-agent-1"})


def sent_by(viewer: Viewer, path: Path, home: Path) -> bytes:
    """Return all bytes that a viewer sends to show a file."""
    told = {**started_before(home), "HOME": str(home), **viewer.environment}
    with running([*viewer.words, str(path)], size=SIZE, folder=ROOT, environment=told) as terminal:
        _read_until(terminal, viewer.ready)
        for key in viewer.keys:
            os.write(terminal.descriptor, key.encode())
            _read_until_quiet(terminal)
        if viewer.leave and not terminal.ended:
            os.write(terminal.descriptor, viewer.leave.encode())
            _read_until_quiet(terminal)
        return bytes(terminal.sent)


def _read_until(terminal: Terminal, ready: str) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not terminal.ended and time.monotonic() < until and ready not in shown(bytes(terminal.sent)):
        terminal._read(_QUIET_S)
    _read_until_quiet(terminal)


def _read_until_quiet(terminal: Terminal) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not terminal.ended and time.monotonic() < until and terminal._read(_QUIET_S):
        pass


def strings_of(name: str) -> list[str]:
    """Return strings of one class alone, one a row."""
    random = Random(5)
    made = (CLASSES[name](random).replace("\n", "\r") for _ in range(4 * OF_EACH))
    return [
        f"{canary(number)} {one}" for number, one in enumerate(islice((one for one in made if len(one) < 90), OF_EACH))
    ]


def told(bad: Sequence[Token]) -> str:
    """Return in words what should not have been sent."""
    counts = {
        "sequences": sum(one.kind in ("csi", "osc", "string", "escape") for one in bad),
        "controls": sum(one.kind == "control" for one in bad),
        "characters": sum(not is_printable(part) for one in bad if one.kind == "text" for part in one.body),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none"


def table() -> list[tuple[str, ...]]:
    """Return a row for each class: what reached the terminal, viewer by viewer."""
    some = list(viewers())
    found: list[tuple[str, ...]] = [("class", *(one.name for one in some))]
    with TemporaryDirectory() as name:
        home = Path(name)
        own = [_own(viewer, home) for viewer in some]
        for place, kind in enumerate(CLASSES):
            texts = strings_of(kind)
            cells = (cell_of(viewer, texts, home / str(place), usual) for viewer, usual in zip(some, own, strict=True))
            found.append((kind, *cells))
            print(" | ".join(found[-1]), file=sys.stderr, flush=True)
    return found


def _own(viewer: Viewer, home: Path) -> set[Token]:
    """Return what a viewer sends for an ordinary text, allowed or not."""
    return set(forbidden(_shown_in(viewer, ["an ordinary line"] * OF_EACH, home / "ordinary"), SIZE))


def _shown_in(viewer: Viewer, texts: Sequence[str], folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    text = "\n".join(texts)
    path = folder / ("text.txt" if viewer.shows_text else "run.traj.json")
    path.write_bytes(_bytes_of(text) if viewer.shows_text else trajectory(text).encode())
    return sent_by(viewer, path, folder / "home")


def _bytes_of(text: str) -> bytes:
    """Return what stands in a file for a text: bytes that are no UTF-8 as they were, other lone surrogates encoded."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def cell_of(viewer: Viewer, texts: Sequence[str], folder: Path, usual: set[Token]) -> str:
    """Return what a viewer passed on of some texts, less what it sends for an ordinary one."""
    sent = _shown_in(viewer, texts, folder)
    found = [one for one in forbidden(sent, SIZE) if one not in usual]
    seen = len(canaries_in(shown(sent)))
    return told(found) if seen > OF_EACH // 2 or found else f"{seen} of {OF_EACH} lines seen"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.text.peers")
    parser.add_argument("--markdown", action="store_true", help="as Markdown")
    options = parser.parse_args()
    found = table()
    if options.markdown:
        head, *body = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in found)
        print("\n".join([head, "|" + "---|" * len(found[0]), *body]))
        return 0
    widths = [max(len(row[place]) for row in found) for place in range(len(found[0]))]
    for row in found:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
