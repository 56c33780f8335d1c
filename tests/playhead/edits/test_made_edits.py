"""The edits of a run in order, and files by what they are called."""

from __future__ import annotations

from dataclasses import replace

from playhead.edits.made_edits import FileNames, made_edits
from tests.playhead.edits.test_history import bash, run_of


def test_actions_that_a_harness_refused_are_left_out() -> None:
    """What was not executed changed nothing."""
    run = run_of(bash("ls"), replace(bash("rm x"), executed=False), bash("pwd"))
    assert [made.position for made in made_edits(run, 3)] == [0, 2]


def test_a_look_ends_where_it_is_told() -> None:
    """Steps from `stop` on are not looked at, and a refused look yields nothing."""
    run = run_of(bash("ls"), bash("pwd"))
    assert len(list(made_edits(run, 1))) == 1
    assert list(made_edits(run, 2, lambda _: False)) == []


def test_a_relative_path_is_the_absolute_one_that_ends_in_it() -> None:
    """`/testbed/a/x.py` and `a/x.py` are one file; `b/x.py` is another."""
    names = FileNames()
    assert [names.at(path) for path in ("/testbed/a/x.py", "a/x.py", "b/x.py", "./a/x.py")] == [0, 0, 1, 0]


def test_the_end_of_a_path_counts_where_only_one_file_has_it() -> None:
    """A bare name is the one file of that name, and none of two."""
    names = FileNames()
    names.at("a/x.py")
    assert names.ending_like("x.py") == 0
    names.at("b/x.py")
    assert names.ending_like("x.py") is None
    assert list(names.named_in("python fix.py a/x.py")) == [0, 1]
