"""What named a file before it was edited."""

from __future__ import annotations

from playhead.formats.build import make_step
from playhead.insight.before import Came, before_edit
from playhead.model import Step
from playhead.storage.joined_steps import JoinedSteps
from tests.playhead.edits.test_history import bash, call, run_of

EDIT = call("Edit", "ok", file_path="shop/order.py", old_string="a", new_string="b")


def test_every_way_a_file_came_up_is_told_in_reading_order() -> None:
    """Task, search hit, read, trace and an earlier edit are told apart, each with the lines that name the file."""
    run = run_of(
        bash("rg express", "shop/order.py:3:x\nother.py:1:x\nshop/order.py:9:y\n"),
        bash("cat shop/order.py", "x"),
        bash("pytest", 'File "/w/shop/order.py", line 3, in f\nKeyError', exit_code=1),
        EDIT,
        bash("ls shop", "order.py\nweb.py\n"),
        EDIT,
    )
    found = before_edit(run, 5, "shop/order.py", task="See shop/order.py.\nThanks.")
    assert [(one.position, one.how, one.count) for one in found] == [
        (None, Came.TASK, 1),
        (0, Came.SEARCH, 2),
        (1, Came.READ, 0),
        (2, Came.TRACE, 1),
        (3, Came.EDIT, 0),
        (4, Came.LISTING, 1),
    ]
    assert found[1].lines == ("shop/order.py:3:x", "shop/order.py:9:y")


def test_a_search_in_the_file_itself_is_told_with_what_it_found() -> None:
    """The lines of a search in one file do not name it; a search in it that found nothing is no hit."""
    run = run_of(
        bash("grep -n fee shop/order.py", "7:fee = 1\n"), bash("grep -n tax shop/order.py", "", exit_code=1), EDIT
    )
    (one,) = before_edit(run, 2, "shop/order.py")
    assert (one.position, one.how, one.lines) == (0, Came.SEARCH, ("7:fee = 1",))


def test_nothing_is_nothing() -> None:
    """An edit of a file that nothing named before has no mention; another file of that name does not count."""
    run = run_of(bash("cat web/order.py", "web/order.py"), bash("make", "reorder.py"), EDIT)
    assert before_edit(run, 2, "shop/order.py", task="Fix it.") == ()


def test_the_task_that_is_the_first_message_is_told_once() -> None:
    """Where the first message is the task, it is told with its step."""
    steps: list[Step] = [
        make_step(index=0, n=1, id="a", source="user", text="Look at shop/order.py"),
        make_step(index=1, n=2, id="b", source="agent", actions=[EDIT]),
    ]
    run = JoinedSteps(steps, lambda _index, _n, _first, entry: entry, action_counts=[0, 1])
    (one,) = before_edit(run, 1, "shop/order.py", task="Look at shop/order.py")
    assert (one.position, one.how) == (0, Came.TASK)


def test_actions_of_the_same_step_before_the_edit_count() -> None:
    """In a step that reads and then edits, the read came before."""
    step = make_step(index=0, n=1, id="a", source="agent", actions=[bash("cat shop/order.py", "x"), EDIT])
    run = JoinedSteps([step], lambda _index, _n, _first, entry: entry, action_counts=[2])
    (one,) = before_edit(run, 0, "shop/order.py", action=1)
    assert one.how is Came.READ
