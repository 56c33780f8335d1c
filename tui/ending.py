"""The signals that end the program in order: labels are saved, the terminal is given back."""

from __future__ import annotations

import signal

ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
"""A dropped line, ctrl+c, `kill`, ctrl+backslash. Nothing can be done about SIGKILL, and what was saved is safe."""


def hold() -> None:
    """Let these signals wait: the terminal is being taken, and nobody is there yet who gives it back."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)


def release() -> None:
    """Take what came meanwhile, and what comes from now on."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
