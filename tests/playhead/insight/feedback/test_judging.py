"""The classes of negative feedback, each with what it must see and what it must not."""

from __future__ import annotations

from typing import Any

import pytest

from playhead.insight.feedback import feedback_of
from playhead.insight.feedback.values import FeedbackKind
from tests.playhead.insight.feedback.told import told

PYTEST_FAILED = "F.\nFAILED tests/test_a.py::test_x - assert 1 == 2\n=== 1 failed, 1 passed in 0.10s ==="
TRACEBACK = 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nValueError: no\n'
GO_LINT = "cmd/a.go:3:2: Error return value is not checked (errcheck)"
UNAPPROVED = "Claude requested permissions to write to /a, which requires approval"
UNITTEST_FAILED = "FAIL: test_a (t.T)\nRan 3 tests in 0.1s\n\nFAILED (failures=1)"
TWO_ACTIONS = "Please always provide EXACTLY ONE action"
DROPPED = "<tool_use_error>Sibling tool call errored</tool_use_error>"
REFUSED_EDIT = "Your proposed edit has introduced new syntax error(s)."
REJECTED = "The user doesn't want to proceed with this tool use. The tool use was rejected"

SEEN: list[tuple[str, FeedbackKind, dict[str, Any]]] = [
    ("N1", FeedbackKind.TOOL_ERROR, {"tool": "Edit", "output": "String to replace not found", "is_error": True}),
    ("N1", FeedbackKind.NOT_FOUND, {"tool": "Read", "output": "File does not exist.", "is_error": True}),
    ("N1", FeedbackKind.TEST, {"command": "pytest -q", "output": PYTEST_FAILED, "is_error": True, "exit_code": 1}),
    (
        "N1",
        FeedbackKind.PERMISSION,
        {
            "tool": "Write",
            "output": "Claude requested permissions to write to /a, which requires approval",
            "is_error": True,
        },
    ),
    ("N2", FeedbackKind.TEST, {"command": "pytest -q", "output": PYTEST_FAILED, "exit_code": 1}),
    ("N2", FeedbackKind.COMMAND_ERROR, {"command": "python a.py", "output": TRACEBACK, "exit_code": 1}),
    (
        "N2",
        FeedbackKind.NOT_FOUND,
        {"command": "cat a", "output": "cat: a: No such file or directory", "exit_code": 1},
    ),
    (
        "N2",
        FeedbackKind.BUILD,
        {"command": "go build ./...", "output": "a.go:141:21: undefined: x", "exit_code": 1},
    ),
    ("N2", FeedbackKind.TIMEOUT, {"command": "python slow.py", "exit_code": 124}),
    ("N3", FeedbackKind.TEST, {"command": "pytest -q | tail -3", "output": PYTEST_FAILED, "exit_code": 0}),
    ("N3", FeedbackKind.TEST, {"command": "pytest -q", "output": PYTEST_FAILED}),
    (
        "N3",
        FeedbackKind.TEST,
        {"command": "python -m unittest", "output": UNITTEST_FAILED},
    ),
    ("N4", FeedbackKind.LINT_TYPE, {"command": "golangci-lint run | tail", "output": GO_LINT, "exit_code": 0}),
    ("N4", FeedbackKind.BUILD, {"command": "make 2>&1 | tail", "output": "make: *** [all] Error 2", "exit_code": 0}),
    ("N4", FeedbackKind.BUILD, {"command": "python a.py", "output": "  x = (\nSyntaxError: '(' was never closed"}),
    ("N5", FeedbackKind.COMMAND_ERROR, {"command": "python a.py", "output": TRACEBACK}),
    ("N5", FeedbackKind.COMMAND_ERROR, {"command": "./a", "output": "Segmentation fault (core dumped)"}),
    ("N5", FeedbackKind.COMMAND_ERROR, {"command": "python r.py", "output": "Error: 1 validation error for Foo"}),
    ("N6", FeedbackKind.TOOL_ERROR, {"tool": "edit", "command": "edit 2:3\nx\nend_of_edit", "output": REFUSED_EDIT}),
    ("N6", FeedbackKind.NOT_FOUND, {"command": "cat b", "output": "cat: b: No such file or directory"}),
    (
        "N6",
        FeedbackKind.TOOL_ERROR,
        {"command": "ls", "output": TWO_ACTIONS, "executed": False},
    ),
    ("N8", FeedbackKind.NO_OP, {"command": ":", "output": "(Bash completed with no output)"}),
    ("N8", FeedbackKind.NO_OP, {"command": ": python eval.py"}),
    ("N8", FeedbackKind.NO_OP, {"command": "true"}),
    ("N9", FeedbackKind.PERSON, {"tool": "Edit", "output": REJECTED, "is_error": True}),
    ("N9", FeedbackKind.PERSON, {"command": "rm a", "output": REJECTED, "is_error": True, "executed": False}),
    ("N9", FeedbackKind.PERSON, {"command": "pytest", "person": "why are you changing the tests?"}),
]

