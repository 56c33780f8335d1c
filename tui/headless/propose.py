"""`playhead propose`: what rules propose as labels, of a run or of every run in a folder; written where asked."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.labels.event import Event
    from playhead.labels.proposed import Proposed
    from playhead.labels.schema import Schema
    from playhead.model import Tape


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a proposal, as a label event")
    parser.add_argument("--write", action="store_true", help="write what is new into the journal of the rules")
    parser.add_argument("--all", action="store_true", help="with the phase of every step, and what is decided already")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the proposals and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened, or the journal not written.

    """
    from playhead.errors import PlayheadError
    from tui.headless.json_lines import print_json
    from tui.headless.label_store import schema_of
    from tui.headless.runs import each_opened, runs_of, short_name, tell_unopened, where
    from tui.headless.table import print_table, say

    runs, schema = runs_of(arguments.run), schema_of(arguments)
    rows: list[tuple[str, ...]] = []
    unopened = written = 0
    for entry, tape in each_opened(runs):
        if isinstance(tape, PlayheadError):
            unopened += 1
            continue
        proposed, fresh = _of_run(tape, schema, arguments)
        written += fresh
        name = short_name(entry, arguments.run) if runs.many else ""
        for one in proposed:
            if arguments.json:
                print_json(where(entry, many=runs.many) | _json(one, tape))
            else:
                rows.append((name, *_row(one, tape)))
    if rows:
        print_table([("RUN" if runs.many else "", "ON", "LABEL", "VALUE", "BY", "WHY"), *rows], flexible=5)
    if arguments.write:
        say(f"{written:,} proposals were written.")
    return tell_unopened(unopened)


def _of_run(tape: Tape, schema: Schema, arguments: argparse.Namespace) -> tuple[list[Proposed], int]:
    """Return what is open of what the rules propose, or with `--all` everything, and how much was written."""
    from playhead.errors import BadUseError
    from playhead.labels.proposals.working_out import proposed_of
    from playhead.labels.proposed import is_quiet
    from playhead.storage.standard_input import PIPED, REFUSAL
    from tui.headless.label_store import labels_dir, store_of
    from tui.headless.rules import used_settings

    if arguments.write and tape.path == PIPED:
        raise BadUseError(REFUSAL)
    proposed = proposed_of(tape, schema, used_settings())
    written = 0
    with store_of(tape, arguments) as store:
        store.propose(proposed)
        if arguments.write:
            from playhead.labels.proposals.writing import write_proposals

            written = write_proposals(tape, store.proposed, labels_dir(arguments))
        open_ones = {one.event.id for one in store.state.in_state("proposed") if not is_quiet(one)}
    return [one for one in proposed if arguments.all or one.event.id in open_ones], written


def _json(one: Proposed, tape: Tape) -> dict[str, Any]:
    """Return a proposal as its event, with the numbers of the step or span that it is on."""
    from tui.headless.label_store import event_json

    place, numbers = one.place, _numbers(one, tape)
    span = numbers if place.span is not None else None
    return {**event_json(one.event), "n": None if span or not numbers else numbers[0], "span": span}


def _numbers(one: Proposed, tape: Tape) -> list[int | None]:
    place = one.place
    ends = place.span or (() if place.position is None else (place.position,))
    return [tape.steps[end].n for end in ends]


def _row(one: Proposed, tape: Tape) -> tuple[str, ...]:
    numbers = _numbers(one, tape)
    event = one.event
    on = f"step {numbers[0]}" if len(numbers) == 1 else f"steps {numbers[0]}-{numbers[1]}" if numbers else _inner(event)
    value = event.value
    told = ", ".join(value) if isinstance(value, tuple) else "yes" if value is True else str(value)
    return on, event.key or "", told, event.by.id, event.note or ""


def _inner(event: Event) -> str:
    """Return what a proposal is on that is not on the run's own steps: the run, or `AGENT:3` of a sub-agent."""
    from playhead.labels.target import RunTarget, ends_of

    ends = () if isinstance(event.on, RunTarget) else ends_of(event.on)
    return " to ".join(dict.fromkeys(ends)) or "run"
