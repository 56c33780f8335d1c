"""What was written and removed in one file, known again by its text."""

from __future__ import annotations

from playhead.edits.diff_index import DiffIndex
from playhead.edits.unified import Hunk, diff_of_hunks
from playhead.edits.written_lines import WrittenLines, changed_lines, is_telling


def diff(*lines: str) -> DiffIndex:
    """Return a diff of one hunk with these lines."""
    return DiffIndex(diff_of_hunks("x", [Hunk(1, 1, lines)]))


def test_a_line_is_its_last_writers() -> None:
    """Of two edits that wrote the same line, neither of them gone, the later one is told first."""
    lines = WrittenLines()
    lines.take(diff("+value = 1"), 1)
    lines.take(diff("+value = 1"), 2)
    first, second = lines.writer_of("value = 1", "", ""), lines.writer_of("value = 1", "", "")
    assert first is not None
    assert second is not None
    assert (first.writer, second.writer, lines.writer_of("value = 1", "", "")) == (2, 1, None)


def test_neighbours_tell_equal_lines_apart() -> None:
    """Of equal lines the one with the same lines above and below is meant, also where another came later."""
    lines = WrittenLines()
    lines.take(diff(" def one():", "+    return 1", " # end of one"), 1)
    lines.take(diff(" def two():", "+    return 1", " # end of two"), 2)
    found = lines.writer_of("    return 1", "def one():", "# end of one")
    assert found is not None
    assert found.writer == 1


def test_a_removed_line_knows_who_removed_it() -> None:
    """A line that an edit wrote and another removed is not there any more, and says by which."""
    lines = WrittenLines()
    lines.take(diff("+value = 1"), 1)
    lines.take(diff("-value = 1", "+value = 2"), 2)
    assert lines.writer_of("value = 1", "", "") is None
    assert [(one.text, one.removed_by) for one in lines.written] == [("value = 1", 2), ("value = 2", None)]


def test_a_bracket_that_stood_there_before_removes_nothing() -> None:
    """A line that says nothing by itself is taken for the written one only beside the same lines."""
    lines = WrittenLines()
    lines.take(diff(" call(", "+)", " x"), 1)
    lines.take(diff(" other(", "-)", " y"), 2)
    assert lines.written[0].removed_by is None
    assert not is_telling("  )]")


def test_a_whole_write_keeps_the_writers_of_lines_that_stay() -> None:
    """Over nobody knows what, lines that an edit had written stay its own, and those that are gone are removed."""
    lines = WrittenLines()
    lines.take(diff("+kept = 1", "+gone = 1"), 1)
    lines.rewrite("kept = 1\nnew = 1\n", 2)
    kept, new = lines.writer_of("kept = 1", "", ""), lines.writer_of("new = 1", "", "")
    assert kept is not None
    assert new is not None
    assert (kept.writer, new.writer) == (1, 2)
    assert [one.removed_by for one in lines.written if one.text == "gone = 1"] == [2]


def test_a_carriage_return_is_no_part_of_a_line() -> None:
    """Lines that end in CR LF are the same as those that end in LF."""
    (one,) = changed_lines(diff("+value = 1\r"), 3, 4)
    assert one.text == "value = 1"
