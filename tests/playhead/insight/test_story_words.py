"""What happened to a file, in a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.file_story import FileEvent, FileStory, What
from playhead.insight.story_words import GLYPHS, MEANING, story_words
from playhead.model import Kind
from widgets.present.palette import KIND_GLYPHS

events = st.lists(
    st.builds(FileEvent, st.integers(0, 9_999), st.just(1), st.sampled_from(What)), min_size=1, max_size=80
)


def story(told: list[FileEvent], left_out: int = 0) -> FileStory:
    """Return a story of these events."""
    return FileStory("x.py", tuple(told), {}, left_out)


def test_events_stand_with_their_signs() -> None:
    """One sign a thing, the number of the step behind it; the same thing in one step is told once."""
    told = [FileEvent(3, 1, What.SEARCHED), FileEvent(8, 2, What.EDITED), FileEvent(8, 3, What.EDITED)]
    assert story_words(story(told), lambda position: str(position + 1), 40) == "?4 ±9"


def test_the_signs_are_those_of_kinds() -> None:
    """A search, a read, an edit and a test look in a story as they do in the timeline."""
    kinds = {What.SEARCHED: Kind.SEARCH, What.READ: Kind.READ, What.EDITED: Kind.EDIT, What.TESTED: Kind.TEST}
    assert {what: GLYPHS[what] for what in kinds} == {what: KIND_GLYPHS[kind] for what, kind in kinds.items()}


def test_every_sign_is_explained_and_none_twice() -> None:
    """The sentence below has each sign, and no two things have the same."""
    assert len(set(GLYPHS.values())) == len(What)
    assert all(glyph in MEANING for glyph in GLYPHS.values())


@given(events, st.integers(0, 5), st.integers(24, 200))
def test_a_row_keeps_its_width_and_counts_what_it_leaves_out(told: list[FileEvent], left_out: int, cells: int) -> None:
    """At any width the row fits, and what is told and what is said to be more come to all."""
    words = story_words(story(told, left_out), str, cells)
    assert len(words) <= cells
    count = sum(part[:1] in GLYPHS.values() for part in words.split(" "))
    more = [int(word.replace(",", "")) for word in words.split(" ") if word.replace(",", "").isdigit()]
    assert count + sum(more) == len({(one.position, one.what) for one in told}) + left_out
