"""`playhead attach`: put a review, a report of hidden tests or a gold patch to a run that is over."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_event_arguments

if TYPE_CHECKING:
    from playhead.labels.event import Event
    from playhead.model import Tape


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, or FILE#KEY")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--review", metavar="FILE", help="what somebody says of the run: a text, or JSON with a text")
    what.add_argument("--verifier", metavar="FILE", help="a test report: JUnit XML, CTRF JSON, SWE-bench's report.json")
    what.add_argument("--patch", metavar="FILE", help="a gold patch: one that solves the task")
    parser.add_argument("--retract", action="store_true", help="take back what you attached from a FILE of this name")
    add_event_arguments(parser, note="why, or where it is from", by="who attaches it")


def run(arguments: argparse.Namespace) -> int:
    """Attach it, wait until it is durable, say so, and return the exit code.

    Raises:
        PlayheadError: the run or the file cannot be read, the file is of another kind, or nothing can be saved.

    """
    from tui.headless.json_lines import print_json
    from tui.headless.label_store import author_of, event_json, store_of
    from tui.headless.runs import one_run
    from tui.headless.table import say

    author = author_of(arguments)
    tape = one_run(arguments.run)
    key, path = _asked(arguments)
    value = {"source": path.name} if arguments.retract else _value(key, path, tape)
    with store_of(tape, arguments, author) as store:
        if arguments.retract:
            _refuse_what_is_not_there(store.events, key, path, author, tape)
        event: Event = store.attach(key, value, note=arguments.note)
        store.flush()
    if arguments.json:
        print_json(event_json(event))
    done = "taken back" if arguments.retract else "attached"
    later = "" if tape.record is None else "; `playhead fold` writes it into the record"
    say(f"{path.name} is {done} as {key} by {author} for {tape.path}{later}.")
    return 0


def _asked(arguments: argparse.Namespace) -> tuple[str, Path]:
    """Return the layer and the file that were named."""
    named = (("review", arguments.review), ("verification", arguments.verifier), ("patch", arguments.patch))
    return next((key, Path(file)) for key, file in named if file is not None)


def _value(key: str, path: Path, tape: Tape) -> dict[str, Any]:
    from playhead.evidence.files import patch_in, report_in, review_in

    if key == "review":
        return review_in(path)
    return patch_in(path) if key == "patch" else report_in(path, tape.id)


def _refuse_what_is_not_there(events: tuple[Event, ...], key: str, path: Path, author: str, tape: Tape) -> None:
    from playhead.errors import BadUseError
    from playhead.labels.attached import attachments

    mine = [one for one in attachments(events, tape.key) if one.by.id == author and one.key == key]
    if not any(isinstance(one.value, dict) and one.value.get("source") == path.name for one in mine):
        raise BadUseError(f"{author} has attached no {key} from a file {path.name} to {tape.path}.")
