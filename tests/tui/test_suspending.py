"""Stopped and continued: the shell has its terminal meanwhile and afterwards, and the screen is drawn again."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.drivers.linux_driver import LinuxDriver

from tests.emulator import rows, started_before
from tests.terminal import Terminal, running
from tui.terminal_driver import TerminalDriver

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "sample_runs" / "wrong-place-first.tape.jsonl"
# Blind: what the rules find would come to the screen a moment later.
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana", "--read-only", "--blind")
SCREEN_LEFT, SCREEN_TAKEN = b"\x1b[?1049l", b"\x1b[?1049h"


def is_a_shells(terminal: Terminal) -> bool:
    """Return whether the terminal echoes and edits lines, as it does before a program takes it."""
    wanted = termios.ECHO | termios.ICANON | termios.ISIG
    return bool(termios.tcgetattr(terminal.descriptor)[3] & wanted == wanted)


def wait_for_stop(process: int) -> None:
    """Wait until a child is stopped."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found, status = os.waitpid(process, os.WUNTRACED | os.WNOHANG)
        if found and os.WIFSTOPPED(status):
            return
        time.sleep(0.01)
    raise AssertionError("it never stopped")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Terminal]:
    """Yield a terminal with a run on its screen, not for the first time: any key takes the first keys away."""
    with running(
        [*PROGRAM, str(RUN)], folder=ROOT, environment=started_before(tmp_path), under_a_shell=True
    ) as terminal:
        terminal.wait_for_text("STEP 1")
        terminal.settle()
        yield terminal


def continued(terminal: Terminal, shown: list[str]) -> None:
    """Continue what was stopped, see the screen that was left, and leave the program to a shell's terminal."""
    place = len(terminal.sent)
    os.kill(terminal.process, signal.SIGCONT)
    terminal.wait_for(lambda data: SCREEN_TAKEN in data[place:])
    terminal.wait_for(lambda data: rows(data) == shown)
    place = len(terminal.sent)
    terminal.press("l")
    terminal.wait_for(lambda data: any("STEP 2" in row for row in rows(data)))
    os.write(terminal.descriptor, b"q")
    terminal.wait_for(lambda data: SCREEN_LEFT in data[place:])
    assert is_a_shells(terminal)
    assert terminal.wait_for_end() == 0


def test_suspending_gives_the_terminal_back_and_resuming_draws_the_same(opened: Terminal) -> None:
    """ctrl+z stops the program on a restored terminal; continuing it shows the screen that was left."""
    place = len(opened.sent)
    os.write(opened.descriptor, b"\x1a")
    opened.wait_for(lambda data: SCREEN_LEFT in data[place:])
    wait_for_stop(opened.process)
    assert is_a_shells(opened)
    assert "".join(rows(bytes(opened.sent))).isspace()
    continued(opened, rows(bytes(opened.sent[: opened.sent.index(SCREEN_LEFT, place)])))


def test_stopped_by_others_the_terminal_is_the_shell_s_again_afterwards(opened: Terminal) -> None:
    """A program that SIGSTOP stopped has given nothing back; continued it draws the same, and leaves in order."""
    os.kill(opened.process, signal.SIGSTOP)
    wait_for_stop(opened.process)
    opened.settle()
    continued(opened, rows(bytes(opened.sent)))


def test_without_a_shell_ctrl_z_stops_nothing(tmp_path: Path) -> None:
    """A terminal, `ssh -t` or a container started the program: nobody could continue it, so it goes on at once."""
    with running([*PROGRAM, str(RUN)], folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for_text("STEP 1")
        terminal.settle()
        shown, place = rows(bytes(terminal.sent)), len(terminal.sent)
        os.write(terminal.descriptor, b"\x1a")
        terminal.wait_for(lambda data: SCREEN_TAKEN in data[place:])
        terminal.wait_for(lambda data: rows(data) == shown)
        terminal.press("l")
        terminal.wait_for(lambda data: any("STEP 2" in row for row in rows(data)))
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == 0
        assert is_a_shells(terminal)


def test_what_the_shell_put_into_the_background_comes_back_to_the_front(tmp_path: Path) -> None:
    """After ctrl+z, `bg` is stopped at the terminal that it may not have; `fg` shows the screen, which answers keys."""
    environment = {**started_before(tmp_path), "ENV": "", "PS1": "ready> "}
    with running(["/bin/sh", "-i"], folder=ROOT, environment=environment) as terminal:
        terminal.wait_for_text("ready>")
        os.write(terminal.descriptor, f"{shlex.join([*PROGRAM, str(RUN)])}\n".encode())
        terminal.wait_for_text("STEP 1")
        terminal.settle()
        place = len(terminal.sent)
        os.write(terminal.descriptor, b"\x1a")
        terminal.wait_for(lambda data: b"ready>" in data[place:])
        jobs = shlex.quote(str(tmp_path / "jobs"))
        stopped = f"until jobs >{jobs}; grep -q Stopped {jobs}; do :; done"
        os.write(terminal.descriptor, f"bg; {stopped}; fg\n".encode())
        terminal.wait_for(lambda data: SCREEN_TAKEN in data[place:])
        terminal.press("l")
        terminal.wait_for(lambda data: any("STEP 2" in row for row in rows(data)))
        place = len(terminal.sent)
        os.write(terminal.descriptor, b"q")
        terminal.wait_for(lambda data: SCREEN_LEFT in data[place:] and b"ready>" in data[place:])


LATE = """
import os, signal, sys
from tui.terminal_driver import TerminalDriver
stop = TerminalDriver.stop_application_mode
def stop_and_be_continued(self):
    stop(self)
    os.kill(os.getpid(), signal.SIGCONT)
TerminalDriver.stop_application_mode = stop_and_be_continued
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_program_that_is_ending_does_not_take_the_terminal_again(tmp_path: Path) -> None:
    """SIGCONT comes with the SIGHUP of a terminal that hangs up: continued while it ends, the program still ends."""
    command = [sys.executable, "-c", LATE, *PROGRAM[3:], str(RUN)]
    with running(command, folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for_text("STEP 1")
        terminal.settle()
        place = len(terminal.sent)
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == 0
        assert SCREEN_TAKEN not in terminal.sent[place:]


def test_stopped_in_the_middle_of_a_frame_the_terminal_shows_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal is told that the frame has ended before it is given back: one that waits for it shows nothing."""
    written: list[str] = []
    app = SimpleNamespace(_sync_available=True)
    driver = TerminalDriver.__new__(TerminalDriver)
    monkeypatch.setattr(driver, "_app", app, raising=False)
    monkeypatch.setattr(driver, "write", written.append)
    monkeypatch.setattr(LinuxDriver, "stop_application_mode", lambda _: written.append("given back"))
    driver.stop_application_mode()
    app._sync_available = False
    driver.stop_application_mode()
    assert written == ["\x1b[?2026l", "given back", "given back"]


STUCK = """
import sys
from tui.app import PlayheadApp
PlayheadApp.exit = lambda *_, **__: None
from tui.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_signal_ends_a_program_whose_screens_do_not_end(tmp_path: Path) -> None:
    """Where the library's own end never comes, the terminal is given back and the program ends all the same."""
    command = [sys.executable, "-c", STUCK, *PROGRAM[3:], str(RUN)]
    with running(command, folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for_text("STEP 1")
        terminal.settle()
        os.kill(terminal.process, signal.SIGTERM)
        assert terminal.wait_for_end() == 0
        assert terminal.sent.rfind(SCREEN_LEFT) > terminal.sent.rfind(SCREEN_TAKEN)
