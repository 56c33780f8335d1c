"""Runs commands of playhead one after the other, each in a fork of a process that has read the program already.

A line of JSON comes in for each: words, environment, limits. A line goes out: exit code, CPU seconds, peak memory in
bytes. What the command prints goes into files. Started by `Trials`; not for people.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from importlib import import_module


def main() -> None:
    """Serve until standard input ends."""
    import playhead.opening  # noqa: F401 - read once, for all that are forked
    from tui import cli

    for name in cli.HEADLESS:
        import_module(f"tui.headless.{name.replace(' ', '_')}")
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _be(asked, cli.main)
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]), flush=True)


def _be(asked, command) -> None:
    """Be the command: whatever happens, the process ends here."""
    code = 99
    try:
        os.setsid()
        signal.alarm(asked["seconds"] * 2)  # what waits for ever is ended too
        resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"] + 1))
        for number, name in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
            file = os.open(os.fsencode(name), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(file, number)
        os.environ.update(asked["environment"])
        os.chdir(asked["folder"])
        code = command([os.fsdecode(bytes.fromhex(word)) for word in asked["words"]])
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code or 0)


if __name__ == "__main__":
    main()
