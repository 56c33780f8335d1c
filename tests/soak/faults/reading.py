"""Records on a disk that fails while they are read: commands under strace, from every read of the record on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playhead.errors import UnreadableError

ROOT = Path(__file__).resolve().parents[3]
RECORDS = tuple(
    ROOT / "sample_runs" / name
    for name in (
        "same-test-again.tape.jsonl",
        "careful-diagnosis.traj",
        "careful-diagnosis.trajectory.json",
        "hard-coded-special-case.traj.json",
    )
)
COMMANDS = ("info", "steps", "moments", "files")
_ERRORS = ("EIO", "ESTALE")
_READS = (1, 2, 3, 5, 7, 8, 12, 25)
_PATIENCE_S = 120


@dataclass(frozen=True)
class Reading:
    """A command on a record of which the read number `first` and all behind it fail."""

    command: str
    record: Path
    error: str
    first: int

    @property
    def name(self) -> str:
        """Return what is told of a failure."""
        return f"{self.command} of {self.record.name}, {self.error} from read {self.first} on"


def readings() -> Iterator[Reading]:
    """Yield every command on records of several formats, with every error, at early and late reads."""
    for record in RECORDS:
        for command in COMMANDS:
            for error in _ERRORS:
                for first in _READS:
                    yield Reading(command, record, error, first)


def tried(case: Reading) -> list[str]:
    """Run one and return what was wrong: a traceback, an exit code of no meaning, a failure that nothing tells of."""
    with tempfile.TemporaryDirectory() as name:
        run, trace = Path(name) / case.record.name, Path(name) / "trace"
        shutil.copy(case.record, run)
        fault = f"inject=read,pread64:error={case.error}:when={case.first}+"
        prefix = ["strace", "-f", "-q", "-o", str(trace), "-P", str(run), "-e", "trace=read,pread64", "-e", fault]
        done = _done(prefix, case.command, run)
        failed = "INJECTED" in trace.read_text(encoding="utf-8", errors="replace")
        whole = _done([], case.command, run).stdout if failed and done.returncode == 0 else None
    wrong = judged(done.returncode, done.stdout, done.stderr, failed=failed, whole=whole)
    return [f"{case.name}: {why}" for why in wrong]


def judged(code: int, printed: str, said: str, *, failed: bool, whole: str | None = None) -> list[str]:
    """Return what is wrong with how a command ended; `failed` is whether a read did, `whole` what it prints else.

    A read may fail that was for nothing of what is printed: then that is whole.
    """
    told = "cannot be read" in printed + said
    checks = {
        "a traceback": "Traceback" not in said,
        f"exit code {code}": code in (0, 1, UnreadableError.exit_code),
        f"said {said!r}": len(said.splitlines()) <= 1,
        "a read failed, and nothing tells": told or not failed or printed == whole,
    }
    return [why for why, holds in checks.items() if not holds]


def _done(prefix: Sequence[str], command: str, run: Path) -> subprocess.CompletedProcess[str]:
    home = str(run.parent)
    plain = {**os.environ, "HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*prefix, sys.executable, "-m", "tui", command, str(run)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=plain,
        timeout=_PATIENCE_S,
        check=False,
    )
