"""`playhead fold`: write the labels of a run into its record."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.labels.fold import FoldResult
    from playhead.model import Tape

# What a fold came to, as an exit code: 1, the record has no place for labels and they stay in the journal; 4, refused.
_CODES = {"folded": 0, "unchanged": 0, "journal_only": 1, "refused": 4}
_NOTHING = "There are no labels to write."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a run")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Fold, say what came of it, and return the worst exit code.

    Raises:
        PlayheadError: the run cannot be opened, or its record cannot be written.

    """
    from playhead.errors import PlayheadError
    from tui.headless.json_lines import print_json
    from tui.headless.runs import each_opened, runs_of, short_name, tell_unopened, where
    from tui.headless.table import print_line, say

    runs = runs_of(arguments.run)
    code = unopened = 0
    for entry, tape in each_opened(runs):
        if isinstance(tape, PlayheadError):
            unopened += 1
            continue
        try:
            result = _fold(tape, arguments)
        except PlayheadError as error:
            if not runs.many:
                raise
            say(str(error))
            code = max(code, error.exit_code)
            continue
        code = max(code, _CODES.get(result.status, 1))
        if arguments.json:
            print_json(where(entry, many=runs.many) | _result_json(result))
        elif result.sentence != _NOTHING or not runs.many:
            print_line(f"{short_name(entry, arguments.run)}: {result.sentence}" if runs.many else result.sentence)
    return max(code, tell_unopened(unopened))


def _fold(tape: Tape, arguments: argparse.Namespace) -> FoldResult:
    from playhead.labels.fold import FoldResult
    from playhead.labels.who import account_name
    from tui.headless.label_store import store_of, tell_left_out

    with store_of(tape, arguments, account_name() or "nobody") as store:
        tell_left_out(tape, store.diagnostics)
        if not store.events:
            return FoldResult("unchanged", _NOTHING, 0)
        result = store.fold(_progress if sys.stderr.isatty() else None)
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
        return result


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\rfolding {done / max(1, total):4.0%}")
    sys.stderr.flush()


def _result_json(result: FoldResult) -> dict[str, Any]:
    return {"status": result.status, "sentence": result.sentence, "events": result.events}
