"""`playhead convert`: a run as a run tape, as ATIF, or as Markdown for a report."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.model import Tape

_ENDINGS = {"tape": ".tape.jsonl", "atif": ".trajectory.json", "markdown": ".md"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, or FILE#KEY")
    parser.add_argument("out", metavar="OUT", nargs="?", help="the file to write (markdown: stdout without one)")
    parser.add_argument("--to", choices=tuple(_ENDINGS), help="default: told by OUT (.tape.jsonl, .json, .md)")
    parser.add_argument("--replace", action="store_true", help="write over OUT where it is there already")
    parser.add_argument("--steps", metavar="N-M", help="markdown: only these steps")
    parser.add_argument("--lines", metavar="N", type=int, default=60, help="markdown: of each output N lines (60)")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file, say on stderr what could not be carried over, and return the exit code.

    Where a signal ends it nothing is left behind.

    Raises:
        PlayheadError: the run cannot be opened, or the file cannot be written.

    """
    from playhead.recording.broken_off import SignalledError, ending_in_order

    try:
        with ending_in_order():
            return _convert(arguments)
    except SignalledError as error:
        return 128 + error.number


def _convert(arguments: argparse.Namespace) -> int:
    from playhead.errors import BadUseError
    from tui.headless.runs import one_run
    from tui.headless.table import say

    to = arguments.to or _told_by(arguments.out)
    if to is None:
        raise BadUseError(
            "Say what to write: --to tape, atif or markdown, or an OUT that ends in .tape.jsonl, .json, .md."
        )
    tape = one_run(arguments.run)
    if to == "markdown":
        _markdown(tape, arguments)
        return 0
    if arguments.out is None:
        raise BadUseError(f"Name the file to write, such as {tape.path.stem}{_ENDINGS[to]}.")
    from playhead.labels.merging import events_of
    from playhead.writing.converting.convert import convert
    from tui.headless.label_store import labels_dir, tell_left_out

    out = Path(arguments.out)
    events, problems = events_of(tape, labels_dir(arguments))
    lost = convert(tape, to, out, events, replace=arguments.replace)
    said = f"{tape.steps.counted:,} steps, {tape.steps.actions:,} actions, {len(events):,} label events"
    say(f"{out}: {said}.")
    for sentence in lost:
        say(f"not carried over: {sentence}")
    tell_left_out(tape, problems)
    _tell_credentials(out)
    return 0


def _tell_credentials(out: Path) -> None:
    """Say how many values of what was written look like credentials: a record is converted as it is."""
    from playhead.secrets.counting import credentials_in
    from tui.headless.table import say

    count, all_read = credentials_in(out)
    if count:
        first = "" if all_read else " at least"
        many = "values look like credentials" if count > 1 else "value looks like a credential"
        say(f"{out}: {first.strip()}{' ' * bool(first)}{count:,} {many}; nothing was masked.")


def _told_by(out: str | None) -> str | None:
    """Return the format that a file's name tells."""
    name = (out or "").lower()
    endings = {".jsonl": "tape", ".json": "atif", ".md": "markdown"}
    return next((to for ending, to in endings.items() if name.endswith(ending)), None)


def _markdown(tape: Tape, arguments: argparse.Namespace) -> None:
    from playhead.writing.converting.convert import write_whole
    from playhead.writing.converting.to_markdown import markdown_of
    from tui.headless.label_store import store_of, tell_left_out
    from tui.streams import write

    with store_of(tape, arguments, "nobody") as store:
        tell_left_out(tape, store.diagnostics)
        pieces = markdown_of(tape, store.state, _positions(tape, arguments.steps), max(2, arguments.lines))
        encoded = (piece.encode("utf-8", "replace") for piece in pieces)
        if arguments.out is None:
            for piece in encoded:
                write(piece)
        else:
            write_whole(Path(arguments.out), encoded, replace=arguments.replace, record=tape.path)
            _tell_credentials(Path(arguments.out))


def _positions(tape: Tape, wanted: str | None) -> range:
    """Return the positions of steps N to M, all without such words.

    Raises:
        BadUseError: there are no such steps.

    """
    from playhead.errors import BadUseError

    if not wanted:
        return range(len(tape.steps))
    first, _, last = wanted.partition("-")
    ends = [tape.steps.position(int(word)) if word.isdecimal() else None for word in (first, last or first)]
    if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        raise BadUseError(f"There are no steps {wanted}: the run has steps 1 to {tape.steps.counted}.")
    return range(ends[0], ends[1] + 1)
