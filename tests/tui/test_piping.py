"""What is read, piped to a command in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.terminal import running, shown
from tests.tui.driver import viewing, write_tape
from tui.piping import default_command, keeps_the_screen, told

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "tui")
OUTPUT = "first\x1b[2J\tthird\nno newline at the end \u202e"
ENTER = "\r"


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return a fresh home, and a plain shell."""
    return {"HOME": str(home), "LANG": "C.UTF-8", "XDG_STATE_HOME": str(home), "SHELL": "/bin/sh", **more}


def test_a_command_gets_the_exact_bytes_and_its_exit_code_is_told(tmp_path: Path) -> None:
    """`|` and enter give the output to $PAGER as it stands in the record; back on the screen its exit code is told."""
    run = write_tape(tmp_path / "a.tape.jsonl", (("make", OUTPUT, 0),))
    into = tmp_path / "into"
    asked = environment(tmp_path, PAGER=f"cat > {into}; exit 3")
    with running([*PROGRAM, "--read-only", str(run)], folder=ROOT, environment=asked) as terminal:
        terminal.wait_for_text("make")
        os.write(terminal.descriptor, b"|")
        terminal.wait_for_text("output")
        assert not into.exists()
        os.write(terminal.descriptor, ENTER.encode())
        terminal.wait_for_text("[exit 3] enter goes back to playhead")
        assert into.read_bytes() == OUTPUT.encode()
        os.write(terminal.descriptor, ENTER.encode())
        terminal.wait_for_text("exit 3: output to cat")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_ctrl_c_ends_the_command_and_not_playhead(tmp_path: Path) -> None:
    """What runs too long is ended by ctrl+c; the screen comes back and says so."""
    run = write_tape(tmp_path / "a.tape.jsonl", (("make", "x\n", 0),))
    # One process that says itself when it is up: a shell between two of its commands can swallow a signal.
    pager = f"exec {sys.executable} -c 'import time; print(chr(98) + \"egun\", flush=True); time.sleep(60)'"
    asked = environment(tmp_path, PAGER=pager)
    with running([*PROGRAM, "--read-only", str(run)], folder=ROOT, environment=asked) as terminal:
        terminal.wait_for_text("make")
        os.write(terminal.descriptor, b"|")
        terminal.wait_for_text("output")
        os.write(terminal.descriptor, ENTER.encode())
        terminal.wait_for_text("begun")
        os.write(terminal.descriptor, b"\x03")
        terminal.wait_for_text("enter goes back to playhead")
        os.write(terminal.descriptor, ENTER.encode())
        terminal.wait_for(lambda data: "output to exec" in shown(data))
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_without_a_shell_the_screen_comes_back_and_says_so(tmp_path: Path) -> None:
    """Where $SHELL names no program, a sentence says so on a screen that answers keys."""
    run = write_tape(tmp_path / "a.tape.jsonl", (("make", "x\n", 0),))
    asked = environment(tmp_path, PAGER="cat", SHELL="/nowhere/fish\x1b[2J")
    with running([*PROGRAM, "--read-only", str(run)], folder=ROOT, environment=asked) as terminal:
        terminal.wait_for_text("make")
        os.write(terminal.descriptor, b"|")
        terminal.wait_for_text("output")
        os.write(terminal.descriptor, ENTER.encode())
        terminal.wait_for_text("No shell could be started: /nowhere/fish")
        assert b"fish\x1b[2J" not in terminal.sent
        terminal.press("q")
        assert terminal.wait_for_end() == 0


async def test_nothing_is_run_without_enter(tmp_path: Path) -> None:
    """The prompt names what would be given and how much of it; escape gives it to nobody."""
    run = write_tape(tmp_path / "a.tape.jsonl", (("make", OUTPUT, 0), ("true", "", 0)))
    async with viewing(run) as viewer:
        await viewer.press("vertical_line")
        assert "output" in viewer.screen()
        assert f"({len(OUTPUT.encode())} bytes, 2 hidden characters) to" in viewer.screen()
        await viewer.press("escape")
        assert "bytes" not in viewer.screen()
        await viewer.press("tab", "vertical_line")
        assert "message (9 bytes) to" in viewer.screen()


@pytest.mark.parametrize(
    ("command", "keeps"),
    [
        ("less -R", True),
        ("LESS=-S /usr/bin/less", True),
        ("grep x | vim -", True),
        ("wc -c", False),
        ("less | wc", False),
        ("cat 'unclosed", False),
        ("", False),
    ],
)
def test_after_what_prints_and_ends_the_terminal_waits(command: str, keeps: bool) -> None:
    """A pager has the screen until it is left; what another command printed stays until enter."""
    assert keeps_the_screen(command) is keeps


def test_the_pager_is_the_persons_own() -> None:
    """$PAGER, else a pager that shows colours."""
    assert default_command({"PAGER": "most -w"}) == "most -w"
    assert default_command({"PATH": "/nowhere"}) == "more"
    assert told(0) == "exit 0"
    assert told(-2) == "ended by SIGINT"
