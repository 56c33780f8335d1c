"""`playhead checks`: what the process checks say of a run, or of every run in a folder."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.insight.checks import CheckResult
    from playhead.storage.source import StepSource

_FIRED = {True: "fired", False: "", None: "cannot tell"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a check")
    parser.add_argument("--fired", action="store_true", help="only the checks that fired")


def run(arguments: argparse.Namespace) -> int:
    """Print the checks and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened.

    """
    from playhead.errors import PlayheadError
    from playhead.insight.checks import checks_of, missing_understanding
    from playhead.insight.run_insight import insight_of
    from playhead.model import Status
    from tui.headless.json_lines import print_json
    from tui.headless.rules import used_settings
    from tui.headless.runs import each_opened, runs_of, short_name, tell_unopened, where
    from tui.headless.table import print_table, say

    runs = runs_of(arguments.run)
    rows: list[tuple[str, ...]] = []
    unopened = 0
    for entry, tape in each_opened(runs):
        if isinstance(tape, PlayheadError):
            unopened += 1
            continue
        settings = used_settings()
        results = checks_of(tape, insight_of(tape, settings=settings), settings)
        name = short_name(entry, arguments.run) if runs.many else ""
        for one in results:
            if arguments.fired and not one.fired:
                continue
            if arguments.json:
                print_json(where(entry, many=runs.many) | _json(one, tape.steps))
            else:
                rows.append((name, *_row(one, tape.steps)))
        missing = missing_understanding(results)
        if missing and tape.outcome.status is Status.RESOLVED and not arguments.json:
            told = ", ".join(one.title for one in missing)
            say(f"{name + ': ' if name else ''}passed; evidence of understanding missing: {told}.")
    if rows:
        heads = ("RUN" if runs.many else "", "CHECK", "", "SEVERITY", "STEPS", "WHY")
        print_table([heads, *rows], flexible=5)
    return tell_unopened(unopened)


def _row(one: CheckResult, steps: StepSource) -> tuple[str, ...]:
    numbers = [str(steps[position].n or "·") for position in one.positions]
    told = " ".join(numbers[:4]) + (" …" if len(numbers) > 4 else "")
    return (f"{one.id} {one.title}", _FIRED[one.fired], str(one.severity) if one.fired else "", told, one.why)


def _json(one: CheckResult, steps: StepSource) -> dict[str, Any]:
    """Return a check as JSON; `steps` are step numbers, null for a step that has none."""
    found = asdict(one)
    return found | {"severity": str(one.severity), "steps": [steps[position].n for position in found.pop("positions")]}
