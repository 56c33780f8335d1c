"""From the command line to a running screen: what can be refused is refused before the screen is taken."""

from __future__ import annotations

import argparse
from pathlib import Path

from playhead.errors import UnreadableError
from playhead.labels.schema import load_schema
from playhead.labels.who import account_name
from playhead.model import Tape
from playhead.opening import RunEntry, list_runs, open_tape
from tui.session import Session
from tui.themes import theme_name


def start(arguments: argparse.Namespace) -> int:
    """Open the screen on the paths that were given and return the exit code.

    Raises:
        PlayheadError: a single run that cannot be opened, or a schema that makes no sense.

    """
    session = Session(
        schema=load_schema(arguments.schema),
        author=arguments.by or account_name(),
        labels_dir=Path(arguments.labels) if arguments.labels else None,
        read_only=arguments.read_only,
        label_mode=arguments.label,
        at=arguments.at,
        theme=theme_name(arguments.theme),
    )
    paths = [Path(path) for path in arguments.paths] or [Path()]
    tape = _single_run(paths)
    if tape is not None:
        session.queue = _siblings(tape)
        session.move_to(next((entry for entry in session.queue if entry.path == tape.path), session.queue[0]))
    from tui.app import PlayheadApp  # noqa: PLC0415 - after everything that can be refused

    app = PlayheadApp(session, tape=tape, folders=() if tape is not None else tuple(paths))
    app.run()
    return app.return_code or 0


def _single_run(paths: list[Path]) -> Tape | None:
    """Return the one run that was asked for, None where the paths are to be listed."""
    if len(paths) != 1:
        return None
    (path,) = paths
    if not path.is_dir():
        return open_tape(path)
    try:
        return open_tape(path)
    except UnreadableError:
        next(iter(list_runs(path)), None)  # a folder that cannot be listed is refused here
        return None


def _siblings(tape: Tape) -> list[RunEntry]:
    return [RunEntry(tape.path, key=tape.key, format=tape.format)]
