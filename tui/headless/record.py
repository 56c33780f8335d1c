"""`playhead record`: a run tape of a shell session, or of one command."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("-o", "--out", metavar="FILE", help="the tape to write (default: session-TIME.tape.jsonl here)")
    parser.add_argument("--task", metavar="TEXT", help="what the session is for")
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="after --: a program (default: bash)")


def run(arguments: argparse.Namespace) -> int:
    """Record and return the exit code of what was run.

    Raises:
        BadUseError: the tape is there already.
        CannotSaveError: it cannot be written.

    """
    from playhead.errors import BadUseError
    from playhead.recording.recorder import record
    from tui.cli import VERSION
    from tui.headless.table import say

    out = Path(arguments.out or time.strftime("session-%Y%m%d-%H%M%S.tape.jsonl"))
    if os.path.exists(out):  # noqa: PTH110 - it never raises
        raise BadUseError(f"{out} is there already; name another file with --out.")
    words = arguments.command or ["bash"]
    say(f"recording into {out}{'; leaving the shell ends it' if words == ['bash'] else ''}.")
    code = record(out, words, task=arguments.task, version=VERSION)
    say(f"recorded into {out}.")
    return code
