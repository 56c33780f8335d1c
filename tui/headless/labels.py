"""`playhead labels`: the labels in force on a run, or everything that was ever said about it."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.model import Tape

_FINISHED = ("done", "skipped")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a label")
    parser.add_argument("--events", action="store_true", help="the whole history, not only what is in force")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the labels and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened.

    """
    from playhead.errors import PlayheadError
    from tui.headless.json_lines import print_json
    from tui.headless.runs import each_opened, runs_of, short_name, tell_unopened, where

    runs = runs_of(arguments.run)
    unopened = 0
    rows: list[tuple[str, ...]] = []
    for entry, tape in each_opened(runs):
        if isinstance(tape, PlayheadError):
            unopened += 1
            continue
        for found in _labels(tape, arguments):
            if arguments.json:
                print_json(where(entry, many=runs.many) | found)
            else:
                rows.append((short_name(entry, arguments.run) if runs.many else "", *_row(found)))
    if rows:
        _print_rows(rows, many=runs.many)
    return tell_unopened(unopened)


def _labels(tape: Tape, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from playhead.labels.left_out import left_out
    from tui.headless.label_store import event_json, finished_json, standing_json, store_of
    from tui.headless.table import say

    with store_of(tape, arguments) as store:
        for sentence in left_out(store.events, store.diagnostics):
            say(f"{tape.path.name}: {sentence}")
        if arguments.events:
            return [event_json(event) for event in store.events]
        state = store.state
        return [standing_json(one, tape) for one in state.in_force] + [finished_json(one) for one in state.finished]


def _row(found: dict[str, Any]) -> tuple[str, ...]:
    state = found.get("state") or found["op"]
    note = found["note"] or ""
    value = "" if state in _FINISHED else _value(found["value"])
    return (_on(found), found["key"] or "", value, state, found["by"]["id"], found["at"] or "", note)


def _on(found: dict[str, Any]) -> str:
    on = found["on"]
    action = f" action {on['action']}" if on.get("action") else ""
    if found.get("span"):
        return "steps {}-{}".format(*found["span"])
    if found.get("n"):
        return f"step {found['n']}{action}"
    if "step" in on:
        return f"step id:{on['step']}{action}"
    return f"steps id:{on['from']} to id:{on['to']}" if "from" in on else "run"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_value(one) for one in value)
    return "" if value is None else str(value)


def _print_rows(rows: list[tuple[str, ...]], *, many: bool) -> None:
    from tui.headless.table import print_table

    heads = ("PATH" if many else "", "ON", "LABEL", "VALUE", "STATE", "BY", "AT", "NOTE")
    print_table([heads, *rows], flexible=7)
