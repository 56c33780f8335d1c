"""Test reports in runs and logs as they were recorded: what they came to, and outputs that only sound like one.

Real runs at hand hold pytest, unittest, Django's runner and go test; what other runners print was taken from small
suites of ours (`test_real_outputs.py`), Gradle, dotnet, nextest and old Surefire from their sources
(`test_known_outputs.py`).
"""

from __future__ import annotations

import pytest

from playhead.insight.reports import report_of, reports_in
from tests.playhead.insight import real_runs
from tests.shared_data import labelled, samples

Counts = tuple[int | None, int | None, int | None, int | None]
# runner, run, action, (passed, failed, errors, skipped), words of the first that failed; "" for none
TOLD: list[tuple[str, str, int, Counts, str]] = [
    ("go test", "entire 68", 26, (None, 2, 0, None), "TestTruncateRunes/chinese_characters_longer"),
    ("go test", "entire cd", 76, (None, 1, 0, None), "TestCondenseSession_IncludesInitialAttribution"),
    ("go test", "entire cd", 158, (None, 1, 0, None), "TestMultiCheckpoint_UserEditsBetweenCheckpoints"),
    ("go test", "entire ce", 17, (1, 1, 0, None), "TestResume_LocalLogNewerTimestamp_UserConfirmsOverwrite"),
    ("go test", "entire 68", 28, (None, 0, 0, None), ""),
    ("go test", "entire bc", 58, (4, 0, 0, None), ""),
    ("go test", "entire ce", 34, (2, 0, 0, None), ""),
    ("pytest", "shipped careful", 2, (5, 1, 0, 0), "test_express_costs_and_arrives_as_express"),
    ("pytest", "shipped careful", 11, (6, 0, 0, 0), ""),
    ("pytest", "aider repomap", 4, (6, 1, 0, 0), "TestRepoMapAllLanguages::test_get_repo_map_subtree_only"),
    ("pytest", "aider repomap", 10, (6, 1, 0, 0), "TestRepoMapAllLanguages::test_get_repo_map_subtree_only"),
    ("pytest", "mini matplotlib", 34, (271, 0, 0, 1), ""),
    ("pytest", "simonw", 2, (2, 0, 0, 0), ""),
    ("unittest", "mini requests", 31, (5, 0, 21, 0), "test_BASICAUTH_TUPLE_HTTP_200_OK_GET"),
    ("unittest", "mini requests", 46, (24, 0, 2, 0), "test_DIGESTAUTH_WRONG_HTTP_401_GET"),
    ("unittest", "mini requests", 51, (26, 0, 0, 0), ""),
    ("unittest", "mini django", 15, (60, 0, 0, 0), ""),
]
_EVAL = "swebench-eval"
_MONEY = f"{_EVAL}/test_output/django-money__django-money.835c1ab8.combine_file__7znr0kum.txt"
_PYDANTIC = f"{_EVAL}/run_evaluation/pydantic__pydantic.acb0f10f.pr_8316/test_output.txt"
# log of a verifier, (passed, failed, errors, skipped): all of pytest, the one of pydantic printed by pytest-sugar
LOGS: list[tuple[str, Counts]] = [
    (_MONEY, (420, 9, 0, 2)),
    (f"{_EVAL}/run_validation/test_output.txt", (9, 2, 0, 0)),
    ("caffe-cifar-10__incQ5z3", (0, 6, 0, 0)),
    ("torch-tensor-parallelism__TghwvbV", (1, 12, 0, 0)),
    (f"{_EVAL}/run_validation/test_output_pre_gold.txt", (11, 0, 0, 0)),
    (_PYDANTIC, (169, 0, 0, 0)),
    ("query-optimize__xcBWV57", (6, 0, 0, 0)),
]
# what stands there, run, action
NONE = [
    ("checks of a script that print PASS", "pydantic 8316", 18),
    ("a script that says that all tests completed", "pandas 53652", 34),
    ("a script that says Success!", "mini django", 11),
    ("a script that says that an alignment is correct", "mini matplotlib", 33),
    ("tests of Go, read", "entire bc", 15),
    ("a linter that found no issues", "entire cd", 64),
    ("tests of Python, read", "break filter", 2),
    ("a type checker that succeeded", "mypy 15976", 20),
    ("a build without a word", "entire bc", 54),
    ("a test run that a person stopped", "pi large", 145),
]


@pytest.mark.parametrize(("runner", "name", "number", "told", "first"), TOLD)
def test_a_test_run_is_read_as_it_came_out(runner: str, name: str, number: int, told: Counts, first: str) -> None:
    """Runner, counts and the first failing test of a real run's output are those that stand in it."""
    found = real_runs.report(name, number)
    assert found is not None
    assert (found.runner, (found.passed, found.failed, found.errors, found.skipped)) == (runner, told)
    assert first in found.failing[0] if first else not found.failing


@pytest.mark.parametrize(("name", "told"), LOGS)
def test_a_verifiers_log_is_read_as_it_came_out(name: str, told: Counts) -> None:
    """The output of a verifier that ran pytest tells its counts, and every test that failed."""
    path = samples(name) if "/" in name else labelled("codetracer", "trials", name, "verifier", "test-stdout.txt")
    found = reports_in(path.read_text(encoding="utf-8"))[-1]
    assert (found.runner, (found.passed, found.failed, found.errors, found.skipped)) == ("pytest", told)
    assert len(found.failing) == (told[1] or 0)
    assert not found.partial


@pytest.mark.parametrize(("what", "name", "number"), NONE)
def test_words_of_success_or_failure_make_no_report(what: str, name: str, number: int) -> None:
    """What a script says of itself, what is read and what was stopped is no test report."""
    assert report_of(real_runs.happening(name, number).action) is None, what
    assert real_runs.report(name, number) is None, what
