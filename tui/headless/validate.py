"""`playhead validate`: what is wrong with a record, by the reader and by the rules of its format."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playhead.model import Diagnostic, Tape


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a run")


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong and return the exit code: 1 where there are errors.

    Raises:
        PlayheadError: the only run that was named, or the folder, cannot be opened.

    """
    from playhead.diagnostics import errors_in, in_words, severity_of, worst_first
    from playhead.errors import PlayheadError
    from tui.headless.json_lines import print_json
    from tui.headless.runs import each_opened, runs_of, short_name, where
    from tui.headless.shape import diagnostic_json
    from tui.headless.table import print_line

    runs = runs_of(arguments.run)
    bad = 0
    for entry, tape in each_opened(runs, in_part=True):
        found = () if isinstance(tape, PlayheadError) else wrong_with(tape)
        failed = isinstance(tape, PlayheadError) or errors_in(found) > 0
        bad += failed
        if arguments.json:
            said = {"error": str(tape)} if isinstance(tape, PlayheadError) else {"format": tape.format}
            shown = [diagnostic_json(one) for one in found]
            print_json(where(entry, many=runs.many) | said | {"valid": not failed, "diagnostics": shown})
            continue
        verdict = str(tape) if isinstance(tape, PlayheadError) else f"{tape.format}: {in_words(found) or 'nothing'}"
        print_line(f"{short_name(entry, arguments.run)}: {verdict}" if runs.many else verdict)
        for one in worst_first(found):
            print_line(f"{'  ' if runs.many else ''}{severity_of(one.code)}: {one.where}: {one.text} [{one.code}]")
    return 1 if bad else 0


def wrong_with(tape: Tape) -> tuple[Diagnostic, ...]:
    """Return what reading every step met, then what the rules of the format say."""
    from playhead.formats import registry

    tape.steps.wait()
    tape = tape.refreshed()
    kind = registry.named(tape.format)
    more = tuple(kind.validate(tape)) if kind is not None and kind.validate is not None else ()
    return (*tape.diagnostics, *more)
