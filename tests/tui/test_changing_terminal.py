"""A terminal that changes its size many times, is tiny from the beginning, or goes away."""

from __future__ import annotations

import fcntl
import os
import struct
import sys
import termios
import time
from pathlib import Path

from tests.emulator import rows, started_before
from tests.terminal import PATIENCE_S, Terminal, forbidden, running
from tests.tui.driver import journal_events, write_tape

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "sample_runs" / "wrong-place-first.tape.jsonl"
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana")
STORM = [(width, 60 - width // 4) for width in (*range(200, 10, -7), *range(11, 200, 9), 1, 2, 90)]


def resize(terminal: Terminal, width: int, height: int) -> None:
    """Give a terminal another size; the program in it is told by the system."""
    fcntl.ioctl(terminal.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", max(1, height), width, 0, 0))


def wait_for_end_without_terminal(process: int) -> int:
    """Wait until a child whose terminal is gone has ended, and return its exit code."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    raise AssertionError("it never ended")


def test_after_a_storm_of_sizes_all_is_as_in_a_terminal_of_the_last(tmp_path: Path) -> None:
    """Half a hundred sizes one after another, down to one column: the last one's screen is drawn, and keys work."""
    size = (100, 30)
    environment = started_before(tmp_path)
    program = [*PROGRAM, "--read-only", "--blind", str(RUN)]  # what the rules find comes at a moment of its own
    with running(program, size=size, folder=ROOT, environment=environment) as fresh:
        fresh.wait_for_text("STEP 1")
        fresh.press("l")
        fresh.wait_for_text("STEP 2")
        fresh.settle()
        wanted = rows(bytes(fresh.sent), size)
    with running(program, folder=ROOT, environment=environment) as terminal:
        terminal.wait_for_text("STEP 1")
        for width, height in STORM:
            resize(terminal, width, height)
            terminal._read(0)
        os.write(terminal.descriptor, b"l")
        terminal.settle()
        place = len(terminal.sent)
        resize(terminal, *size)
        terminal.wait_for(lambda data: rows(data[place:], size) == wanted)
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_a_terminal_of_twenty_by_five_is_stayed_in(tmp_path: Path) -> None:
    """In 20 columns and 5 rows nothing is drawn beyond the edges, steps are gone through, a label is set."""
    run, size = write_tape(tmp_path / "a.tape.jsonl"), (20, 5)
    with running([*PROGRAM, str(run)], size=size, folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for(lambda data: any(row.strip() for row in rows(data, size)))
        terminal.settle()
        terminal.press("lead1?q/x\x1b")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert forbidden(bytes(terminal.sent), size) == []
    assert len(journal_events(run)) == 1


def test_a_terminal_that_is_gone_ends_the_program_and_loses_no_label(tmp_path: Path) -> None:
    """The line drops while labels are saved: the program ends by itself, and every label that was taken is there."""
    run = write_tape(tmp_path / "a.tape.jsonl")
    program = [*PROGRAM, "--label", str(run)]
    with running(program, folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for_text("rg express")
        terminal.settle()
        os.write(terminal.descriptor, b"+-0+")
        terminal.wait_for_text("> 5")
        gone = os.open(os.devnull, os.O_RDONLY)
        os.dup2(gone, terminal.descriptor)
        os.close(gone)
        assert wait_for_end_without_terminal(terminal.process) == 0
        terminal.ended = True
    assert [event["value"] for event in journal_events(run)] == ["helps", "harms", "neutral", "helps"]
