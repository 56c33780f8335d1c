"""Texts of any size as rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from playhead.text import PLAIN, clean, terminal_line
from widgets.blocks import line_reader
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock

FOREIGN = st.text(st.characters() | st.sampled_from("\n\n\n\t\r \x1b[31m\x1b[0m\x9b\u202e漢"), max_size=400)


def rows_of(block: TextBlock, width: int) -> list[Content]:
    """Return every row, counted."""
    block.settle(0, 10**9, width)
    return [block.row(row, width) for row in range(block.rows(width))]


def plain_rows(block: TextBlock, width: int) -> list[str]:
    """Return the characters of every row."""
    return [row.plain for row in rows_of(block, width)]


@given(FOREIGN, st.integers(4, 40), st.booleans())
def test_no_character_of_a_text_is_lost_and_none_is_raw(text: str, width: int, terminal: bool) -> None:
    """The rows of a text are together what the gate shows of its lines, and nothing in them is unprintable."""
    block = TextBlock(text, Look(terminal=terminal))
    shown = "".join(row[1:] for row in plain_rows(block, width))
    lines = text.removesuffix("\n").split("\n") if text else []
    state = PLAIN
    expected = ""
    for line in lines:
        if terminal:
            styled, state = terminal_line(line, state)
            expected += styled.text
        else:
            expected += clean(line.removesuffix("\r").expandtabs(8))
    assert shown.replace(" ", "").replace("-", "") == expected.replace(" ", "").replace("-", "")
    assert clean(shown) == shown


@given(FOREIGN.filter(bool), st.integers(4, 40))
def test_a_row_leads_to_its_place_and_back(text: str, width: int) -> None:
    """Every row has a place that leads back to it."""
    block = TextBlock(text, Look(terminal=True))
    for row in range(len(rows_of(block, width))):
        assert block.row_of(*block.place(row, width), width) == row


@given(st.lists(st.integers(0, 200), min_size=1, max_size=300), st.integers(10, 60))
def test_counting_in_any_order_gives_the_same_rows(lengths: list[int], width: int) -> None:
    """A text counted from its end has the rows of a text counted from its beginning."""
    text = "\n".join("x" * length for length in lengths) * 20
    forward, backward = TextBlock(text, Look()), TextBlock(text, Look())
    forward.settle(0, 10**9, width)
    while backward.settle(max(0, backward.rows(width) - 5), 10**9, width):
        pass
    while not backward.exact(width):
        backward.settle(0, 10**9, width)
    assert forward.exact(width)
    assert forward.rows(width) == backward.rows(width)


def test_a_part_of_a_text_is_only_that_part() -> None:
    """A block of characters 4 to 9 shows these alone."""
    assert plain_rows(TextBlock("one\ntwo\nthree", Look(), 4, 8), 20) == [" two"]


def test_later_rows_of_a_line_of_output_are_marked_and_indented() -> None:
    """A line that does not fit goes on below, a little to the right, with an arrow in the margin."""
    assert plain_rows(TextBlock("one two three four five six\nseven", Look(terminal=True)), 16) == [
        " one two three ",
        "↪  four five ",
        "↪  six",
        " seven",
    ]


def test_line_numbers_are_set_apart_and_lines_go_on_below_their_code() -> None:
    """The number that a tool put before a line stands in a column of its own, and tabs count from the code."""
    rows = plain_rows(TextBlock("     9→\tif express and paid:\n    10→", Look(terminal=True, numbered=True)), 24)
    assert rows == ["    9      if express ", "       and paid:", "   10  "]


def test_the_colour_of_a_line_reaches_the_next() -> None:
    """A colour that is switched on stays on over lines until it is switched off, in a later part of the text too."""
    text = "\x1b[31mred\n" + "still\n" * 3 + "\x1b[0mplain\n"
    first, second, *_, last = rows_of(TextBlock(text, Look(terminal=True)), 20)
    assert ["ansi_red" in str(row.spans) for row in (first, second, last)] == [True, True, False]
    later = rows_of(TextBlock(text, Look(terminal=True), text.index("still\nstill")), 20)
    assert "ansi_red" in str(later[0].spans)


def test_a_line_of_ten_megabytes_is_cut_by_arithmetic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one line of 10 MB only the slices in sight pass the gate, and every row is where division says."""
    seen = count_gate(monkeypatch)
    text = "0123456789" * 1_000_000
    block = TextBlock(text, Look(terminal=True))
    room = 80 - 2
    assert block.rows(80) == -(-len(text) // room)
    middle = block.rows(80) // 2
    assert block.row(middle, 80).plain == "↪" + text[middle * room : (middle + 1) * room]
    assert sum(seen) <= 3 * line_reader.LONG


@pytest.mark.parametrize("line", ["plain text\n", "\x1b[31mred\x1b[0m text\n", "h\u202eostile\x07\n"])
def test_a_hundred_megabytes_are_read_only_where_they_are_seen(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a 100 MB output at the top, in the middle or at the end reads some chunks of it, not the rest."""
    seen = count_gate(monkeypatch)
    text = line * (100_000_000 // len(line))
    block = TextBlock(text, Look(terminal=True))
    count = block.rows(100)
    for first in (0, count // 2, count - 40):
        block.settle(first, first + 40, 100)
        assert all(block.row(first + row, 100).plain == block.row(0, 100).plain for row in range(40))
    assert count == text.count("\n")
    assert sum(seen) <= 16 * line_reader.LONG


def test_progress_that_was_drawn_over_shows_its_last_state() -> None:
    """A megabyte of carriage returns on one line is one row: what stood there last."""
    text = "start\n" + "".join(f"\r{number:7}%" for number in range(100_000)) + "\ndone\n"
    rows = plain_rows(TextBlock(text, Look(terminal=True)), 40)
    assert rows == [" start", "   99999%", " done"]


def test_evidence_is_marked_in_the_margin() -> None:
    """The lines of the evidence carry a bar, the others none."""
    rows = plain_rows(TextBlock("one\ntwo\nthree", Look(marked=(4, 7))), 20)
    assert rows == [" one", "▌two", " three"]


def count_gate(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the characters that pass the gate."""
    seen: list[int] = []

    def counted(raw: str, *rest: object) -> object:
        seen.append(len(raw))
        return terminal_line(raw, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(line_reader, "terminal_line", counted)
    return seen
