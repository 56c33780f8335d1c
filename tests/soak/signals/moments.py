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
from tests.terminal import PATIENCE_S, Terminal, running, shown
from tests.tui.driver import journal_events, write_tape

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana", "--label")
SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
KEYS = b"+-0+-"
VALUES = ("helps", "harms", "neutral", "helps", "harms")
_TIMELINE = 36
"""Columns of the timeline, which has a row a step; on each step one label is set."""
_LEFT, _TAKEN = b"\x1b[?1049l", b"\x1b[?1049h"


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
            try:
                code = terminal.wait_for_end()
            except AssertionError as error:
                return [str(error)]
            settings = line_settings(terminal.descriptor)
        found = judged(bytes(terminal.sent), code, number, [one["value"] for one in journal_events(run)])
        return found if settings == before else [*found, "the terminal's line settings are changed"]


def dropped(after: float) -> list[str]:
    """Close the terminal `after` so many seconds, as a line that drops, and return what was wrong in the end."""
    with tempfile.TemporaryDirectory() as name:
        run = write_tape(Path(name) / "a.tape.jsonl")
        with running([*PROGRAM, str(run)], folder=ROOT, environment=started_before(Path(name))) as terminal:
            os.write(terminal.descriptor, KEYS)
            _read_until(terminal, time.monotonic() + after)
            gone = os.open(os.devnull, os.O_RDONLY)
            os.dup2(gone, terminal.descriptor)
            os.close(gone)
            code = _code_of(terminal)
        saved = [one["value"] for one in journal_events(run)]
        safe = _shown_as_safe(bytes(terminal.sent))
        checks = {
            "it never ended": code is not None,
            f"exit code {code}": code in (None, 0, -signal.SIGHUP),
            f"saved {saved}": list(VALUES[: len(saved)]) == saved,
            f"{safe} labels were shown as safe, {len(saved)} are": safe <= len(saved),
        }
        return [why for why, holds in checks.items() if not holds]


def judged(sent: bytes, code: int, number: int, saved: list[str]) -> list[str]:
    """Return what is wrong: modes left on, a traceback, an exit code of no meaning, a label shown as safe and lost."""
    if number == signal.SIGINT and not sent.count(_TAKEN):
        return []  # Python itself was still starting: its own traceback is not ours to take away
    failures = left_set(sent)
    end = sent.rfind(_LEFT)
    safe = _shown_as_safe(sent[:end]) if end >= 0 else 0
    if "Traceback" in shown(sent):
        failures.append("a traceback")
    if code not in (0, 130, -number):
        failures.append(f"exit code {code}")
    if list(VALUES[: len(saved)]) != saved:
        failures.append(f"saved {saved}")
    if safe > len(saved):
        failures.append(f"{safe} labels were shown as safe, {len(saved)} are")
    return failures


def _shown_as_safe(sent: bytes) -> int:
    """Return at how many steps of the timeline a label is shown as safe."""
    return sum("●" in row[:_TIMELINE] for row in rows(sent)[3:9])


def _code_of(terminal: Terminal) -> int | None:
    """Return the exit code of a program whose terminal is gone, None where it does not end."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        ended, status = os.waitpid(terminal.process, os.WNOHANG)
        if ended:
            terminal.ended = True
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return None


def _read_until(terminal: Terminal, until: float) -> None:
    while not terminal.ended and (left := until - time.monotonic()) > 0:
        terminal._read(left)
