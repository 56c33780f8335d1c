"""Opening the labels of a run for a command: arguments, author, schema."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.labels.event import Event
    from playhead.labels.schema import Schema
    from playhead.labels.state import Standing
    from playhead.labels.store import LabelStore
    from playhead.model import Diagnostic, Tape

# Every field of an event, so that a script finds each of them, null where the event does not say.
_EVENT_FIELDS = (
    "id", "op", "key", "value", "on", "evidence", "note", "by", "at", "schema", "tool", "anchor", "supersedes",
    "proposal", "blind", "elapsed_ms",
)  # fmt: skip


def add_store_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says where labels are kept and which vocabulary they are of."""
    parser.add_argument("--labels", metavar="DIR", help="label journals are kept under DIR, not beside the runs")
    parser.add_argument("--schema", metavar="FILE", help="the vocabulary to label with (TOML)")


def add_event_arguments(parser: argparse.ArgumentParser, *, note: str, by: str) -> None:
    """Add what every command takes that writes one event; `note` and `by` say what is meant by them there."""
    parser.add_argument("--note", metavar="TEXT", help=note)
    parser.add_argument("--by", metavar="NAME", help=f"{by} (default: PLAYHEAD_BY, else this account)")
    parser.add_argument("--json", action="store_true", help="print the event")
    add_store_arguments(parser)


def author_of(arguments: argparse.Namespace) -> str:
    """Return under which name an event is written.

    Raises:
        BadUseError: none was given, and the account is one that many share.

    """
    from playhead.errors import BadUseError
    from playhead.labels.who import account_name

    author = (arguments.by or "").strip() or account_name()
    if author is None:
        raise BadUseError("This account is shared, so its name says nothing: add --by NAME.")
    return author


@contextmanager
def store_of(tape: Tape, arguments: argparse.Namespace, author: str | None = None) -> Iterator[LabelStore]:
    """Yield the labels of a run, to write under `author`; without one only to read. Closes them after.

    Raises:
        PlayheadError: the schema makes no sense, or the labels cannot be opened for writing.

    """
    from playhead.errors import BadUseError
    from playhead.labels.event import Author
    from playhead.labels.store import LabelStore
    from playhead.storage.standard_input import PIPED, REFUSAL

    if author is not None and tape.path == PIPED:
        raise BadUseError(REFUSAL)
    store = LabelStore.open(
        tape,
        author=Author("human", author or "nobody"),
        schema=schema_of(arguments),
        labels_dir=labels_dir(arguments),
        read_only=author is None,
    )
    try:
        yield store
    finally:
        store.close()


def tell_left_out(tape: Tape, problems: Iterable[Diagnostic]) -> None:
    """Say which labels of a run are not in what a command writes, because they cannot be read."""
    from playhead.labels.left_out import left_out
    from tui.headless.table import say

    for sentence in left_out((), problems):
        say(f"{tape.path.name}: {sentence}")


def schema_of(arguments: argparse.Namespace) -> Schema:
    """Return the vocabulary that was named, else the shipped one.

    Raises:
        PlayheadError: the file is no label schema.

    """
    from playhead.labels.schema import load_schema

    return load_schema(Path(arguments.schema) if getattr(arguments, "schema", None) else None)


def labels_dir(arguments: argparse.Namespace) -> Path | None:
    """Return the folder that journals are kept under, None for beside the runs."""
    return Path(arguments.labels) if getattr(arguments, "labels", None) else None


def event_json(event: Event) -> dict[str, Any]:
    """Return an event as an object with all its fields."""
    said = event.to_json()
    return {name: said.get(name) for name in _EVENT_FIELDS} | said


def standing_json(standing: Standing, tape: Tape) -> dict[str, Any]:
    """Return a label in force: its event, its `state`, and the numbers of the step or span that it is on now."""
    return {
        **event_json(standing.event),
        "value": standing.value,
        "state": standing.state,
        "n": None if standing.span or standing.position is None else _number(tape, standing.position),
        "span": [_number(tape, position) for position in standing.span] if standing.span else None,
    }


def finished_json(event: Event) -> dict[str, Any]:
    """Return what says that a person is done with the run, or has put it aside: its event and its `state`."""
    state = "skipped" if event.value == "skipped" else "done"
    return {**event_json(event), "state": state, "n": None, "span": None}


def known_with_labels(tape: Tape, arguments: argparse.Namespace) -> tuple[Tape, int]:
    """Return a run with what was attached to it, and how many labels people have in force; proposals are none yet."""
    from playhead.labels.attached import with_attached

    with store_of(tape, arguments) as store:
        return with_attached(tape, store.events), sum(one.state != "proposed" for one in store.state.in_force)


def _number(tape: Tape, position: int) -> int | None:
    return tape.steps[position].n if position < len(tape.steps) else None
