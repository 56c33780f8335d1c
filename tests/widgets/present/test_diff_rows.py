"""Diffs as rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.diff_index import DiffIndex
from playhead.model import Edit
from playhead.text import clean
from widgets.blocks import diff_block, diff_code
from widgets.blocks.diff_block import DiffBlock
from widgets.present.diff import edit_head
from widgets.present.palette import ADDED, ADDED_WORD, REMOVED, REMOVED_WORD

DIFF = """\
--- a/shop/order.py
+++ b/shop/order.py
@@ -7,4 +7,5 @@ class Order:
     items: tuple
-    express: bool = False
+    express: bool = True
+    card: str = ""

     total: int
"""
LINES = st.text(st.characters() | st.sampled_from("\x1b\r\t漢\x9b "), max_size=60).map(
    lambda one: one.replace("\n", "")
)
BODIES = st.lists(st.tuples(st.sampled_from(" +-"), LINES), min_size=1, max_size=20)


def rows_of(text: str, width: int) -> list:
    """Return every row of the first file of a diff."""
    index = DiffIndex(text)
    block = DiffBlock(index, index.files[0] if index.files else None)
    block.settle(0, 10**6, width)
    return [block.row(row, width) for row in range(block.rows(width))]


def test_lines_stand_beside_their_numbers() -> None:
    """A wide pane numbers the old and the new file, in the order of the diff."""
    plain = [row.plain.rstrip() for row in rows_of(DIFF, 80)]
    assert plain == [
        " @@ -7,4 +7,5 @@ class Order:",
        "   7   7      items: tuple",
        "   8     -    express: bool = False",
        "       8 +    express: bool = True",
        '       9 +    card: str = ""',
        "   9  10",
        "  10  11      total: int",
    ]


def test_a_narrow_pane_has_one_column_of_numbers() -> None:
    """Below 72 columns a line has the number it has in the file it belongs to."""
    plain = [row.plain.rstrip() for row in rows_of(DIFF, 60)]
    assert plain[2:4] == ["   8 -    express: bool = False", "   8 +    express: bool = True"]


def test_added_and_removed_lines_are_tinted_to_the_edge() -> None:
    """The tint of a changed line fills its row; context has none."""
    rows = rows_of(DIFF, 60)
    assert {ADDED} == {span.style for span in rows[3].spans if span.end == 60 and span.start == 5}
    assert {REMOVED} == {span.style for span in rows[2].spans if span.end == 60 and span.start == 5}
    assert not any(span.style in {ADDED, REMOVED} for span in rows[1].spans)


@given(BODIES, st.integers(20, 90))
def test_no_character_of_a_diff_is_lost_and_none_is_raw(body: list[tuple[str, str]], width: int) -> None:
    """Whatever a file holds, its lines are all there, wrapped and safe to print."""
    olds, news = (sum(sign in kinds for sign, _ in body) for kinds in (" -", " +"))
    text = f"--- a/x\n+++ b/x\n@@ -1,{olds} +1,{news} @@\n" + "".join(f"{sign}{line}\n" for sign, line in body)
    rows = rows_of(text, width)
    start = 10 if width >= diff_block.WIDE else 6
    shown = "".join(row.plain[start:].rstrip(" ") for row in rows[1:])
    expected = "".join(clean(line.removesuffix("\r").expandtabs(4)) for _, line in body)
    assert shown.replace(" ", "") == expected.replace(" ", "")
    assert all(clean(row.plain) == row.plain and row.cell_length <= width for row in rows)


@given(st.text(max_size=200))
def test_text_that_is_no_diff_is_shown_line_by_line(text: str) -> None:
    """A patch that nobody can parse is there as it stands."""
    shown = "".join(row.plain[1:] for row in rows_of(text, 60)).replace(" ", "")
    for line in text.split("\n"):
        assert clean(line.removesuffix("\r").expandtabs(4)).lstrip("+-@ ").replace(" ", "")[:20] in shown


def test_a_hundred_thousand_lines_are_read_only_where_they_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a diff of 100,000 lines draws and colours some hundred of them."""
    cleaned: list[str] = []

    def counted(text: str) -> str:
        cleaned.append(text)
        return clean(text)

    monkeypatch.setattr(diff_code, "visible", counted)
    body = "".join(f"+value_{number} = compute({number})\n" for number in range(100_000))
    index = DiffIndex(f"--- /dev/null\n+++ b/x.py\n@@ -0,0 +1,100000 @@\n{body}")
    block = DiffBlock(index, index.files[0])
    for first in (0, 50_000, 99_960):
        block.settle(first, first + 40, 100)
        rows = [block.row(first + row, 100).plain for row in range(40)]
    assert rows[-1].rstrip().endswith("value_99998 = compute(99998)")
    assert len(cleaned) <= 3 * (2 * diff_code.WINDOW_LINES + 40)


@pytest.mark.parametrize(
    ("edit", "is_open", "said"),
    [
        (Edit("web/checkout.js", DIFF, 6, 1), True, " web/checkout.js  +6 -1"),
        (Edit("web/checkout.js", DIFF, 6, 1), False, " ▸ web/checkout.js  +6 -1"),
        (Edit("x", DIFF, 6, 1, derived=True), True, " x  +6 -1  derived"),
        (Edit("a\x1b[2J", DIFF, None, None), True, " a␛[2J"),
    ],
)
def test_the_row_above_a_diff_names_the_file_and_the_change(edit: Edit, is_open: bool, said: str) -> None:
    """`web/checkout.js  +6 -1`, with a glyph in front where it is closed."""
    assert edit_head(edit, None, is_open=is_open, width=60).plain.rstrip() == said


def test_a_replaced_word_is_marked_in_both_lines() -> None:
    """Where as many lines were added as removed, each pair shows what changed within it."""
    diff = "--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,3 @@\n a\n-one = False\n-two = 1\n+one = True\n+two = 22\n"
    marked = [
        row.plain[span.start : span.end]
        for row in rows_of(diff, 60)
        for span in row.spans
        if str(span.style).endswith((ADDED_WORD, REMOVED_WORD))
    ]
    assert marked == ["False", "1", "True", "22"]


def test_lines_that_have_no_partner_have_no_marks() -> None:
    """Two lines in the place of one are not compared."""
    diff = "--- a/x.py\n+++ b/x.py\n@@ -1,1 +1,2 @@\n-one = False\n+one = True\n+two = 2\n"
    styles = {str(span.style) for row in rows_of(diff, 60) for span in row.spans}
    assert not any(style.endswith((ADDED_WORD, REMOVED_WORD)) for style in styles)
