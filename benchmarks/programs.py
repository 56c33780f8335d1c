"""What is started in a terminal, ours and theirs: the command, its surroundings, and what says that it is there."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import hello
from benchmarks.terminal import Terminal, opened, text_of

ROOT = Path(__file__).resolve().parents[1]
LIMIT_S = 90.0


class NotRunError(Exception):
    """Something cannot be measured here; the sentence says why, and stands in the table."""

    def __str__(self) -> str:
        return f"not run: {super().__str__()}"


@dataclass(frozen=True, slots=True)
class Program:
    """A command and the text that is drawn when its first screen is there."""

    name: str
    command: tuple[str, ...]
    ready: str
    environment: Mapping[str, str] = field(default_factory=dict)


def playhead(path: Path, ready: str, *options: str) -> Program:
    """Return ours on a record; `ready` is what its first screen shows."""
    script = Path(sys.executable).with_name("playhead")
    command = (str(script),) if script.exists() else (sys.executable, "-m", "tui")
    return Program("playhead", (*command, str(path), *options), ready)


def greeting() -> Program:
    """Return the least Textual program, in the environment of ours."""
    return Program("Textual hello-world", (sys.executable, hello.__file__), hello.GREETING)


@contextmanager
def started(program: Program, kept: Path | None = None, size: tuple[int, int] = (120, 40)) -> Iterator[Terminal]:
    """Start a program; its caches, settings and states are in a folder of its own: empty, unless one is `kept`.

    It is not the first start of its user: no first keys are shown.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        home = kept or Path(made)
        state = home / "state" / "playhead"
        state.mkdir(parents=True, exist_ok=True)
        (state / "started").touch()
        places = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_CACHE_HOME": str(home / "cache")}
        places |= {"XDG_CONFIG_HOME": str(home / "config"), "LESS": "", "LESSHISTFILE": "-", "PYTHONPATH": ""}
        environment = {**places, **program.environment}
        with opened(program.command, size=size, folder=ROOT, environment=environment) as terminal:
            yield terminal


def ready(program: Program, terminal: Terminal, limit: float = LIMIT_S) -> float:
    """Wait for the first screen; return the milliseconds from the start to it.

    Raises:
        NotRunError: it never came.

    """
    if not terminal.read_until(program.ready, limit):
        raise NotRunError(f"{program.name} {_what_it_did(terminal)}")
    return terminal.elapsed() * 1_000


def first_screen(program: Program, kept: Path | None = None) -> float:
    """Start a program and return the milliseconds to its first screen."""
    with started(program, kept) as terminal:
        return ready(program, terminal)


def _what_it_did(terminal: Terminal) -> str:
    """Return why a first screen did not come: the last words of a program that ended, else how long it took."""
    if not terminal.ended:
        return "showed no first screen in time"
    words = text_of(terminal.data).decode(errors="replace").split()
    told = "".join(one for one in " ".join(words)[-80:] if one.isprintable())
    return f"ended: ...{told}" if told else "ended"
