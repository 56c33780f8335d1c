"""`playhead files`: the files a run touched, each file by step, or the steps that wrote each hunk of its patch."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.insight.files import FileUse
    from playhead.model import Tape
    from playhead.storage.source import StepSource


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, or FILE#KEY")
    parser.add_argument("--json", action="store_true", help="one JSON object a file, or a hunk")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--story", action="store_true", help="each file by step: searched, read, edited, put back, tested")
    how.add_argument("--patch", action="store_true", help="the steps that wrote each hunk of the patch")


def run(arguments: argparse.Namespace) -> int:
    """Print the files, edited ones first, or the hunks, and return the exit code.

    Raises:
        PlayheadError: the run cannot be opened, or many were named.

    """
    from tui.headless.runs import one_run

    tape = one_run(arguments.run)
    tape.steps.wait()
    if arguments.story:
        from tui.headless.files_story import print_stories

        print_stories(tape, as_json=arguments.json)
    elif arguments.patch:
        from tui.headless.files_patch import print_origins

        print_origins(tape, as_json=arguments.json)
    else:
        _print_files(tape, as_json=arguments.json)
    return 0


def _print_files(tape: Tape, *, as_json: bool) -> None:
    from functools import partial

    from playhead.edits.history import completed_edit
    from playhead.insight.files import files_of
    from tui.headless.json_lines import print_json
    from tui.headless.table import print_table

    steps = tape.steps
    files = files_of(steps, complete=partial(completed_edit, steps))
    if as_json:
        for one in files:
            print_json(_json(one, steps))
    elif files:
        heads = ("FILE", "READ", "EDITED", "TESTED", "CHANGED", "FIRST")
        print_table([heads, *(_row(one, steps) for one in files)], flexible=0, right=frozenset({1, 2, 3, 4, 5}))


def _row(one: FileUse, steps: StepSource) -> tuple[str, ...]:
    counts = (str(count or "") for count in (one.reads, one.edits, one.tests))
    known = f"+{one.added} -{one.removed}" if one.edits > one.unknown else ""
    changed = " ".join(part for part in (known, f"{one.unknown}?" if one.unknown else "") if part)
    return (one.path, *counts, changed, str(steps[one.first].n or "·"))


def _json(one: FileUse, steps: StepSource) -> dict[str, Any]:
    """Return a file as JSON; `first` and `first_edit` are step numbers, null for a step that has none."""
    found = asdict(one)
    first_edit = None if one.first_edit is None else steps[one.first_edit].n
    return found | {"first": steps[one.first].n, "first_edit": first_edit}
