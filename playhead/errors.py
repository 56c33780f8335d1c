"""What can go wrong in a way a person should read: one sentence, and the exit code of the command line."""

from __future__ import annotations

DEFECT = 70
"""The exit code of a defect of our own (sysexits.h, EX_SOFTWARE)."""

INTERRUPTED = 130
"""The exit code of what ctrl+c ended, as shells have it: 128 and the number of the signal."""


class PlayheadError(Exception):
    """The base: its text is one clear sentence (what, where, what to do). `exit_code` is what a command ends with."""

    exit_code = 3


class BadUseError(PlayheadError):
    """The command line or a label does not make sense."""

    exit_code = 2


class UnreadableError(PlayheadError):
    """A record cannot be opened, or is of no known format."""

    exit_code = 3


class SeveralRunsError(UnreadableError):
    """A file holds several runs, and which one is meant was not said."""


class CannotSaveError(PlayheadError):
    """A label or a fold could not be written; what was acknowledged before is safe."""

    exit_code = 4
