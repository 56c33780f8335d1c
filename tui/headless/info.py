"""`playhead info`: what is known of a run, or of every run in a folder."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.model import Tape
    from playhead.opening import RunEntry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a run")
    parser.add_argument("--unknown", action="store_true", help="the fields of the record that its reader does not use")
    parser.add_argument("--guess", action="store_true", help="propose a mapping file for a format nobody knows")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what is known and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened.

    """
    from playhead.errors import PlayheadError
    from tui.headless.json_lines import print_json
    from tui.headless.label_store import known_with_labels
    from tui.headless.runs import each_opened, runs_of, short_name, tell_unopened, where
    from tui.headless.shape import run_json, unreadable_json

    if arguments.guess:
        return _print_guess(arguments.run)
    runs = runs_of(arguments.run)
    if arguments.unknown:
        from tui.headless.unknown import print_unknown

        return print_unknown(runs, arguments.run, as_json=arguments.json)
    unopened = 0
    rows: list[tuple[str, ...]] = []
    for entry, tape in each_opened(runs, in_part=True):
        if isinstance(tape, PlayheadError):
            unopened += 1
            found: dict[str, Any] = unreadable_json(str(tape))
        else:
            whole, labels = known_with_labels(tape, arguments)
            found = run_json(whole, labels)
        if arguments.json:
            print_json(where(entry, many=runs.many) | found)
        elif runs.many:
            rows.append((short_name(entry, arguments.run), *_row(entry, found)))
        elif not isinstance(tape, PlayheadError):
            _print_one(whole, found)
    if rows:
        _print_many(rows)
    return tell_unopened(unopened)


def _print_guess(file: str) -> int:
    """Print a mapping for a file, and say where none is needed."""
    from pathlib import Path

    from playhead.formats import registry
    from playhead.formats.own.guess import guess
    from playhead.opening import probe_of
    from tui.headless.table import say
    from tui.streams import write_text

    text = guess(Path(file))
    known = registry.detect(probe_of(Path(file)))
    if known is not None:
        say(f"{file} opens without a mapping, as {known[0].name}.")
    write_text(text)
    return 0


def _print_one(tape: Tape, found: dict[str, Any]) -> None:
    from playhead.diagnostics import severity_of, worst_first
    from playhead.insight.replay import missing_to_replay
    from tui.headless.table import print_line, print_table

    version = f" {tape.format_version}" if tape.format_version else ""
    agent = " ".join(part for part in (tape.agent.name, tape.agent.version, tape.agent.model) if part)
    status = " · ".join(part for part in (tape.outcome.status.value, tape.outcome.reason) if part)
    source = f" ({tape.outcome.source})" if tape.outcome.source else ""
    snapshot = [part for part in (tape.snapshot.repo, tape.snapshot.branch, tape.snapshot.commit) if part]
    facts = (
        ("title", tape.title),
        ("id", tape.id),
        ("format", f"{tape.format}{version}"),
        ("agent", agent),
        ("outcome", f"{status}{source}"),
        ("snapshot", " ".join(snapshot)),
        ("steps", f"{tape.steps.counted} (of {tape.steps.native_steps} in the record)"),
        ("actions", str(tape.steps.actions)),
        ("sub-agents", ", ".join(f"{one.id} {one.steps.counted} steps" for one in tape.subagents)),
        ("time", _time(tape)),
        ("tokens", _tokens(tape)),
        ("cost", f"${tape.cost_usd:.4f}" if tape.cost_usd else ""),
        ("labels", str(found["labels"])),
        *((f"{layer.name}", layer.title) for layer in tape.layers),
        ("missing to replay", ", ".join(missing_to_replay(tape))),
    )
    print_table([(name, text) for name, text in facts if text], flexible=1)
    for one in worst_first(tape.diagnostics):
        print_line(f"{severity_of(one.code)}: {one.where}: {one.text} [{one.code}]")


def _time(tape: Tape) -> str:
    lasted = "" if tape.duration_s is None else f"{tape.duration_s:,.1f} s"
    return " · ".join(part for part in (tape.started, lasted) if part)


def _tokens(tape: Tape) -> str:
    parts = (("in", tape.tokens.input), ("out", tape.tokens.output), ("cached", tape.tokens.cached))
    return ", ".join(f"{count:,} {name}" for name, count in parts if count is not None)


def _row(entry: RunEntry, found: dict[str, Any]) -> tuple[str, ...]:
    if "error" in found:
        why = found["error"].removeprefix(f"{entry.path} ").partition(". ")[0]
        return ("", "unreadable", "", "", "", why)
    counts = (str(found[name]) for name in ("steps", "actions", "labels"))
    return (found["format"], found["outcome"]["status"], *counts, found["title"] or "")


def _print_many(rows: list[tuple[str, ...]]) -> None:
    from tui.headless.table import print_table

    heads = ("PATH", "FORMAT", "OUTCOME", "STEPS", "ACTIONS", "LABELS", "TITLE")
    print_table([heads, *rows], flexible=6, right=frozenset({3, 4, 5}))
