"""`playhead tests`: the tests of a run by test run: which failed when, which step flipped them."""

# ruff: noqa: PLC0415 - what is heavy is imported when a command runs, so that --help is instant

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playhead.insight.reports import TestReport
    from playhead.insight.test_matrix import Row
    from playhead.insight.test_runs import TestRun
    from playhead.storage.source import StepSource


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", help="a run, or FILE#KEY")
    parser.add_argument("--json", action="store_true", help="one JSON object a test run, then one a test")


def run(arguments: argparse.Namespace) -> int:
    """Print the matrix of tests by test run and return the exit code.

    Raises:
        PlayheadError: the run cannot be opened, or many were named.

    """
    from playhead.insight.reports.verifier import report_of_run
    from playhead.insight.run_insight import insight_of
    from playhead.insight.test_matrix import matrix_of
    from tui.headless.json_lines import print_json
    from tui.headless.runs import one_run
    from tui.headless.table import print_table, say

    tape = one_run(arguments.run)
    matrix = matrix_of(insight_of(tape).tests, report_of_run(tape))
    if arguments.json:
        for test_run in matrix.runs:
            print_json({"test_run": _run_json(test_run, tape.steps)})
        if matrix.verifier is not None:
            print_json({"verifier": _report_json(matrix.verifier)})
        for row in matrix.rows:
            print_json({"test": _test_json(row, tape.steps)})
        return 0
    if not matrix.runs and matrix.verifier is None:
        say("No action printed a report of tests, and no verifier reported any.")
        return 0
    last = [] if matrix.verifier is None else [matrix.verifier]
    heads = ("TEST", *(f"{tape.steps[one.position].n}" for one in matrix.runs), *("VERIFIER" for _ in last))
    rows = [(row.name, *(cell.glyph for cell in row.cells), *(row.verifier.glyph for _ in last)) for row in matrix.rows]
    counts = (*matrix.failing, *(report.bad for report in last))
    failing = ("failing", *("?" if count is None else str(count) for count in counts))
    print_table([heads, *rows, failing], flexible=0, right=frozenset(range(1, len(heads))))
    for sentence in matrix.sentences(lambda position: str(tape.steps[position].n)):
        say(sentence)
    return 0


def _run_json(one: TestRun, steps: StepSource) -> dict[str, Any]:
    return {
        "step": steps[one.position].n,
        "action": one.number,
        "check": one.check,
        **_report_json(one.report),
    }


def _report_json(report: TestReport) -> dict[str, Any]:
    return {
        "runner": report.runner,
        "passed": report.passed,
        "failed": report.failed,
        "errors": report.errors,
        "skipped": report.skipped,
        "failing": list(report.failing),
        "signatures": dict(report.signatures),
        "partial": report.partial,
    }


def _test_json(row: Row, steps: StepSource) -> dict[str, Any]:
    return {
        "name": row.name,
        "results": [str(cell) for cell in row.cells],
        "verifier": str(row.verifier),
        "flips": [
            {"step": steps[flip.position].n, "action": flip.number, "to": str(flip.to), "changed": list(flip.by)}
            for flip in row.flips
        ],
    }
