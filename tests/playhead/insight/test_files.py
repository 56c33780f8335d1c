"""The files a run touched."""

from __future__ import annotations

from functools import partial

from playhead.edits.history import completed_edit
from playhead.insight.files import FileUse, files_of
from tests.playhead.edits.test_history import bash, call, run_of


def test_reads_edits_and_tests_are_counted_by_file() -> None:
    """Relative and absolute paths are one file; edited files come first, then the others as they came."""
    run = run_of(
        bash("cat README.md", "hi"),
        call("Read", "     1→a\n", file_path="/w/x.py"),
        call("Edit", "ok", file_path="/w/x.py", old_string="a", new_string="b\nc"),
        bash("pytest -q x.py::test_it y_test.py", "1 passed in 0.1s"),
        bash("cat x.py", "b\nc"),
    )
    first, readme, other = files_of(run)
    assert first == FileUse("x.py", 1, reads=2, edits=1, tests=1, added=2, removed=1, first_edit=2)
    assert (readme.path, readme.reads, other.path, other.tests) == ("README.md", 1, "y_test.py", 1)


def test_edits_without_a_diff_are_counted_as_unknown() -> None:
    """`sed -i` and a write over an unread file add no lines to the sums, and are told apart."""
    (one,) = files_of(run_of(bash("sed -i s/a/b/ x.py"), bash("cat > x.py <<'E'\na\nE")))
    assert (one.edits, one.unknown, one.added, one.removed) == (2, 2, 0, 0)


def test_a_write_is_completed_where_its_file_was_read() -> None:
    """What a whole write replaced is asked for, so that its lines count."""
    run = run_of(bash("cat /w/x.py", "a\nb\n"), call("Write", "ok", file_path="/w/x.py", content="a\nc\n"))
    (one,) = files_of(run, complete=partial(completed_edit, run))
    assert (one.added, one.removed, one.unknown) == (1, 1, 0)


def test_a_look_can_be_stopped() -> None:
    """Told to stop, it returns what it has seen."""
    assert files_of(run_of(bash("cat a.py", "x")), going=lambda _: False) == ()
