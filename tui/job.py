"""Stopping as a job of a shell is stopped."""

from __future__ import annotations

import signal


def stop() -> None:
    """Stop this process until it is continued; nothing where no shell could do that.

    A program that a terminal, `ssh -t` or a container started itself has no shell above it: the system passes over
    SIGTSTP for it, as it would not pass over SIGSTOP. What `signal.SIGCONT` is to do is left to the caller.
    """
    found = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTSTP, signal.SIGCONT)}
    try:
        signal.raise_signal(signal.SIGTSTP)
    finally:
        for number, handler in found.items():
            signal.signal(number, handler)
