"""One screen that is resized, typed at, stopped and continued many times, and is then as it should be."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.emulator import started_before
from tests.soak.signals.terminal import left_set, line_settings
from tests.terminal import Terminal, forbidden, running
from tests.tui.driver import journal_events, write_tape

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana", "--label")
LARGEST = (500, 200)
_PATIENCE_S = 30.0
_PASTE_ENDS = b"\x1b[201~"


def resizes(count: int, seed: int = 0) -> tuple[int, list[str]]:
    """Resize a screen `count` times, to sizes from 1 x 1 to 500 x 200; return the cases and what went wrong."""
    chance = random.Random(seed)
    with _screen({"PYTHONUNBUFFERED": "1"}) as (terminal, run, failures):  # as in containers: nothing holds a frame
        for number in range(count):
            width, height = (1, 1) if number == count // 2 else (chance.randint(1, 500), chance.randint(1, 200))
            fcntl.ioctl(terminal.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            terminal._read(0 if number % 7 else 0.01)
            if terminal.ended:
                failures.append(f"it ended at {width} x {height}, resize {number}")
                return count, failures
        fcntl.ioctl(terminal.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        place = len(terminal.sent)
        terminal.wait_for(lambda data: b"thought 1" in data[place:])
        _label_and_leave(terminal, run, failures)
        failures += [f"sent {one.kind} {one.body[:40]!r}" for one in forbidden(bytes(terminal.sent), LARGEST)[:3]]
    return count, failures


def stops(count: int) -> tuple[int, list[str]]:
    """Stop and continue a screen `count` times, by ctrl+z and by SIGSTOP in turn; return cases and what went wrong."""
    with _screen() as (terminal, run, failures):
        for number in range(count):
            place = len(terminal.sent)
            if number % 2:
                os.kill(terminal.process, signal.SIGSTOP)
            else:
                os.write(terminal.descriptor, b"\x1a")
            if not _waits_for_stop(terminal):
                failures.append(f"never stopped, the {number + 1}th time")
                return count, failures
            if not number % 2:
                terminal.settle()
                failures += [f"stopped, and {one}" for one in left_set(bytes(terminal.sent))]
            os.kill(terminal.process, signal.SIGCONT)
            terminal.wait_for(lambda data, place=place: b"thought 1" in data[place:])
        _label_and_leave(terminal, run, failures)
    return count, failures


def ended_while_stopped(number: signal.Signals) -> list[str]:
    """End a screen that is stopped, continue it, and return what went wrong."""
    with _screen() as (terminal, _, failures):
        os.write(terminal.descriptor, b"\x1a")
        if not _waits_for_stop(terminal):
            return ["never stopped"]
        os.kill(terminal.process, number)
        os.kill(terminal.process, signal.SIGCONT)
        terminal.wait_for_end()
        failures.extend(left_set(bytes(terminal.sent)))
    return failures


def typed(count: int, seed: int = 0) -> tuple[int, list[str]]:
    """Type and paste what is no key, `count` times; return the cases and what went wrong.

    Letters are left out where they could be keys: a screen that answers them could run a command.
    """
    chance = random.Random(seed)
    with _screen() as (terminal, run, failures):
        for number in range(count):
            sent = _no_key(chance)
            os.write(terminal.descriptor, sent)
            terminal._read(0 if number % 7 else 0.01)
            if terminal.ended:
                failures.append(f"it ended at {sent!r}")
                return count, failures
        os.write(terminal.descriptor, _PASTE_ENDS)
        terminal.settle()
        _label_and_leave(terminal, run, failures)
    return count, failures


def _no_key(chance: random.Random) -> bytes:
    """Return bytes that are no UTF-8, a sequence of absurd numbers, or a paste of anything."""
    kind = chance.randrange(3)
    if kind == 0:
        return chance.choice((b"\xe9", b"\xff", b"\xc3", b"\x80\x9b", b"\xed\xa0\x80", b"\xf8\x88"))
    if kind == 1:
        numbers = b";".join(chance.choice((b"1114112", b"55296", b"99999999999", b"97:65")) for _ in range(2))
        return b"\x1b[" + numbers + chance.choice((b"u", b"R"))
    pasted = bytes(chance.choices(range(256), k=chance.randint(1, 200))).replace(_PASTE_ENDS, b"")
    return b"\x1b[200~" + chance.choice((b"q", b"\x1b[31mq\x1b[0m\r", b"\x1bq")) + pasted + _PASTE_ENDS


@contextmanager
def _screen(environment: Mapping[str, str] | None = None) -> Iterator[tuple[Terminal, Path, list[str]]]:
    """Yield a screen that shows a run, and a list of failures; in the end line settings must be as before."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        run = write_tape(Path(name) / "a.tape.jsonl")
        told = {**started_before(Path(name)), **(environment or {})}
        with running([*PROGRAM, str(run)], folder=ROOT, environment=told, under_a_shell=True) as terminal:
            before = line_settings(terminal.descriptor)
            terminal.wait_for_text("thought 1")
            terminal.settle()
            yield terminal, run, failures
            if terminal.ended and line_settings(terminal.descriptor) != before:
                failures.append("the terminal's line settings are changed")


def _label_and_leave(terminal: Terminal, run: Path, failures: list[str]) -> None:
    os.write(terminal.descriptor, b"+")
    terminal.wait_for_text("> 2")
    os.write(terminal.descriptor, b"q")
    code = terminal.wait_for_end()
    failures += left_set(bytes(terminal.sent))
    if code != 0:
        failures.append(f"exit code {code}")
    if [one["value"] for one in journal_events(run)] != ["helps"]:
        failures.append("the label is not there")


def _waits_for_stop(terminal: Terminal) -> bool:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        found, status = os.waitpid(terminal.process, os.WUNTRACED | os.WNOHANG)
        if found:
            return os.WIFSTOPPED(status)
        terminal._read(0.01)
    return False
