"""`playhead labels pack`: one's label events of many runs as lines that can be sent to somebody else."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("runs", metavar="RUN", nargs="+", help="runs, FILE#KEY, or folders of runs")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--by", metavar="NAME", help="the events of NAME (default: PLAYHEAD_BY, else this account)")
    whose.add_argument("--all", action="store_true", help="the events of everybody, of rules and models too")
    parser.add_argument("--labels", metavar="DIR", help="label journals are kept under DIR, not beside the runs")


def run(arguments: argparse.Namespace) -> int:
    """Write the lines to stdout and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: a path is not there, or it is not known whose events are meant.

    """
    from playhead.errors import BadUseError, PlayheadError
    from playhead.labels.merging import events_of, packed_lines
    from playhead.labels.who import account_name
    from tui.headless.label_store import tell_left_out
    from tui.headless.runs import each_opened, runs_of, tell_unopened
    from tui.headless.table import say
    from tui.streams import write

    name = (arguments.by or "").strip() or (None if arguments.all else account_name())
    if name is None and not arguments.all:
        raise BadUseError("This account is shared, so its name says nothing: add --by NAME, or --all.")
    labels_dir = Path(arguments.labels) if arguments.labels else None
    events = packed = unopened = 0
    for argument in arguments.runs:
        for _, tape in each_opened(runs_of(argument)):
            if isinstance(tape, PlayheadError):
                unopened += 1
                continue
            found, problems = events_of(tape, labels_dir)
            tell_left_out(tape, problems)
            mine = [one for one in found if arguments.all or one.by.id == name]
            for line in packed_lines(tape, mine):
                write(line)
            events += len(mine)
            packed += bool(mine)
    whose = "everybody" if arguments.all else name
    say(f"{events} event{'' if events == 1 else 's'} of {whose} from {packed} run{'' if packed == 1 else 's'}.")
    return tell_unopened(unopened)
