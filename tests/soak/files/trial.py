"""One trial: a command on one hostile thing, what it cost, what it said, and what is wrong with that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.terminal import forbidden

ROOT = Path(__file__).resolve().parents[3]
CODES = frozenset({0, 1, 2, 3, 4})
SECONDS = 60
"""CPU seconds after which a command is ended, and has failed; twice as long on the wall."""


@dataclass(frozen=True)
class Trial:
    """A command and what must hold of it: exit codes, peak memory above an idle command's in bytes, words it says.

    Its words may be no text (a file name of any bytes). `after` says what else is wrong once it has run.
    """

    name: str
    words: tuple[str, ...]
    codes: frozenset[int] = CODES
    memory: int = 64 << 20
    expects: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    after: Callable[[str], str | None] | None = None


@dataclass(frozen=True)
class Told:
    """What came of a trial: exit code (negative: the signal), CPU seconds, peak memory in bytes, what was printed."""

    code: int
    seconds: float
    memory: int
    out: bytes
    err: bytes


class Trials:
    """The server that runs them, and what an idle command needs."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder = process, folder
        self._count = 0
        self.idle = self.run(Trial("idle", ("--version",))).memory

    def run(self, trial: Trial) -> Told:
        """Return what comes of a trial."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._count += 1
        out, err = (self._folder / f"{self._count}.{name}" for name in ("out", "err"))
        home = {
            name: str(self._folder / "home") for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
        }
        words = [os.fsencode(word).hex() for word in trial.words]
        asked = {"words": words, "out": str(out), "err": str(err), "environment": {**home, **trial.environment}}
        self._process.stdin.write(json.dumps({**asked, "folder": str(self._folder), "seconds": SECONDS}) + "\n")
        self._process.stdin.flush()
        code, seconds, memory = json.loads(self._process.stdout.readline())
        told = Told(code, seconds, memory, out.read_bytes(), err.read_bytes())
        out.unlink()
        err.unlink()
        return told


@contextmanager
def trials(folder: Path) -> Iterator[Trials]:
    """Yield what runs trials, with a home of its own in a folder."""
    (folder / "home").mkdir(parents=True)
    command = [sys.executable, "-m", "tests.soak.files.server"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PLAYHEAD_BY": "soak", "LANG": "C.UTF-8"}
    with subprocess.Popen(command, cwd=ROOT, text=True, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield Trials(process, folder)
        finally:
            process.kill()


def wrong(trial: Trial, told: Told, idle: int) -> str | None:
    """Return what is wrong with what a trial told, in a sentence; None when all of it holds."""
    out, err = told.out.decode("utf-8", "replace"), told.err.decode("utf-8", "replace")
    leaked = forbidden(told.err) or ([] if "--json" in trial.words else forbidden(told.out))
    missing = [word for word in trial.expects if word not in out + err]
    shown = [word for word in trial.hides if word in out + err]
    problems = (
        (told.code not in trial.codes, f"exit code {told.code}: {(err or out)[-200:]!r}"),
        ("Traceback" in err, f"a traceback: {err[-300:]!r}"),
        (told.code >= 2 and not err.strip(), f"exit code {told.code} and no sentence"),
        (bool(leaked), f"a terminal would obey {leaked[:3]!r}"),
        (told.memory - idle > trial.memory, f"{(told.memory - idle) >> 20:,} MB above an idle command"),
        (bool(missing), f"it does not say {missing!r}: {(out + err)[:300]!r}"),
        (bool(shown), f"it says {shown!r}"),
    )
    found = next((sentence for bad, sentence in problems if bad), None) or (trial.after and trial.after(out))
    return f"{trial.name}: {found}" if found else None


def commands(name: str, place: str, which: Sequence[str], **more) -> list[Trial]:
    """Return a trial of each command on one place."""
    return [Trial(f"{name}, {one}", (*one.split(), place), **more) for one in which]
