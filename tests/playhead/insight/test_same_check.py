"""When two actions are about the same."""

from __future__ import annotations

import pytest

from playhead.insight.same_check import Subject, check_of, next_about, subject_of
from tests.playhead.edits.test_history import bash, call, run_of


@pytest.mark.parametrize(
    "command",
    [
        "pytest tests/test_a.py",
        "cd /repo && pytest -q tests/test_a.py",
        "pytest -v tests/test_a.py --tb=short 2>&1 | tail -20",
        "timeout 60 pytest tests/test_a.py -x; echo done",
        "PYTHONPATH=. pytest tests/test_a.py | grep -v warn",
    ],
)
def test_a_rerun_that_only_prints_otherwise_is_the_same_check(command: str) -> None:
    """Folder, environment, time limit, verbosity and what reads the output make no other check."""
    assert check_of(bash(command)) == "pytest tests/test_a.py"


def test_other_tests_and_other_scripts_are_other_checks() -> None:
    """A selection, another file, another script in a heredoc: other checks."""
    commands = ("pytest a.py", "pytest a.py -k x", "pytest b.py", "python - <<'E'\n1\nE", "python - <<'E'\n2\nE")
    assert len({check_of(bash(one)) for one in commands}) == len(commands)


def test_what_an_action_is_about() -> None:
    """A test is about its check, a read and an edit about their file, a listing of commits about nothing."""
    assert subject_of(bash("pytest -q a.py")) == Subject("check", "pytest a.py")
    assert subject_of(bash("cat a.py", "x")) == Subject("file", "a.py")
    assert subject_of(call("Edit", file_path="/w/a.py", old_string="a", new_string="b")) == Subject("file", "/w/a.py")
    assert subject_of(bash("git log")) is None


def test_the_next_and_the_previous_about_the_same() -> None:
    """A check is found again among other checks; a file by any of its paths; at the ends there is none."""
    run = run_of(
        bash("pytest a.py"),
        bash("cat a.py"),
        bash("pytest b.py"),
        call("Edit", file_path="/w/a.py", old_string="a", new_string="b"),
        bash("pytest -v a.py | tail -3"),
    )
    check, file = Subject("check", "pytest a.py"), Subject("file", "a.py")
    assert next_about(run, check, 1, 1) == (4, 0)
    assert next_about(run, check, 3, -1) == (0, 0)
    assert next_about(run, check, 5, 1) is None
    assert next_about(run, file, 2, 1) == (3, 0)
    assert next_about(run, file, 0, -1) is None


def test_a_long_run_is_asked_in_blocks_and_backwards_too() -> None:
    """The same check is found over thousands of steps between, in either direction."""
    between = [bash("ls") for _ in range(9_000)]
    run = run_of(bash("pytest a.py"), *between, bash("pytest a.py -q"))
    run.wait()
    assert next_about(run, Subject("check", "pytest a.py"), 1, 1) == (9_001, 0)
    assert next_about(run, Subject("check", "pytest a.py"), 9_000, -1) == (0, 0)
