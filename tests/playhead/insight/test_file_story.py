"""Each file of a run by step."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.deeds import deeds_of
from playhead.insight.file_story import MOST_EVENTS, FileStories, FileStory, What, stories_of
from playhead.insight.ledger import Deed
from playhead.insight.run_insight import insight_of
from playhead.model import Action, Kind
from playhead.opening import open_tape
from tests.playhead.edits.test_history import bash, call, run_of
from tests.shared_data import samples


def stories(*actions: Action) -> dict[str, FileStory]:
    """Return the stories of a run by path."""
    return {one.path: one for one in all_of(*actions).files}


def all_of(*actions: Action) -> FileStories:
    """Return all that is told of the files of a run."""
    return stories_of(deeds_of(run_of(*(replace(one, n=number) for number, one in enumerate(actions, 1)))))


def told(one: FileStory) -> list[tuple[int, str]]:
    """Return position and what for each event."""
    return [(event.position, str(event.what)) for event in one.events]


def edit(old: str, new: str, path: str = "shop/api.py") -> Action:
    """Return a replacement."""
    return call("Edit", "updated", file_path=path, old_string=old, new_string=new)


def test_a_file_is_told_from_search_to_test() -> None:
    """Searched, read, edited, put back and tested stand in the order of the run, under whatever path it was named."""
    found = stories(
        bash("grep -rn express .", "./shop/api.py:3:express\n"),
        bash("cat /w/shop/api.py", "express\n"),
        edit("a", "b", "/w/shop/api.py"),
        bash("git checkout -- shop/api.py"),
        bash("pytest shop/api.py", "1 passed in 0.1s"),
    )
    (one,) = found.values()
    assert told(one) == [(0, "searched"), (1, "read"), (2, "edited"), (3, "reverted"), (4, "tested")]
    assert one.counts == {What.SEARCHED: 1, What.READ: 1, What.EDITED: 1, What.REVERTED: 1, What.TESTED: 1}


def test_an_edit_that_brings_back_what_was_there_puts_it_back() -> None:
    """From a to b, to c, and to a again: the third edit puts the file back, the second does not."""
    (one,) = stories(edit("a", "b"), edit("b", "c"), edit("c", "a")).values()
    assert [what for _, what in told(one)] == ["edited", "edited", "reverted"]


def test_a_whole_content_from_before_puts_it_back() -> None:
    """Written, written otherwise, and written as it was at first."""
    writes = (call("Write", "ok", file_path="x.py", content=text) for text in ("a\n", "b\n", "a\n", "a\n"))
    (one,) = stories(*writes).values()
    assert [what for _, what in told(one)] == ["edited", "edited", "reverted", "edited"]


def test_git_puts_back_only_what_was_edited_and_named() -> None:
    """A checkout of one file is nothing to another, nor to a file that nobody edited."""
    found = stories(
        edit("a", "b"), edit("a", "b", "web/cart.js"), bash("cat x.py", "x"), bash("git checkout -- web/cart.js")
    )
    assert told(found["web/cart.js"])[-1] == (3, "reverted")
    assert told(found["shop/api.py"]) == [(0, "edited")]
    assert told(found["x.py"]) == [(2, "read")]


def test_a_stash_and_its_return() -> None:
    """A stash puts every edited file back, its return edits them again."""
    (one,) = stories(edit("a", "b"), bash("git stash"), bash("git stash pop")).values()
    assert [what for _, what in told(one)] == ["edited", "reverted", "edited"]


def test_files_that_only_searches_found_are_counted() -> None:
    """They have no story of their own."""
    listed = bash("grep -rln x .", "./a/one.py\n./a/two.py\n./shop/api.py\n")
    found = all_of(listed, edit("a", "b"))
    assert ([one.path for one in found.files], found.only_found) == (["shop/api.py"], 2)


def test_common_names_need_their_folder() -> None:
    """A hit in another package's `__init__.py` is not the one that was edited."""
    hit = bash("grep -rn x .", "./b/__init__.py:1:x\n")
    found = stories(hit, edit("a", "b", "a/__init__.py"))
    assert told(found["a/__init__.py"]) == [(1, "edited")]


def test_a_file_with_ever_so_many_events_is_bounded_and_counted() -> None:
    """What is kept and what is left out come to all."""
    deeds = [Deed(at, at + 1, Kind.READ, read="x.py") for at in range(MOST_EVENTS + 10)]
    (one,) = stories_of(deeds).files
    assert (len(one.events), one.left_out, one.counts[What.READ]) == (MOST_EVENTS, 10, MOST_EVENTS + 10)


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=10))
def test_an_edit_puts_back_exactly_when_its_content_was_there(states: list[str]) -> None:
    """For any way through contents by edits that join, a content that was there before is put back."""
    steps = [(old, new) for old, new in pairwise(states) if old != new]
    found = list(stories(*(edit(old, new) for old, new in steps)).values())
    seen = {states[0]}
    for event, (_, new) in zip(found[0].events if found else (), steps, strict=True):
        assert (event.what is What.REVERTED) == (new in seen)
        seen.add(new)


def test_a_real_run_is_told() -> None:
    """The scratch file of a real run is edited four times and removed at its end; the fixed file is read and edited."""
    path = samples("mini-swe-agent", "matplotlib__matplotlib-24570.traj.json")
    found = {one.path: one for one in stories_of(insight_of(open_tape(path)).deeds).files}
    assert [str(event.what) for event in found["reproduce_bug.py"].events] == ["edited"] * 4 + ["reverted"]
    fixed = found["lib/matplotlib/offsetbox.py"]
    assert (fixed.counts[What.EDITED], fixed.counts[What.REVERTED]) == (1, 0)
    assert fixed.counts[What.READ] > 10