UNSEEN: list[dict[str, Any]] = [
    {"tool": "Edit", "output": "The file a.py has been updated.", "is_error": False},
    {"tool": "Read", "output": "1\tTraceback (most recent call last):"},
    {"tool": "Grep", "output": "a.py:3: raise ValueError('FAILED')"},
    {"command": "cat log.txt", "output": PYTEST_FAILED},
    {"command": "git log -3", "output": "fix: 3 failed tests\nError: none"},
    {"command": "echo 'Error: x'", "output": "Error: x"},
    {"command": "pytest -q", "output": "=== 3 passed, 0 failed in 0.10s ===", "exit_code": 0},
    {"command": "pytest -q", "output": "=== 2 passed, 1 xfailed in 0.10s ===", "exit_code": 0},
    {"command": "golangci-lint run", "output": "0 issues.", "exit_code": 0},
    {"command": "make", "output": "cc a.c\nwarnings: 0 errors: 0", "exit_code": 0},
    {"command": "python a.py", "output": "caught ValueError: all fine", "exit_code": 0},
    {"command": "ls", "output": ""},
    {"command": "mkdir a", "output": ""},
    {"command": "pytest", "person": "great, go ahead"},
    {"command": "pytest", "person": "can you add a test for the parser too?"},
    {"command": "pytest", "person": "no, this is fine."},
    {"tool": "WebFetch", "output": "HTTP errors such as 404 are described on this page"},
    {"tool": "Task", "output": "The reviewer found: error handling is missing"},
]

EXCLUDED: list[tuple[str, dict[str, Any]]] = [
    ("answers_no", {"command": "grep foo a.py", "exit_code": 1}),
    ("answers_no", {"command": "cd x && rg foo", "exit_code": 1}),
    ("answers_no", {"command": "diff a b", "output": "1c1", "exit_code": 1}),
    ("answers_no", {"command": "which pytest", "exit_code": 1}),
    ("no_tests", {"command": "pytest -k nothing", "output": "no tests ran in 0.01s", "exit_code": 5}),
    ("timeout_on_purpose", {"command": "timeout 5 python server.py", "exit_code": 124}),
    ("timeout_on_purpose", {"command": "cd a && timeout 10s ./a", "exit_code": 124}),
    (
        "dropped_with_another",
        {"tool": "Read", "output": DROPPED, "is_error": True},
    ),
]


@pytest.mark.parametrize(("rule", "kind", "case"), SEEN)
def test_what_did_not_work_is_seen_with_its_rule_and_kind(rule: str, kind: FeedbackKind, case: dict[str, Any]) -> None:
    """Each class of negative feedback is seen by the most trusted rule that can see it."""
    found = feedback_of(told(**case))
    assert found is not None
    assert (found.rule, found.kind, found.negative) == (rule, kind, True)


@pytest.mark.parametrize("case", UNSEEN)
def test_what_only_looks_so_is_not_seen(case: dict[str, Any]) -> None:
    """Quotations, zeros, things that were only said and things that are fine are no negative feedback."""
    assert feedback_of(told(**case)) is None


@pytest.mark.parametrize(("reason", "case"), EXCLUDED)
def test_a_failure_that_is_none_names_why(reason: str, case: dict[str, Any]) -> None:
    """A result that looks bad and is no negative feedback is told with its reason."""
    found = feedback_of(told(**case))
    assert found is not None
    assert (found.excluded, found.negative) == (reason, False)


@pytest.mark.parametrize(("rule", "kind", "case"), SEEN)
def test_evidence_is_a_stretch_of_what_was_said(rule: str, kind: FeedbackKind, case: dict[str, Any]) -> None:
    """The span of a piece of feedback holds its quotation, in the output or in the person's words."""
    happening = told(**case)
    found = feedback_of(happening)
    assert found is not None, (rule, kind)
    text = happening.person if found.source == "said" else happening.action.output or ""
    assert found.quote in text[found.start : found.end]


def test_an_empty_search_counts_only_as_a_miss() -> None:
    """Finding nothing is an answer, unless the agent says that it needed something."""
    missed = feedback_of(told("find . -name tests.py", next_thought="There are no tests.py here, I'll look elsewhere."))
    assert missed is not None
    assert (missed.rule, missed.kind) == ("N7", FeedbackKind.NOT_FOUND)
    assert feedback_of(told("grep -rn TODO src", next_thought="Good, the code is clean.")) is None


def test_colours_do_not_hide_a_failure() -> None:
    """A red FAILED is a failure, and its evidence is the line as it stands in the record."""
    output = (
        "\x1b[31mFAILED\x1b[0m tests/test_a.py::test_x - assert\n\x1b[31m=== 1 failed, 1 passed in 0.10s ===\x1b[0m"
    )
    found = feedback_of(told("pytest | tail", output, exit_code=0))
    assert found is not None
    assert found.rule == "N3"
    assert output[found.start : found.end] == output.split("\n", maxsplit=1)[0]


def test_only_head_and_tail_of_a_huge_output_are_looked_at() -> None:
    """What stands in the middle of a long output is not read: runners sum up last, tools complain first."""
    middle = "x\n" * 40_000 + "Traceback (most recent call last):\n" + "x\n" * 40_000
    assert feedback_of(told("python a.py", middle)) is None
    assert feedback_of(told("python a.py", middle + TRACEBACK)) is not None


CLIPPED = "1\tx\n<NOTE>Due to the max output limit, only part of this file has been shown to you.</NOTE>"


@pytest.mark.parametrize(
    ("said", "seen"),
    [("It is not defined in the shown part of the file.", True), ("The file is large. Let's search for it.", False)],
)
def test_a_view_that_was_clipped_counts_where_what_was_needed_is_not_in_it(said: str, *, seen: bool) -> None:
    """A file that was shown in part is a miss only where the agent says that the part lacks what it looked for."""
    view = {"command": "view", "path": "a.c"}
    found = feedback_of(told(None, CLIPPED, tool="str_replace_editor", arguments=view, next_thought=said))
    assert (found is not None) is seen
    assert found is None or (found.rule, found.kind) == ("N7", FeedbackKind.NOT_FOUND)
