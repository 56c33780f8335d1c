"""Unified diffs made and counted."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unidiff import PatchSet

from playhead.edits.unified import Hunk, count_changes, count_lines, diff_of_hunks, unified_diff

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "-- x", "++ y", "@@ z"]), max_size=40).map("\n".join)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge here")
@given(TEXTS, TEXTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_git_applies_a_diff(tmp_path: Path, old: str, new: str) -> None:
    """Applied by git to the old text, the diff gives the new one, ends without a line feed included."""
    diff = unified_diff(old, new, "x.py")
    assert (diff == "") == (old == new)
    if diff:
        (tmp_path / "x.py").write_text(old)
        command = ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"]
        subprocess.run(command, cwd=tmp_path, input=diff, text=True, check=True)
        assert (tmp_path / "x.py").read_text() == new


@given(TEXTS, TEXTS)
def test_counts_are_those_of_another_reader(old: str, new: str) -> None:
    """Added and removed lines are counted as unidiff counts them, lines that look like headers included."""
    diff = unified_diff(old, new, "x.py")
    patches = PatchSet(diff)
    assert count_changes(diff) == (patches.added, patches.removed)


@given(TEXTS, TEXTS)
def test_fragments_say_nothing_of_line_ends(old: str, new: str) -> None:
    """A part of a file has no end of file."""
    assert "No newline" not in unified_diff(old, new, "x", fragment=True)


def test_a_new_and_a_deleted_file() -> None:
    """A file that is not there is /dev/null."""
    assert unified_diff(None, "a\n", "/x.py") == "--- /dev/null\n+++ b/x.py\n@@ -0,0 +1 @@\n+a\n"
    assert unified_diff("a\n", None, "x.py") == "--- a/x.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"


def test_only_lf_ends_a_line() -> None:
    """A form feed, a carriage return or U+2028 within a line opens no line of the diff."""
    assert unified_diff("a\x0cb\u2028c\r\n", "x\n", "f").count("\n-") == 1


def test_odd_names_are_quoted() -> None:
    """A name that a header line cannot hold is written as git writes it."""
    assert unified_diff("", "a\n", 'a\n"\x1b').startswith('--- "a/a\\n\\"\\033"\n+++ "b/a\\n\\"\\033"\n')


def test_given_hunks_are_written_with_their_counts() -> None:
    """Hunks of another program get headers that count their lines; a marker of no newline counts for none."""
    hunk = Hunk(10, 12, [" a", "-b", "+c", "+d", "\\ No newline at end of file"], "def f")
    assert "@@ -10,2 +12,3 @@ def f\n" in diff_of_hunks("f", [hunk])


@pytest.mark.parametrize(("text", "count"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n", 1)])
def test_lines_are_counted_with_a_last_one_that_does_not_end(text: str, count: int) -> None:
    """A last line without line feed counts."""
    assert count_lines(text) == count


def test_what_is_too_much_to_compare_is_replaced() -> None:
    """Two long texts that have nothing in common are one replacement, and still right."""
    old = "".join(f"old {number}\n" for number in range(3000))
    new = "".join(f"new {number}\n" for number in range(3000))
    assert count_changes(unified_diff("head\n" + old, "head\n" + new, "x")) == (3000, 3000)
