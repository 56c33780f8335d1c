"""Commands without a screen, in seconds of CPU: a shell script calls them by the hundred."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from benchmarks.data import Data
from benchmarks.family import LIMITS
from benchmarks.line import Line, interleaved
from benchmarks.programs import ROOT, playhead
from benchmarks.sizes import Sizes

_TURNS = 9


def measure(data: Data, sizes: Sizes) -> Sequence[Line]:
    """Return the lines of `--help` and of `info` on a run of a few steps."""
    run = data.runs(sizes.runs) / "run00001.tape.jsonl"
    program = playhead(run, "").command[:-1]
    bare, told, info = interleaved(
        _cpu(sys.executable, "-c", "pass"),
        _cpu(*program, "--help"),
        _cpu(*program, "info", str(run), "--json"),
        repeats=_TURNS,
    )
    return [
        Line(LIMITS, "playhead --help : python -c pass, CPU", 4, told, bare),
        Line(LIMITS, "playhead info of a small run : python -c pass, CPU", 4, info, bare),
    ]


def _cpu(*command: str) -> Callable[[], float]:
    def measured() -> float:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return (usage.ru_utime + usage.ru_stime) * 1_000

    return measured
