"""Recovery moments: where they begin and end, and what came of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.feedback.values import FeedbackKind
from tests.playhead.insight.moments.played import edits, fails, moments, passes, reads, run_of, told

WRITES = {"tool": "bash", "command": "cat > repro.py <<'EOF'\nimport a\nEOF", "output": "", "exit_code": 0}
REPRO: dict[str, Any] = {
    "tool": "bash",
    "command": "python repro.py",
    "output": "Traceback (most recent call last):\nValueError: the bug",
    "exit_code": 1,
}
LISTS = {"tool": "bash", "command": "ls docs", "output": "index.md", "exit_code": 0}
OTHER = {"tool": "bash", "command": "python other.py", "output": "fine", "exit_code": 0}
NO_OP = {"tool": "bash", "command": ":", "output": ""}
REFUSED = {
    "tool": "Edit",
    "arguments": {"file_path": "a.py"},
    "output": "String to replace not found",
    "is_error": True,
}
REJECTED = {**REFUSED, "output": "The user doesn't want to proceed with this tool use."}


def test_fail_fix_pass_is_recovered() -> None:
    """A failing check that passes after an edit is recovered, from the failure to the pass."""
    found = moments([reads(), fails(), reads(), edits(), passes(), reads()])
    assert told(found) == [(2, 5, "recovered")]
    assert found[0].changes == (4,)
    assert found[0].kind is FeedbackKind.TEST


def test_the_same_failure_five_times_without_a_change_is_a_spiral() -> None:
    """Rerunning a failing check without changing anything goes in circles."""
    found = moments([fails()] * 5)
    assert told(found) == [(1, 5, "spiralled")]
    assert found[0].repeats == 4


def test_failures_of_one_kind_after_edits_are_a_spiral_too() -> None:
    """Four failures with one signature in a row are a spiral, whatever was edited in between."""
    assert told(moments([fails(), edits(), fails(), edits(), fails(), edits(), fails()])) == [(1, 7, "spiralled")]


def test_a_spiral_that_is_solved_at_last_is_recovered() -> None:
    """What passes in the end is recovered; that it went in circles before is told beside."""
    found = moments([*[fails()] * 5, edits(), passes()])
    assert told(found) == [(1, 7, "recovered")]
    assert found[0].spiral_inside


def test_a_shrinking_set_of_failures_is_one_moment() -> None:
    """Five failing tests, then two, then none is one problem, and its series is kept."""
    found = moments([fails(5), edits(), fails(2), edits(), passes()])
    assert told(found) == [(1, 5, "recovered")]
    assert [one.failing for one in found[0].attempts] == [5, 2]


def test_something_else_that_serves_is_a_way_around() -> None:
    """A file that is not there, and another look that finds something, is worked around."""
    missing = {
        "tool": "bash",
        "command": "cat nowhere.py",
        "output": "cat: nowhere.py: No such file or directory",
        "exit_code": 1,
    }
    assert told(moments([missing, LISTS, OTHER, OTHER, OTHER, OTHER])) == [(1, 2, "worked_around")]


def test_what_is_dropped_is_abandoned() -> None:
    """A problem that nothing touches for twelve actions is abandoned, where it was last worked on."""
    assert told(moments([fails(), edits(), *[OTHER] * 14])) == [(1, 2, "abandoned")]


def test_looking_into_it_takes_longer_until_it_counts_as_dropped() -> None:
    """Reading and searching after a failure is still work on it."""
    assert told(moments([fails(), *[reads(f"{n}.py") for n in range(20)], edits(), passes()])) == [(1, 23, "recovered")]


def test_a_dropped_problem_that_comes_again_is_the_same() -> None:
    """A check that fails again as it did was only put off."""
    assert told(moments([fails(), *[OTHER] * 14, fails(), edits(), passes()])) == [(1, 18, "recovered")]


def test_a_run_that_ends_on_a_failure_is_unresolved() -> None:
    """Nothing came of a failure that a run ends with."""
    assert told(moments([edits(), fails()])) == [(2, 2, "unresolved_at_end")]


def test_different_problems_overlap() -> None:
    """An edit that is refused while a test fails is a moment of its own, inside the other."""
    assert told(moments([fails(), REFUSED, edits(), passes()])) == [(1, 4, "recovered"), (2, 3, "recovered")]


def test_what_hides_a_check_is_another_problem_on_top_of_it() -> None:
    """A syntax error that an edit brought in ends when the test fails again as before."""
    broken = {
        "tool": "bash",
        "command": "pytest -q",
        "output": "E   SyntaxError: invalid syntax\n=== 1 error in 0.1s ===",
        "exit_code": 2,
    }
    found = moments([fails(), edits(), broken, edits(), fails(), edits(), passes()])
    assert told(found) == [(1, 7, "recovered"), (3, 5, "recovered")]


def test_the_bug_shown_on_purpose_is_not_negative() -> None:
    """A script that the agent wrote and that fails as it wished, before any fix, is a moment that is not negative."""
    seen = {**reads(), "thought": "I have reproduced the issue."}
    assert told(moments([WRITES, REPRO, seen])) == [(2, 2, "not_negative")]


def test_a_bug_that_only_the_agent_says_was_shown_is_about_nobody() -> None:
    """A script that exits 0, of which the agent says that it showed the bug, names no person and no message."""
    warned = "RuntimeWarning: Enable tracemalloc to get the object allocation traceback"
    silent = {**REPRO, "output": warned, "exit_code": 0}
    (found,) = moments([WRITES, silent, {**reads(), "thought": "I have reproduced the issue."}])
    assert (str(found.outcome), found.key) == ("not_negative", "person:")


def test_a_script_that_cannot_run_shows_nothing() -> None:
    """A reproduction that lacks a module is negative, whatever the agent hoped for."""
    lacks = {**REPRO, "output": "ModuleNotFoundError: No module named 'a'"}
    installs = {"tool": "bash", "command": "pip install a", "output": "ok", "exit_code": 0}
    fine = {**REPRO, "output": "ok", "exit_code": 0}
    assert told(moments([WRITES, lacks, installs, fine])) == [(2, 4, "recovered")]


def test_a_script_that_shows_the_bug_at_last_is_done() -> None:
    """A reproduction that failed by itself, and after a change fails as wanted, is recovered, and then not negative."""
    by_itself = {**REPRO, "output": "Traceback (most recent call last):\nTypeError: f() takes no arguments"}
    mends = {**WRITES, "command": WRITES["command"].replace("import a", "import a, b")}
    shown = {**reads(), "thought": "We have successfully reproduced the bug."}
    assert told(moments([WRITES, by_itself, mends, REPRO, shown])) == [(2, 4, "recovered"), (4, 4, "not_negative")]


@pytest.mark.parametrize(
    "said", ["This will help us reproduce the error.", "Let me look at reproduce_error.py again.", "Now the arguments."]
)
def test_what_is_meant_to_come_shows_nothing(said: str) -> None:
    """That an agent wants to reproduce a bug, or names a script so, does not make a failure the wanted one."""
    broken = {**REPRO, "output": "Traceback (most recent call last):\nTypeError: f() takes no arguments"}
    assert [one[2] for one in told(moments([WRITES, broken, {**reads(), "thought": said}]))] == ["unresolved_at_end"]


def test_the_same_failure_after_the_fix_is_negative() -> None:
    """Once the agent has begun to fix, a failing reproduction says that the fix is not one."""
    seen = {**edits("src.py"), "thought": "This confirms the issue."}
    found = moments([WRITES, REPRO, seen, REPRO, edits("src.py"), {**REPRO, "output": "ok", "exit_code": 0}])
    assert told(found) == [(2, 2, "not_negative"), (4, 6, "recovered")]


def test_a_run_of_no_ops_never_recovers() -> None:
    """Commands that do nothing are no recovery of each other."""
    found = moments([NO_OP] * 6)
    assert told(found) == [(1, 6, "spiralled")]
    assert found[0].kind is FeedbackKind.NO_OP


def test_a_person_who_objects_is_answered_until_they_speak_again() -> None:
    """What a person contradicts is a moment from the last action before to the last one before they go on."""
    found = moments([edits(), "why are you changing the tests?", reads(), edits(), "thanks", passes()])
    assert told(found) == [(1, 4, "recovered")]
    assert found[0].kind is FeedbackKind.PERSON


def test_a_refused_edit_that_is_made_otherwise_is_recovered() -> None:
    """A person refuses an edit, the next one of the same file is taken."""
    made = {**REFUSED, "output": "The file a.py has been updated.", "is_error": False}
    assert told(moments([REJECTED, made])) == [(1, 2, "recovered")]


@given(
    st.lists(
        st.sampled_from([fails(), passes(), edits(), reads(), NO_OP, REFUSED, REJECTED, REPRO, "no, why?", "ok"]),
        max_size=40,
    )
)
def test_moments_lie_in_the_run_and_do_not_depend_on_how_often_one_asks(acts: list[dict[str, Any] | str]) -> None:
    """Every moment begins where its first attempt is and ends in the run; a second look finds the same."""
    found = moments(acts)
    count = sum(not isinstance(act, str) for act in acts)
    assert all(1 <= one.trigger_action <= one.end_action <= count for one in found)
    assert all(one.trigger_position <= one.end_position < len(acts) for one in found)
    assert found == moments(acts)
    assert len(run_of(acts)) == len(acts)
