"""What a run's verifier reported as a test report: CTRF, JUnit XML, SWE-bench's and Harbor's reports, or its output."""

from __future__ import annotations

from playhead.insight.reports.matching import line_of, names
from playhead.insight.reports.reading import reports_in
from playhead.insight.reports.values import TestReport
from playhead.insight.verdict import counts_of, reported_tests
from playhead.late_pattern import late_pattern
from playhead.model import Layer, Tape

_TITLE = late_pattern(r"(\w+) \(([\w.]+)\)\Z")
_SKIPPED = frozenset({"skipped", "pending", "todo", "deselected", "ignored", "other", ""})


def report_of_run(tape: Tape) -> TestReport | None:
    """Return what the last verifier that names or counts tests reported; None where none did."""
    found = (report_of_layer(layer) for layer in reversed(tape.layers))
    return next((one for one in found if one is not None), None)


def report_of_layer(layer: Layer) -> TestReport | None:
    """Return the report of a verification; None for another layer, and for one that tells of no tests.

    A test that was skipped neither passed nor failed. Where only the verifier's output is there, it is read as that
    of a runner.
    """
    if layer.name != "verification":
        return None
    tests, counts = reported_tests(layer), counts_of(layer)
    if counts is None:
        found = reports_in(layer.text) if layer.text else ()
        return found[-1] if found else None
    failing = names(_name(one.name) for one in tests if one.failed)
    passing = names(_name(one.name) for one in tests if not one.failed and one.status.lower() not in _SKIPPED)
    skipped = sum(one.status.lower() in _SKIPPED for one in tests)
    stated = isinstance(layer.data.get("passed"), int)
    kind = layer.data.get("kind")
    return TestReport(
        str(kind) if isinstance(kind, str) and kind else "verifier",
        counts[1] if stated or not tests else len(passing),
        counts[0],
        0,
        skipped,
        failing,
        passing,
        tuple((_name(one.name), line_of(one.trace)) for one in tests if one.failed and one.trace.strip()),
        partial=len(failing) < counts[0],
    )


def _name(name: str) -> str:
    """Return a test's name as the reports of a run write it: `test_x (package.Case)` is `package.Case.test_x`."""
    found = _TITLE.match(name)
    if found is None:
        return name
    return found[2] if found[2].endswith(f".{found[1]}") else f"{found[2]}.{found[1]}"
