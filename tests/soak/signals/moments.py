"""One signal at one moment after the start of the screen: labels were typed ahead, some are shown as safe."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.emulator import rows, started_before
from tests.soak.signals.terminal import left_set, line_settings
from tests.terminal import Terminal, running, shown
from tests.tui.driver import journal_events, write_tape

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana", "--label")
SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
KEYS = b"+-0+-"
VALUES = ("helps", "harms", "neutral", "helps", "harms")
_TIMELINE = 36
"""Columns of the timeline, which has a row a step; on each step one label is set."""
_LEFT = b"\x1b[?1049l"


def trial(number: signal.Signals, after: float) -> list[str]:
    """Send a signal `after` so many seconds and return what was wrong in the end."""
    with tempfile.TemporaryDirectory() as name:
        run = write_tape(Path(name) / "a.tape.jsonl")
        with running([*PROGRAM, str(run)], folder=ROOT, environment=started_before(Path(name))) as terminal:
            before = line_settings(terminal.descriptor)
            os.write(terminal.descriptor, KEYS)
            _read_until(terminal, time.monotonic() + after)
            if not terminal.ended:
                os.kill(terminal.process, number)
            code = terminal.wait_for_end()
            settings = line_settings(terminal.descriptor)
        found = judged(bytes(terminal.sent), code, number, [one["value"] for one in journal_events(run)])
        return found if settings == before else [*found, "the terminal's line settings are changed"]


def judged(sent: bytes, code: int, number: int, saved: list[str]) -> list[str]:
    """Return what is wrong: modes left on, a traceback, an exit code of no meaning, a label shown as safe and lost."""
    failures = left_set(sent)
    end = sent.rfind(_LEFT)
    safe = sum("●" in row[:_TIMELINE] for row in rows(sent[:end])[3:9]) if end >= 0 else 0
    if "Traceback" in shown(sent):
        failures.append("a traceback")
    if code not in (0, 130, -number):
        failures.append(f"exit code {code}")
    if list(VALUES[: len(saved)]) != saved:
        failures.append(f"saved {saved}")
    if safe > len(saved):
        failures.append(f"{safe} labels were shown as safe, {len(saved)} are")
    return failures


def _read_until(terminal: Terminal, until: float) -> None:
    while not terminal.ended and (left := until - time.monotonic()) > 0:
        terminal._read(left)
