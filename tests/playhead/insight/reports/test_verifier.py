"""Verifiers' reports in the shape of all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import list_runs, open_tape
from playhead.evidence.files import report_in
from playhead.evidence.junit import junit_tests
from playhead.evidence.reported import counted
from playhead.formats.swebench.reports import layer_of
from playhead.insight.reports.verifier import report_of_layer, report_of_run
from playhead.model import Layer, Status
from tests.shared_data import labelled


def verification(**data: object) -> Layer:
    """Return a verification of a run."""
    return Layer("verification", "", "", data)


def test_ctrf_is_a_report(tmp_path: Path) -> None:
    """Names, counts, what failures say and what was skipped are those of the file."""
    path = tmp_path / "ctrf.json"
    path.write_text(
        '{"results": {"tool": {"name": "pytest"}, "summary": {"passed": 1, "failed": 1, "skipped": 1}, "tests": ['
        '{"name": "a::x", "status": "failed", "message": "no  price"}, {"name": "a::y", "status": "passed"},'
        '{"name": "a::z", "status": "skipped"}]}}'
    )
    one = report_of_layer(verification(**report_in(path, "")))
    assert one is not None
    assert (one.runner, one.passed, one.failed, one.skipped) == ("ctrf", 1, 1, 1)
    assert (one.failing, one.passing, one.signatures) == (("a::x",), ("a::y",), (("a::x", "no price"),))


def test_junit_is_a_report() -> None:
    """A test case with a failure or an error failed."""
    xml = (
        b'<testsuite><testcase classname="a" name="x"><error message="no"/></testcase><testcase name="y"/></testsuite>'
    )
    one = report_of_layer(verification(kind="junit", **counted(junit_tests(xml))))
    assert one is not None
    assert (one.runner, one.failing, one.passing, one.bad) == ("junit", ("a::x",), ("y",), 1)


def test_swe_benchs_report_names_tests_as_runs_do() -> None:
    """Django's titles become dotted names, which is how a run's own reports name its tests."""
    report = {
        "resolved": False,
        "patch_exists": True,
        "tests_status": {
            "FAIL_TO_PASS": {"success": [], "failure": ["test_x (orders.tests.Case)"]},
            "PASS_TO_PASS": {"success": ["test_y (orders.tests.Case.test_y)"], "failure": []},
        },
    }
    one = report_of_layer(layer_of(report, ()))
    assert one is not None
    assert (one.runner, one.failing, one.passing) == (
        "swe-bench",
        ("orders.tests.Case.test_x",),
        ("orders.tests.Case.test_y",),
    )


def test_counts_without_names_are_partial() -> None:
    """A verifier that only counts leaves open which tests failed."""
    one = report_of_layer(verification(passed=3, failed=2))
    assert one is not None
    assert (one.passed, one.failed, one.failing, one.partial) == (3, 2, (), True)


def test_a_verifiers_output_is_read_as_a_runners() -> None:
    """Where only the output was kept, its report is that of the runner."""
    one = report_of_layer(Layer("verification", "", "FAILED a.py::x - no\n1 failed, 2 passed in 0.1s\n"))
    assert one is not None
    assert (one.runner, one.failing, one.passed) == ("pytest", ("a.py::x",), 2)


@pytest.mark.parametrize("layer", [Layer("review", "1 failed in 0.1s"), verification(), verification(rewards={"a": 1})])
def test_what_tells_of_no_tests_is_no_report(layer: Layer) -> None:
    """A review, a bare reward, an empty verification."""
    assert report_of_layer(layer) is None


def test_the_verifier_of_every_labelled_trial_agrees_with_its_outcome() -> None:
    """In trials whose verifier reported tests, a run is resolved exactly where none failed."""
    seen = 0
    for entry in list_runs(labelled("codetracer", "trials"), 3):
        if entry.format is None:
            continue
        tape = open_tape(entry.path, entry.key)
        one = report_of_run(tape)
        if one is not None and one.runner == "ctrf":
            seen += 1
            assert (tape.outcome.status is Status.RESOLVED) == (one.bad == 0)
    assert seen > 20
