"""`playhead checks`: what the process checks say of a run, or of every run in a folder."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from tui.headless.label_store import add_store_arguments

if TYPE_CHECKING:
    from playhead.insight.checks import CheckResult
    from playhead.insight.decisions import DecisionPoint
    from playhead.model import Tape
    from playhead.opening import RunEntry

_FIRED = {True: "fired", False: "", None: "cannot tell"}
_WHAT = {"first_edit": "first edit", "test_run": "test run"}


@dataclass(slots=True)
class _Run:
    """One run that was checked, without its tape: C3 waits for the other runs of its task."""

    entry: RunEntry
    task: int
    status: Any
    moments: str
    results: tuple[CheckResult, ...]
    steps: dict[int, int | None]
    decisions: list[dict[str, Any]] = field(default_factory=list)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, FILE#KEY, or a folder of runs")
    parser.add_argument("--json", action="store_true", help="one JSON object a check, or a decision")
    parser.add_argument("--fired", action="store_true", help="only the checks that fired")
    parser.add_argument(
        "--all", action="store_true", help="with the checks that are muted, by the settings or in a run"
    )
    parser.add_argument("--decisions", action="store_true", help="first edits and test runs, and what came before them")
    add_store_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the checks and return the exit code: 1 where a run of a folder cannot be opened.

    Raises:
        PlayheadError: the run, or the folder, cannot be opened.

    """
    from playhead.errors import PlayheadError
    from tui.headless.runs import each_opened, runs_of, tell_unopened

    runs = runs_of(arguments.run)
    found: list[_Run] = []
    unopened = 0
    for entry, tape in each_opened(runs):
        if isinstance(tape, PlayheadError):
            unopened += 1
        else:
            found.append(_checked(entry, tape, arguments))
    _hold_against_peers(found)
    (_print_decisions if arguments.decisions else _print_checks)(found, arguments, many=runs.many)
    return tell_unopened(unopened)


def _checked(entry: RunEntry, tape: Tape, arguments: argparse.Namespace) -> _Run:
    from playhead.insight.checks import checks_of, with_muted
    from playhead.insight.checks.standing import moments_told
    from playhead.insight.decisions import decisions_of
    from playhead.insight.run_insight import insight_of
    from playhead.labels.proposals import muted_checks
    from tui.headless.label_store import store_of
    from tui.headless.rules import used_settings

    settings = used_settings()
    decisions = decisions_of(tape)
    if arguments.decisions:
        told = [_decision(one, tape) for one in decisions]
        return _Run(entry, 0, tape.outcome.status, "", (), {}, told)
    insight = insight_of(tape, settings=settings)
    with store_of(tape, arguments) as store:
        muted = muted_checks(store.state)
    results = with_muted(checks_of(tape, insight, settings, decisions=decisions), muted)
    steps = {position: tape.steps[position].n for one in results for position in one.positions}
    return _Run(entry, hash(tape.task.strip()), tape.outcome.status, moments_told(insight.moments), results, steps)


def _hold_against_peers(found: list[_Run]) -> None:
    """Hold the length of searches against the other runs of a task, where there are enough of them."""
    from playhead.insight.checks.looking import among_peers

    lengths: dict[int, list[float]] = {}
    for run_ in found:
        for one in run_.results:
            if one.id == "C3" and one.fired is not None and one.value is not None and run_.task != hash(""):
                lengths.setdefault(run_.task, []).append(one.value)
    for run_ in found:
        run_.results = tuple(among_peers(one, lengths.get(run_.task, ())) for one in run_.results)


def _print_checks(found: list[_Run], arguments: argparse.Namespace, *, many: bool) -> None:
    from playhead.insight.checks import standing
    from tui.headless.json_lines import print_json
    from tui.headless.runs import short_name, where
    from tui.headless.table import print_table, say

    rows: list[tuple[str, ...]] = []
    for run_ in found:
        name = short_name(run_.entry, arguments.run) if many else ""
        shown = [one for one in run_.results if one.fired or not arguments.fired]
        if arguments.json:
            for one in shown:
                print_json(where(run_.entry, many=many) | _json(one, run_.steps))
            continue
        rows += [(name, *_row(one, run_.steps)) for one in shown if arguments.all or not one.muted]
        said = standing(run_.status, run_.results)
        if not many:
            say(f"{said}." + (f" {run_.moments}." if run_.moments else ""))
        elif "missing" in said:
            say(f"{name}: {said}.")
    if rows:
        print_table([("RUN" if many else "", "CHECK", "", "SEVERITY", "STEPS", "WHY"), *rows], flexible=5)


def _print_decisions(found: list[_Run], arguments: argparse.Namespace, *, many: bool) -> None:
    from tui.headless.json_lines import print_json
    from tui.headless.runs import short_name, where
    from tui.headless.table import print_table

    rows: list[tuple[str, ...]] = []
    for run_ in found:
        name = short_name(run_.entry, arguments.run) if many else ""
        for one in run_.decisions:
            if arguments.json:
                print_json(where(run_.entry, many=many) | one)
            else:
                step = "" if one["step"] is None else str(one["step"])
                rows.append((name, step, _WHAT[one["what"]], one["path"], _evidence(one)))
    if rows:
        print_table([("RUN" if many else "", "STEP", "DECISION", "FILE", "BEFORE IT"), *rows], flexible=4)


def _evidence(one: dict[str, Any]) -> str:
    if one["made"]:
        return "a new file"
    seen = (f"{each['how']} {each['step']}" if each["step"] is not None else each["how"] for each in one["evidence"])
    return ", ".join(seen) or "nothing came before"


def _row(one: CheckResult, steps: dict[int, int | None]) -> tuple[str, ...]:
    numbers = [str(steps[position] or "·") for position in one.positions]
    told = " ".join(numbers[:4]) + (" …" if len(numbers) > 4 else "")
    severity = "muted" if one.muted else str(one.severity) if one.fired else ""
    return (f"{one.id} {one.title}", _FIRED[one.fired], severity, told, one.why)


def _json(one: CheckResult, steps: dict[int, int | None]) -> dict[str, Any]:
    """Return a check as JSON; `steps` are step numbers, null for a step that has none."""
    found = asdict(one)
    return found | {"severity": str(one.severity), "steps": [steps[position] for position in found.pop("positions")]}


def _decision(one: DecisionPoint, tape: Tape) -> dict[str, Any]:
    return {
        "step": tape.steps[one.position].n,
        "action": one.number,
        "what": one.what,
        "path": one.path,
        "blind": one.blind,
        "made": one.made,
        "shown": one.shown,
        "count": one.count,
        "evidence": list(_mentions(one, tape)),
    }


def _mentions(one: DecisionPoint, tape: Tape) -> Iterator[dict[str, Any]]:
    for mention in one.mentions:
        yield {
            "how": str(mention.how),
            "step": None if mention.position is None else tape.steps[mention.position].n,
            "action": None if mention.action is None else mention.action.n,
            "lines": list(mention.lines),
        }
