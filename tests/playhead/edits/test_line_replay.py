"""A file replayed line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.diff_index import DiffIndex
from playhead.edits.line_replay import MOST_SEARCHED, Replay
from playhead.edits.unified import Hunk, diff_of_hunks, unified_diff

texts = st.lists(st.sampled_from(["a", "b", "", "  c", "d\r"]), max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n".join(lines), "".join(f"{line}\n" for line in lines)])
)


@given(texts, texts)
def test_a_diff_leads_from_one_text_to_the_other(old: str, new: str) -> None:
    """Whatever the texts hold, with or without a last line feed, the diff between them is replayed exactly."""
    replay = Replay(old)
    assert replay.apply(DiffIndex(unified_diff(old, new, "x")), 1)
    assert replay.text == new
    assert len(replay.lines) == len(replay.writers)


def test_each_line_has_the_last_that_wrote_it() -> None:
    """Lines nobody touched have a writer below 0; a removed line of the first text has who removed it."""
    replay = Replay("a\nb\nc\n")
    assert replay.apply(DiffIndex(unified_diff("a\nb\nc\n", "a\nB\nc\nd\n", "x")), 7)
    assert replay.apply(DiffIndex(unified_diff("a\nB\nc\nd\n", "a\nB\nc\nD\n", "x")), 8)
    assert [max(-1, writer) for writer in replay.writers] == [-1, 7, -1, 8, -1]
    assert replay.removed == {1: 7}


def test_a_part_of_a_line_keeps_the_rest_of_it() -> None:
    """A fragment that stands once in the text is replaced where it stands, and the line is its writer's."""
    replay = Replay("one\n  values = (1, 2)\ntwo\n")
    assert replay.apply(DiffIndex(diff_of_hunks("x", [Hunk(1, 1, ["-(1, 2)", "+(1, 2, 3)"])])), 4)
    assert replay.lines[1] == "  values = (1, 2, 3)"
    assert replay.writers[1] == 4


def test_a_diff_that_fits_twice_or_nowhere_is_refused() -> None:
    """Where the old lines stand twice, or not at all, nothing is guessed."""
    for text in ("a\nb\na\nb\n", "c\n"):
        assert not Replay(text).apply(DiffIndex(diff_of_hunks("x", [Hunk(9, 9, ["-b", "+B"])])), 1)


def test_hunks_that_do_not_stand_where_they_say_are_not_looked_for_without_end() -> None:
    """Beyond so many searches through the text a diff is refused."""
    numbers = [f"{number:04}" for number in range(MOST_SEARCHED + 1)]
    hunks = [Hunk(9_999, 9_999, [f"-line {number}", f"+new {number}"]) for number in numbers]
    text = "".join(f"line {number}\n" for number in numbers)
    assert Replay(text).apply(DiffIndex(diff_of_hunks("x", hunks[:MOST_SEARCHED])), 1)
    assert not Replay(text).apply(DiffIndex(diff_of_hunks("x", hunks)), 1)
