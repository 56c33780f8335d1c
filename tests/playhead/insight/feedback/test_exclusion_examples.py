"""What looks like negative feedback and is none, and what looks like such an exclusion and counts all the same.

Real runs first; what they do not hold is made: no run at hand has a test run without tests (pytest's code 5), an
expected failure, or calls that fell with another one of their turn. One holds a purposeful timeout, twice; two hold a
command put into the background.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from playhead.insight.feedback import Feedback, feedback_of
from tests.playhead.insight import real_runs
from tests.playhead.insight.feedback.told import told

# reason, run, action
EXCLUDED = [
    ("answers_no", "compcert", 7),
    ("answers_no", "git webserver", 6),
    ("answers_no", "pi large", 160),
    ("answers_no", "pi before", 410),
    ("answers_no", "otlp", 2),
    ("timeout_on_purpose", "windows", 28),
    ("timeout_on_purpose", "windows", 29),
    ("interrupted", "pi large", 145),
    ("interrupted", "pi large", 198),
]
DROPPED = "<tool_use_error>Sibling tool call errored</tool_use_error>"
MADE_EXCLUDED: list[tuple[str, dict[str, Any]]] = [
    ("answers_no", {"command": "cmp a b", "output": "a b differ: byte 1, line 1", "exit_code": 1}),
    ("answers_no", {"command": "test -f setup.cfg", "exit_code": 1}),
    ("answers_no", {"command": "git diff --exit-code", "output": "-a\n+b", "exit_code": 1}),
    ("timeout_on_purpose", {"command": "timeout 5 python server.py", "exit_code": 124}),
    ("timeout_on_purpose", {"command": "cd a && timeout -s KILL 10s ./a", "exit_code": 137}),
    ("interrupted", {"command": "make", "output": "cc a.c\nCommand aborted", "is_error": True}),
    ("no_tests", {"command": "pytest -k nothing", "output": "no tests ran in 0.01s", "exit_code": 5}),
    ("no_tests", {"command": "python -m pytest tests/new", "output": "collected 0 items", "exit_code": 5}),
    ("no_tests", {"command": "pytest -m slow", "output": "3 deselected in 0.01s", "exit_code": 5}),
    ("dropped_with_another", {"tool": "Read", "output": DROPPED, "is_error": True}),
    ("dropped_with_another", {"tool": "Grep", "output": DROPPED, "is_error": True}),
    ("dropped_with_another", {"command": "ls", "output": "Sibling tool call errored", "is_error": True}),
]

# what stands there, run, action: nothing is said against it
HARMLESS = [
    ("0 issues", "entire 68", 24),
    ("0 issues of several linters", "entire bc", 59),
    ("0 errors from 0 contexts", "heap crash", 12),
    ("in the background", "caffe", 2),
    ("in the background", "query", 5),
    ("a pipe through tail over tests that pass", "entire cd", 120),
    ("a pipe through head over a build that succeeds", "entire bc", 54),
    ("; echo done", "pi before", 371),
    ("; echo with an exit code of 0", "heap crash", 7),
    ("within its timeout", "path tracing", 3),
    ("within its timeout, behind a pipe", "path tracing", 4),
]
XFAIL = "2 passed, 1 xfailed in 0.10s"
MADE_HARMLESS: list[tuple[str, dict[str, Any]]] = [
    ("expected failures", {"command": "pytest -q", "output": f"=== {XFAIL} ===", "exit_code": 0}),
    ("expected failures, no code", {"command": "pytest -q | tail -1", "output": f"=== {XFAIL} ==="}),
    (
        "expected failures",
        {"command": "python -m unittest", "output": "Ran 2 tests in 0.1s\n\nOK (expected failures=1)"},
    ),
    ("0 failed", {"command": "npx jest", "output": "Tests:       0 failed, 3 passed, 3 total", "exit_code": 0}),
    (
        "background",
        {"command": "npm start &", "output": "Command running in background with ID: b1", "is_error": False},
    ),
]

# what looks so, class, run, action: it counts
COUNTS = [
    ("an empty search taken as a miss", "N7", "pi large", 34),
    ("a grep that complains of its pattern", "N6", "pi large", 96),
    ("an unknown program, code 127", "N2", "inspect whois", 2),
    ("a harness ran out of time", "N6", "ctf katy", 17),
    ("a harness ran out of time", "N6", "ctf capsule", 8),
    ("a harness ran out of time, by flag", "N1", "inspect 86", 4),
    ("a command was stopped, and the person objects", "N9", "pi before", 259),
    ("a command was stopped, and the person objects", "N9", "pi before", 432),
    ("a person refused a call", "N9", "entire d3", 7),
    ("a pipe through tail hides failing tests", "N3", "entire cd", 158),
    ("a pipe through tail hides a linter's complaint", "N4", "entire cd", 165),
    ("a pipe through head hides a type error", "N4", "pi before", 157),
    ("; echo hides a crash", "N5", "heap crash", 8),
    ("1 failed, 5 passed, no code", "N3", "aider repomap", 4),
    ("what was put into the background never ran", "N8", "windows", 22),
]
_FAILED = "=== 1 failed in 0.1s ==="
_XFAILED = "=== 1 failed, 1 xfailed in 0.1s ==="
_LUCKY = "FAILED (unexpected successes=1)"
MADE_COUNTS: list[tuple[str, str, dict[str, Any]]] = [
    ("|| true hides failing tests", "N3", {"command": "pytest || true", "output": _FAILED, "exit_code": 0}),
    ("code 5 of what is no test run", "N2", {"command": "./deploy", "exit_code": 5}),
    ("tests that failed, code 1", "N2", {"command": "pytest -k a", "output": _FAILED, "exit_code": 1}),
    ("tests that broke, code 2", "N2", {"command": "pytest", "output": "=== 1 error in 0.1s ===", "exit_code": 2}),
    ("unexpected successes", "N2", {"command": "python -m unittest", "output": _LUCKY, "exit_code": 1}),
    ("xfail beside a failure", "N3", {"command": "pytest | tail -1", "output": _XFAILED}),
    ("xfail beside a failure, code 1", "N2", {"command": "pytest", "output": _XFAILED, "exit_code": 1}),
    ("a call that failed by itself", "N1", {"tool": "Read", "output": "File does not exist.", "is_error": True}),
    ("a call with its own reason", "N1", {"tool": "Grep", "output": "regex parse error", "is_error": True}),
    ("an edit that was refused", "N1", {"tool": "Edit", "output": "String to replace not found", "is_error": True}),
    ("a job that is there no more", "N2", {"command": "kill %1", "output": "no such job", "exit_code": 1}),
]
QUOTED = [
    ("a file of tests with tracebacks in it, read", "break filter", 2),
    ("code with messages of failure, read", "entire cd", 26),
    ("code with messages of failure, read", "pi large", 2),
    ("an echo of what is not there", "entire ec", 50),
]


def _judged(case: dict[str, Any]) -> Feedback | None:
    return feedback_of(told(**case))


@pytest.mark.parametrize(("reason", "name", "number"), EXCLUDED)
def test_what_is_excluded_says_why(reason: str, name: str, number: int) -> None:
    """A failed action of a real run that is no negative feedback is told with its reason."""
    found = real_runs.feedback(name, number)
    assert found is not None
    assert (found.excluded, found.negative) == (reason, False)


@pytest.mark.parametrize(("reason", "case"), MADE_EXCLUDED)
def test_what_no_run_at_hand_holds_is_excluded_too(reason: str, case: dict[str, Any]) -> None:
    """A failed action that is no negative feedback is told with its reason."""
    found = _judged(case)
    assert found is not None
    assert (found.excluded, found.negative) == (reason, False)


@pytest.mark.parametrize(("what", "name", "number"), [*HARMLESS, *QUOTED])
def test_zeros_pipes_background_and_quotations_say_nothing(what: str, name: str, number: int) -> None:
    """Words of failure that count nothing, or stand in what was only shown, are no feedback."""
    assert real_runs.feedback(name, number) is None, what


@pytest.mark.parametrize(("what", "case"), MADE_HARMLESS)
def test_expected_failures_say_nothing(what: str, case: dict[str, Any]) -> None:
    """A report without a failure says nothing against the run, whatever else it counts."""
    assert _judged(case) is None, what


@pytest.mark.parametrize(("what", "rule", "name", "number"), COUNTS)
def test_what_only_looks_excluded_counts(what: str, rule: str, name: str, number: int) -> None:
    """Behind a pipe, a code that could answer or a person who stops, what went wrong in a real run is still seen."""
    found = real_runs.feedback(name, number)
    assert found is not None, what
    assert (found.rule, found.negative) == (rule, True)


@pytest.mark.parametrize(("what", "rule", "case"), MADE_COUNTS)
def test_what_no_run_at_hand_holds_counts_too(what: str, rule: str, case: dict[str, Any]) -> None:
    """A look-alike of an exclusion is negative."""
    found = _judged(case)
    assert found is not None, what
    assert (found.rule, found.negative) == (rule, True)


def test_every_reason_has_three_examples() -> None:
    """Each exclusion by name is held by three examples or more, real ones where the runs have them."""
    reasons = Counter(one[0] for one in (*EXCLUDED, *MADE_EXCLUDED))
    assert {reason for reason, count in reasons.items() if count >= 3} == {
        "answers_no",
        "timeout_on_purpose",
        "interrupted",
        "no_tests",
        "dropped_with_another",
    }
