"""Whatever an output holds: no parser raises, spans lie in it, and the work grows with its length."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.reports import report_of, reports_in
from playhead.insight.reports.values import MOST_TESTS
from playhead.model import Action, Kind, Mark
from tests.shared_data import samples

HERE = Path(__file__).parent
TEXTS = [path.read_bytes().decode() for path in sorted(HERE.glob("*.txt"))]
LINES = sorted({line for text in TEXTS for line in text.splitlines(keepends=True)})


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=60), st.sampled_from([None, "pytest | tail"]))
def test_lines_of_all_runners_mixed_never_raise(lines: list[str], command: str | None) -> None:
    """Reports of any lines lie within the output, in order; what is failing is not passing; no count is negative."""
    text = "".join(lines)
    found = reports_in(text, command)
    assert [one.end for one in found] == sorted(one.end for one in found)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert not set(one.failing) & set(one.passing)
        assert all(count is None or count >= 0 for count in (one.passed, one.failed, one.errors, one.skipped))
        assert one.partial or command is None


@given(st.sampled_from(TEXTS), st.data())
def test_any_stretch_of_a_real_output_is_read(text: str, data: st.DataObject) -> None:
    """An output cut anywhere at both ends has reports that lie in what is left."""
    begin = data.draw(st.integers(0, len(text)))
    part = text[begin : data.draw(st.integers(begin, len(text)))]
    assert all(one.end <= len(part) for one in reports_in(part))


def test_places_are_those_of_the_coloured_output() -> None:
    """A report's span is counted in the characters of the output as it is recorded, colours and all."""
    text = "\x1b[1mnoise\x1b[0m\r\n\x1b[31m== \x1b[1m1 failed\x1b[0m, 2 passed in 0.1s ==\x1b[0m\r\nend"
    (one,) = reports_in(text)
    assert text[one.start : one.end].startswith("== ")
    assert "2 passed in 0.1s ==" in text[one.start : one.end]


def calls_of(text: str) -> int:
    """Return how often a function is called while an output is read."""
    count = 0

    def count_calls(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(count_calls)
    try:
        reports_in(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "line", ["ok 1\n", "FAILED a.py::b - c\n", "--- FAIL: T/x (0s)\n", "    ✓ a b\n", "test a ... ok\n"]
)
def test_the_work_grows_with_the_lines(line: str) -> None:
    """Ten times as many lines are at most about ten times as many calls."""
    assert calls_of(line * 3_000) < 14 * calls_of(line * 300)


HOSTILE: list[Callable[[int], str]] = [
    lambda size: "a" * size,
    lambda size: "=" * size + " 1 passed",
    lambda size: "\n" * size,
    lambda size: " " * size + "Tests  1 failed",
    lambda size: "ok 1" + " " * size,
    lambda size: "ok 1\n" * (size // 5),
    lambda size: "Tests  " + "1 failed | " * (size // 11),
    lambda size: "FAILED a.py::" + "::b" * (size // 3) + " PASSED",
    lambda size: "FAILED a.py::t[" + "] - " * (size // 4),
    lambda size: "__ a[" + "] (" * (size // 3) + " passed in \nFAILED x.py::a\n1 failed in 1s",
    lambda size: " FAIL  " + "a > " * (size // 4) + "\n Tests  1 failed (1)",
    lambda size: "t (Wstat: " + "a" * size + "\nFiles=1, Tests=1, ",
    lambda size: "--- FAIL: " + "a/" * (size // 2) + " (0s)\n",
    lambda size: "✖ a" + " (1" * (size // 3) + "\n# tests 1\n# pass 1\n# fail 0\n# cancelled 0\n",
    lambda size: "a" + " > b" * (size // 4) + " FAILED\nX FAILED\n",
    lambda size: "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0\n[ERROR] " + "a." * (size // 2),
    lambda size: "Ran 1 test in 1s\n" + "test_a (b.c)\n" * (size // 13),
    lambda size: "".join(f"{' ' * (depth % 900)}✓ a\n" for depth in range(size // 450)) + "Tests: 1 passed, 1 total",
]


@pytest.mark.parametrize("size", [900_000, 10_000_000])
@pytest.mark.parametrize("text", HOSTILE)
def test_megabytes_of_anything_are_read(text: Callable[[int], str], size: int) -> None:
    """What is all read and what is read at its ends, made to keep a pattern busy, is read; few names are kept."""
    assert all(len(one.failing) <= MOST_TESTS for one in reports_in(text(size)))


def test_of_a_huge_output_head_and_tail_are_read() -> None:
    """Names at the head and the summary at the end are found however much lies between; what is left out is said."""
    text = "FAILED a.py::b - no\n" + "noise\n" * 1_000_000 + "1 failed in 0.1s\n"
    (one,) = reports_in(text)
    assert (one.failing, one.failed, one.end) == (("a.py::b",), 1, len(text) - 1)
    assert one.partial


def action(command: str, output: str, *, kind: Kind = Kind.TEST, marks: tuple[Mark, ...] = ()) -> Action:
    """Return an action as a reader would."""
    return Action(1, "a", "bash", kind, command=command, output=output, marks=marks)


def test_what_only_shows_a_report_has_none() -> None:
    """Reading a log, or searching it, is no test run."""
    text = "1 failed in 0.1s\n"
    assert report_of(action("cat log.txt", text, kind=Kind.READ)) is None
    assert report_of(action("pytest", text)) is not None


def test_several_runs_of_one_command_line_are_one_report() -> None:
    """Reports of tests that were only run are added up; told twice they count once."""
    text = "FAILED a.py::x - no\n1 failed in 0.1s\n3 passed in 0.1s\n"
    one = report_of(action("pytest a.py; pytest b.py", text))
    assert one is not None
    assert (one.passed, one.failed, one.failing) == (3, 1, ("a.py::x",))
    again = report_of(action("pytest", "1 failed in 0.1s\n1 failed in 0.1s\n"))
    assert again is not None
    assert again.failed == 1


def test_where_a_command_changed_something_the_last_report_counts() -> None:
    """With `git stash` between two runs, how things stand is what the last one says."""
    one = report_of(action("git stash; pytest; git stash pop; pytest", "2 failed in 0.1s\n3 passed in 0.1s\n"))
    assert one is not None
    assert (one.passed, one.failed) == (3, 0)


def test_an_output_that_the_harness_cut_is_partial() -> None:
    """A mark of what was left out says that the report may not be all."""
    one = report_of(action("pytest", "x\n1 failed in 0.1s\n", marks=(Mark(0, 1, "cut"),)))
    assert one is not None
    assert one.partial


@pytest.mark.parametrize("folder", ["claude-code", "sweagent", "mini-swe-agent", "aider"])
def test_reports_of_real_runs_are_within_their_outputs(folder: str) -> None:
    """Every test action of real runs is read without an error, and its report lies in its output."""
    from playhead import list_runs, open_tape

    for entry in list(list_runs(samples(folder), 3))[:12]:
        if entry.format is None:
            continue
        tape = open_tape(entry.path, entry.key)
        tape.steps.wait_for_steps()
        for position in range(min(len(tape.steps), 400)):
            for one in tape.steps[position].actions:
                found = report_of(one)
                assert found is None or 0 <= found.start < found.end <= len(one.output or "")
