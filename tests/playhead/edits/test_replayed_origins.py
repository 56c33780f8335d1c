"""The origins of a patch that the edits themselves come to."""

from __future__ import annotations

from playhead.edits.replayed_origins import diff_starts, replayed_origins
from playhead.edits.so_far import patch_so_far
from tests.playhead.edits.test_history import bash, call, run_of

READ = bash("cat x.py", "a = 1\nb = 2\nc = 3\n")


def test_a_net_diff_has_the_step_of_each_line() -> None:
    """Two edits of a file that was read come to one hunk with both as its writers."""
    run = run_of(
        READ,
        call("Edit", "ok", file_path="x.py", old_string="a = 1", new_string="a = 10"),
        call("Edit", "ok", file_path="x.py", old_string="c = 3", new_string="c = 30"),
    )
    found = replayed_origins(run, patch_so_far(run, 2), 3)
    (hunk,) = found.hunks
    assert found.replayed
    assert [by.position for by in hunk.writers] == [1, 2]


def test_diffs_one_after_another_are_those_of_their_steps() -> None:
    """Of a file that nobody read each diff stays its step's, also where a later one wrote the same line again."""
    run = run_of(
        *(call("Edit", "ok", file_path="x.py", old_string=old, new_string=new) for old, new in ("ab", "ba", "ab"))
    )
    files = patch_so_far(run, 2)
    found = replayed_origins(run, files, 3)
    assert [[by.position for by in hunk.writers] for hunk in found.hunks] == [[0], [1], [2]]
    assert diff_starts(files) == [0, 5, 10]
    assert sorted(found.by_line) == [2, 7, 12]
