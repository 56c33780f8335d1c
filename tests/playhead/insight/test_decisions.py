"""Decision points: first edits and test runs with what had come before them."""

from __future__ import annotations

from playhead.insight.before import Came
from playhead.insight.decisions import DecisionPoint, decisions_of
from tests.playhead.insight.checks.checking import Act, reads, replaces, shell, suite, tape_of

EDIT = replaces("shop/order.py", "fee = 1", "fee = 2")


def _found(*acts: Act, task: str = "") -> tuple[DecisionPoint, ...]:
    return decisions_of(tape_of(acts, task))


def test_an_edit_knows_every_way_its_file_came_up() -> None:
    """Task, listing, search hit, trace and read before the first edit of a file are its evidence, in order."""
    (one,) = _found(
        shell("ls shop", "order.py"),
        shell("grep -rn fee .", "shop/order.py:1:fee = 1"),
        shell("python run.py", 'File "shop/order.py", line 1, in f\nKeyError', 1),
        reads("shop/order.py"),
        EDIT,
        EDIT,
        task="See shop/order.py.",
    )
    hows = [Came.TASK, Came.LISTING, Came.SEARCH, Came.TRACE, Came.READ]
    assert [mention.how for mention in one.mentions] == hows
    assert (one.position, one.what, one.path, one.shown, one.blind) == (4, "first_edit", "shop/order.py", True, False)


def test_an_edit_out_of_nothing_is_blind() -> None:
    """An edit of a file that nothing had named is blind; what came up after it does not count."""
    (one,) = _found(reads("web/page.js"), EDIT, reads("shop/order.py"))
    assert one.blind
    assert one.mentions == ()


def test_a_listed_file_was_not_shown() -> None:
    """A name in a listing is evidence that there is such a file, and none of what is in it."""
    (one,) = _found(shell("find . -name '*.py'", "./shop/order.py"), EDIT)
    assert (one.shown, one.blind, one.hows) == (False, False, frozenset({Came.LISTING}))


def test_a_new_file_needs_no_look() -> None:
    """A file that the edit makes can have no content to look at before."""
    (one,) = _found(shell("cat > repro.py <<'EOF'\nimport shop\nEOF"))
    assert (one.made, one.blind) == (True, False)


def test_a_file_that_a_person_handed_over_was_shown() -> None:
    """What an editor puts into a person's message has been seen."""
    (one,) = _found("fix it\n\n[file shop/order.py]\nfee = 1", EDIT)
    assert one.shown


def test_a_test_run_knows_what_was_edited_since_the_last() -> None:
    """Before a test run come the edits since the one before; without any the task, where it speaks of tests."""
    first, edit, second, third = _found(suite(1), EDIT, suite(), suite(), task="tests fail")
    assert [mention.how for mention in first.mentions] == [Came.TASK]
    assert edit.what == "first_edit"
    assert [mention.how for mention in second.mentions] == [Came.EDIT]
    assert [mention.how for mention in third.mentions] == [Came.TASK]
    assert _found(suite())[0].blind


def test_one_file_under_two_names_is_decided_once() -> None:
    """An absolute and a relative path of one file have one first edit."""
    found = _found(reads("/app/shop/order.py"), replaces("/app/shop/order.py", "a", "b"), EDIT)
    assert [one.position for one in found] == [1]


def test_a_mention_is_kept_without_its_output() -> None:
    """Evidence names its action and holds none of its output: many are kept of a long run."""
    one = _found(reads("shop/order.py", "x" * 10_000), EDIT)[0]
    assert all(mention.action is None or mention.action.output is None for mention in one.mentions)
