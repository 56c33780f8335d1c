"""`playhead steps`: the steps of a run, one a line."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playhead.model import Step, Tape
    from playhead.storage.source import StepSource


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, or FILE#KEY")
    parser.add_argument("--json", action="store_true", help="one JSON object a step")
    parser.add_argument("--full", action="store_true", help="with outputs, arguments and diffs (JSON)")
    parser.add_argument("--agents", action="store_true", help="with the steps of sub-agents, after those of the run")


def run(arguments: argparse.Namespace) -> int:
    """Print the steps and return the exit code.

    Raises:
        PlayheadError: the run cannot be opened, or many were named.

    """
    from tui.headless.json_lines import print_json
    from tui.headless.runs import one_run
    from tui.headless.shape import step_json

    tape = one_run(arguments.run)
    found = _steps(tape, agents=arguments.agents)
    if not arguments.json:
        _print_plain(found)
        return 0
    for step, source in found:
        print_json(step_json(step, source, full=arguments.full))
    return 0


def _steps(tape: Tape, *, agents: bool) -> Iterator[tuple[Step, StepSource]]:
    from playhead.storage.source import iterate

    sources = [tape.steps, *(one.steps for one in tape.subagents if agents)]
    for source in sources:
        for step in iterate(source):
            yield step, source


def _print_plain(found: Iterator[tuple[Step, StepSource]]) -> None:
    from tui.headless.table import print_table

    heads = ("STEP", "ACTIONS", "KIND", "WHAT", "RESULT")
    rows = (_row(step) for step, _ in found)
    print_table(chain([heads], rows), flexible=3, right=frozenset({0, 1}))


def _row(step: Step) -> tuple[str, ...]:
    from playhead.insight.rows import row_of

    row = row_of(step)
    number = "·" if step.n is None else str(step.n)
    numbers = [action.n for action in step.actions if action.n is not None]
    span = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else str(numbers[0]) if numbers else ""
    name = number if step.agent == "main" else f"{step.agent}:{number}"
    return (name, span, step.kind.value, row.title, row.result)
