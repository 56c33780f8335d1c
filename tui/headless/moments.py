"""`playhead moments`: the recovery moments of a run, or of every run in a folder."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playhead.insight.moments.values import Moment
    from playhead.storage.source import StepSource


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a moment")
    parser.add_argument("--heaviest", action="store_true", help="the longest first, not in the order of the run")


def run(arguments: argparse.Namespace) -> int:
    """Print the moments and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened.

    """
    from playhead.errors import PlayheadError
    from playhead.insight.moments.shape import moment_json
    from playhead.insight.run_insight import insight_of
    from tui.headless.json_lines import print_json
    from tui.headless.rules import used_settings
    from tui.headless.runs import each_opened, runs_of, short_name, tell_unopened, where
    from tui.headless.table import print_table

    runs = runs_of(arguments.run)
    rows: list[tuple[str, ...]] = []
    unopened = 0
    for entry, tape in each_opened(runs):
        if isinstance(tape, PlayheadError):
            unopened += 1
            continue
        found = list(insight_of(tape, settings=used_settings()).moments)
        if arguments.heaviest:
            found.sort(key=lambda one: -one.length)
        name = short_name(entry, arguments.run) if runs.many else ""
        for moment in found:
            if arguments.json:
                print_json(where(entry, many=runs.many) | moment_json(moment, tape.steps))
            else:
                rows.append((name, *_row(moment, tape.steps)))
    if rows:
        heads = ("RUN", "STEPS", "ACTIONS", "OUTCOME", "KIND", "TRIES", "EVIDENCE")
        print_table([heads if runs.many else ("", *heads[1:]), *rows], flexible=6, right=frozenset({1, 2, 5}))
    return tell_unopened(unopened)


def _row(moment: Moment, steps: StepSource) -> tuple[str, ...]:
    from playhead.insight.best_line import best_quote

    first, last = steps[moment.trigger_position].n, steps[moment.end_position].n
    outcome = str(moment.outcome).replace("_", " ") + (" (went in circles)" if moment.spiral_inside else "")
    return (
        _span(first, last),
        _span(moment.trigger_action, moment.end_action),
        outcome,
        str(moment.kind).replace("_", " "),
        str(len(moment.attempts) or ""),
        best_quote(steps, moment),
    )


def _span(first: int | None, last: int | None) -> str:
    told = [str(one) for one in (first, last) if one is not None]
    return told[0] if len(set(told)) == 1 else "-".join(told)
