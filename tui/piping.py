"""A text of the record into a command that a person typed."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

KEEP_THE_SCREEN = frozenset(
    (
        "less",
        "more",
        "most",
        "bat",
        "batcat",
        "lnav",
        "fzf",
        "view",
        "vi",
        "vim",
        "nvim",
        "nano",
        "emacs",
        "micro",
        "hx",
    )
)
"""Programs that a person leaves with a key; after others the terminal waits for one, or nothing could be read."""


def default_command(environment: Mapping[str, str] = os.environ) -> str:
    """Return `$PAGER`, else `less -R` where there is one, else `more`."""
    pager = environment.get("PAGER", "").strip()
    if pager:
        return pager
    return "less -R" if shutil.which("less", path=environment.get("PATH")) else "more"


def run_with(text: str, command: str, environment: Mapping[str, str] = os.environ) -> int:
    """Run a command line in the person's own shell with `text` as its input; return its exit code.

    The terminal has to be the command's for the time. ctrl+c ends the command, not this program. -N is a signal.
    """
    data = text.encode("utf-8", "surrogatepass")
    shell = environment.get("SHELL") or "/bin/sh"
    with _interrupts_are_the_commands():
        done = subprocess.run([shell, "-c", command], input=data, env=dict(environment), check=False)
        if not keeps_the_screen(command):
            _wait_for_enter(f"\n[{told(done.returncode)}] enter goes back to playhead ")
    return done.returncode


def keeps_the_screen(command: str) -> bool:
    """Return whether the last program of a command line has the screen until a person leaves it."""
    try:
        words = shlex.split(command.rpartition("|")[2])
    except ValueError:
        return False
    names = [word.rpartition("/")[2] for word in words if "=" not in word]
    return bool(names) and names[0] in KEEP_THE_SCREEN


def told(code: int) -> str:
    """Return an exit code in words: `exit 0`, `ended by SIGINT`."""
    if code >= 0:
        return f"exit {code}"
    try:
        return f"ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"ended by signal {-code}"


@contextmanager
def _interrupts_are_the_commands() -> Iterator[None]:
    """Let ctrl+c pass by: a handler of our own is not handed on to the command, as ignoring it would be."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    wakes = signal.set_wakeup_fd(-1)  # the event loop would still be told, and end the program
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakes)
        signal.signal(signal.SIGINT, before)


def _wait_for_enter(sentence: str) -> None:
    try:
        with Path("/dev/tty").open("r+b", buffering=0) as terminal:
            terminal.write(sentence.encode("ascii", "replace"))
            terminal.readline()
    except (OSError, KeyboardInterrupt):
        return
