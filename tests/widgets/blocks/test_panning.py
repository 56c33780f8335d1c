"""Long lines wrapped, or cut and moved sideways."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from playhead.edits.diff_index import DiffIndex
from playhead.text import clean
from widgets.blocks.diff_block import DiffBlock
from widgets.blocks.look import Look
from widgets.blocks.panning import Panning
from widgets.blocks.text_block import TextBlock
from widgets.present.palette import AFTER_GLYPH, BEFORE_GLYPH

LINES = st.text(st.characters(exclude_characters="\n‹›") | st.sampled_from("漢字ab "), max_size=120).map(clean)


def rows_of(block: TextBlock | DiffBlock, width: int) -> list[str]:
    """Return the characters of every row."""
    block.settle(0, 10**6, width)
    return [block.row(row, width).plain for row in range(block.rows(width))]


@given(LINES.filter(bool), st.integers(6, 40), st.integers(0, 130))
def test_a_window_is_cut_at_both_edges_and_says_where(line: str, width: int, column: int) -> None:
    """What is in sight of a line is a stretch of it that fits, with a marker at each edge that hides something."""
    panning = Panning(wrap=False, column=column)
    seen = panning.window(line, (0, len(line)), width)
    assert cell_len(line[seen.start : seen.end]) <= max(width, 2)
    assert seen.before == (seen.start > 0)
    assert seen.after == (seen.end < len(line))


@given(LINES.filter(bool), st.integers(4, 30))
def test_moving_on_shows_every_character(line: str, width: int) -> None:
    """Cell by cell to the right, every character of a line comes into sight."""
    panning = Panning(wrap=False)
    seen = set()
    for column in range(cell_len(line) + 1):
        panning.column = column
        window = panning.window(line, (0, len(line)), width)
        seen |= set(range(window.start, window.end))
    assert seen == set(range(len(line)))


def test_a_line_that_is_cut_takes_one_row_and_is_marked() -> None:
    """Cut at the edge with a marker; a step to the right brings the rest, and marks what is left behind."""
    panning = Panning(wrap=False)
    block = TextBlock("short\n" + "0123456789" * 4 + "\n", Look(), panning=panning)
    assert rows_of(block, 22) == [" short", " 01234567890123456789" + AFTER_GLYPH]
    panning.column = 20
    assert rows_of(block, 22) == [BEFORE_GLYPH, BEFORE_GLYPH + "01234567890123456789"]


def test_prose_always_wraps() -> None:
    """A message is read, not scrolled: its lines wrap whatever is chosen for code."""
    block = TextBlock("one two three four", Look(words=True), panning=Panning(wrap=False))
    assert rows_of(block, 10) == [" one two", " three", " four"]


def test_a_diff_keeps_its_numbers_and_signs_while_it_moves() -> None:
    """Sideways only the text moves; the gutter stays and tells that something is left of it."""
    index = DiffIndex("--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-abcdefghijklmnopqrstuvwxyz\n+a\n")
    panning = Panning(wrap=False, column=10)
    plain = rows_of(DiffBlock(index, index.files[0], panning=panning), 20)
    assert plain[1].rstrip() == "   1‹-klmnopqrstuvw›"
    assert plain[2].rstrip() == "   1‹+"


def test_ten_megabytes_in_one_line_are_cut_cheaply() -> None:
    """A huge line that is not wrapped is a row for every 8 KiB of it."""
    block = TextBlock("x" * 10_000_000, Look(terminal=True), panning=Panning(wrap=False))
    assert block.rows(80) == -(-10_000_000 // 8_192)
    assert block.row(1_000, 80).plain.endswith("x" + AFTER_GLYPH)
