"""The process that matches regular expressions: it ends with whoever started it, and at once when it is told to."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading

import pytest

from playhead.insight.pattern import Pattern
from playhead.insight.regex_process import RegexProcess, StoppedError

RUNAWAY = Pattern("(a+)+$", regex=True)
STARTER = """
from playhead.insight.pattern import Pattern
from playhead.insight.regex_process import RegexProcess
process = RegexProcess(Pattern("(a+)+$", regex=True), most=9, deadline=3600)
print(process._process.pid, flush=True)
{then}
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="another system tells of the end of processes otherwise")
@pytest.mark.parametrize("then", ['list(process.find([(0, "a" * 60 + "b")]))', "input()"], ids=["at work", "waiting"])
def test_it_does_not_outlive_who_started_it(then: str) -> None:
    """Killed without a word, playhead leaves no process behind that matches on, however long it might."""
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER.format(then=then)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert starter.stdout is not None
    ready: list[int] = []
    matcher = os.pidfd_open(int(starter.stdout.readline()))
    try:
        starter.kill()
        starter.communicate()
        ready, _, _ = select.select([matcher], [], [], 60)
        assert ready == [matcher]
    finally:
        if not ready:
            signal.pidfd_send_signal(matcher, signal.SIGKILL)
        os.close(matcher)


def test_a_pattern_that_runs_away_is_stopped_from_another_thread() -> None:
    """What is asked while it matches ends with the process, long before any deadline."""
    process = RegexProcess(RUNAWAY, most=9, deadline=3600)
    try:
        assert list(process.find([(0, "aaa")])) == [[(0, 3)]]
        stopping = threading.Timer(0.05, process.stop)
        stopping.start()
        with pytest.raises(StoppedError):
            list(process.find([(0, "a" * 60 + "b")]))
        stopping.join()
    finally:
        process.close()
