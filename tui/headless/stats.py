"""`playhead stats`: how often people agree with each rule, and who labelled what, in a run or in a folder of runs."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.labels.statistics import RuleCounts, Statistics


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a rule, then one a label")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the statistics and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened.

    """
    from playhead.errors import PlayheadError
    from playhead.labels.proposals.working_out import proposed_of
    from playhead.labels.statistics import Statistics
    from tui.headless.label_store import schema_of, store_of
    from tui.headless.rules import used_settings
    from tui.headless.runs import each_opened, runs_of, tell_unopened

    found, schema, unopened = Statistics(), schema_of(arguments), 0
    for _, tape in each_opened(runs_of(arguments.run)):
        if isinstance(tape, PlayheadError):
            unopened += 1
            continue
        with store_of(tape, arguments) as store:
            store.propose(proposed_of(tape, schema, used_settings()))
            found.add(store.state, store.events)
    if arguments.json:
        _print_json(found)
    else:
        _print_tables(found)
    return tell_unopened(unopened)


def _print_json(found: Statistics) -> None:
    from tui.headless.json_lines import print_json

    for name, counts in sorted(found.rules.items()):
        print_json({"rule": name, **_counts(counts)})
    for key, authors in sorted(found.labels.items()):
        print_json({"label": key, "count": sum(authors.values()), "authors": dict(sorted(authors.items()))})


def _counts(counts: RuleCounts) -> dict[str, Any]:
    names = ("proposed", "accepted", "rejected", "open", "answered", "precision")
    return {name: getattr(counts, name) for name in names}


def _print_tables(found: Statistics) -> None:
    from tui.headless.table import print_line, print_table, say

    rows = [(name, *_told(counts)) for name, counts in sorted(found.rules.items())]
    if rows:
        heads = ("RULE", "PROPOSED", "ACCEPTED", "REJECTED", "OPEN", "ANSWERED", "PRECISION")
        print_table([heads, *rows], flexible=0, right=frozenset(range(1, 7)))
    labels = [
        (key, str(sum(authors.values())), ", ".join(f"{name} {count}" for name, count in sorted(authors.items())))
        for key, authors in sorted(found.labels.items())
    ]
    if labels:
        print_line("")
        print_table([("LABEL", "COUNT", "BY"), *labels], flexible=2, right=frozenset({1}))
    if not rows and not labels:
        say("Nothing is proposed and nothing is labelled.")


def _told(counts: RuleCounts) -> tuple[str, ...]:
    precision = "" if counts.precision is None else f"{counts.precision:.2f}"
    numbers = (counts.proposed, counts.accepted, counts.rejected, counts.open, counts.answered)
    return (*(f"{number:,}" for number in numbers), precision)
