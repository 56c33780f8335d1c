"""The screen under faults, in real terminals: what it says, that it can be left, where the label is afterwards."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playhead.labels.reading import read_journals
from tests.emulator import started_before
from tests.soak.faults.processes import why_no_strace
from tests.soak.signals.terminal import left_set, line_settings
from tests.terminal import Terminal, running, shown
from tests.tui.driver import write_tape

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana", "--label")


@dataclass(frozen=True)
class Screen:
    """A prefix (strace, a limit) and what the screen says; `kept`: the label is on a disk when it is left."""

    name: str
    prefix: tuple[str, ...]
    says: str
    kept: bool = True


def screens() -> Iterator[Screen]:
    """Yield what is tried here."""
    yield Screen("20 descriptors", ("sh", "-c", 'ulimit -n 20; exec "$@"', "sh"), "saved, 1 event")
    yield Screen(
        "no file may grow", ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh"), "lost when playhead ends", kept=False
    )
    if why_no_strace() is None:
        for error, says in (("EIO", "the disk reports an error"), ("ENOSPC", "the disk is full")):
            yield Screen(f"{error} at a sync", _strace(f"fdatasync:error={error}:when=1"), says)
        yield Screen("EIO at every sync", _strace("fdatasync:error=EIO:when=1+"), "lost when playhead ends", kept=False)


def tried(screen: Screen) -> list[str]:
    """Set a label on a screen, leave it, and return what went wrong."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        run = write_tape(Path(name) / "a.tape.jsonl")
        environment = {**started_before(Path(name)), "HOME": name}
        with running([*screen.prefix, *PROGRAM, str(run)], folder=ROOT, environment=environment) as terminal:
            before = line_settings(terminal.descriptor)
            terminal.wait_for_text("thought 1")
            terminal.settle()
            os.write(terminal.descriptor, b"+")
            terminal.wait_for(lambda _: screen.says in _said(terminal))
            os.write(terminal.descriptor, b"q")
            terminal.settle()
            if not terminal.ended:
                os.write(terminal.descriptor, b"q")
            if (code := terminal.wait_for_end()) != 0:
                failures.append(f"exit code {code}")
            if line_settings(terminal.descriptor) != before:
                failures.append("the terminal's line settings are changed")
            failures += left_set(bytes(terminal.sent))
            if "Traceback" in shown(bytes(terminal.sent)):
                failures.append("a traceback")
        folders = [Path(name) / "a.tape.jsonl.labels", *(Path(name) / "state" / "playhead" / "waiting").glob("*")]
        if screen.kept and len(read_journals(folders)[0]) != 1:
            failures.append("the label is nowhere")
    return [f"{screen.name}: {one}" for one in failures]


def _said(terminal: Terminal) -> str:
    """Return what stands on the screen, without its line breaks."""
    return " ".join(" ".join(terminal.rows()).split())


def _strace(fault: str) -> tuple[str, ...]:
    return ("strace", "-f", "-q", "-o", os.devnull, "-e", f"inject={fault}")
