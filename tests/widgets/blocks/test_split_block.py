"""Diffs with two files beside one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.edits.diff_index import DiffIndex
from playhead.text import clean
from widgets.blocks import diff_code
from widgets.blocks.diff_block import DiffBlock
from widgets.blocks.either import Either
from widgets.blocks.split_block import SplitBlock
from widgets.present.palette import ADDED_WORD, REMOVED_WORD
from widgets.present.split_diff import MISSING, Split

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
    lambda one: one.replace("\n", "").replace("│", "").replace(MISSING, "")
)
BODIES = st.lists(st.tuples(st.sampled_from(" +-"), LINES), min_size=1, max_size=20)


def split_of(text: str, width: int) -> list:
    """Return every row of the first file of a diff."""
    index = DiffIndex(text)
    block = SplitBlock(index, index.files[0] if index.files else None)
    block.settle(0, 10**6, width)
    return [block.row(row, width) for row in range(block.rows(width))]


def test_the_old_file_stands_left_of_the_new_one() -> None:
    """Numbers and signs on both sides; a line that one side does not have is hatched there."""
    plain = [row.plain.rstrip() for row in split_of(DIFF, 81)]
    assert plain == [
        " @@ -7,4 +7,5 @@ class Order:",
        "   7      items: tuple                  │   7      items: tuple",
        "   8 -    express: bool = False         │   8 +    express: bool = True",
        ' ╱╱╱                                    │   9 +    card: str = ""',
        "   9      total: int                    │  10      total: int",
    ]


def test_what_changed_within_a_pair_is_marked_on_both_sides() -> None:
    """The word that was replaced, and the word in its place."""
    marked = [
        row.plain[span.start : span.end]
        for row in split_of(DIFF, 81)
        for span in row.spans
        if str(span.style).endswith((ADDED_WORD, REMOVED_WORD))
    ]
    assert marked == ["False", "True"]


@given(BODIES, st.integers(24, 120))
def test_no_character_is_lost_on_either_side_and_none_is_raw(body: list[tuple[str, str]], width: int) -> None:
    """Old lines are all on the left, new ones all on the right, wrapped and safe to print."""
    olds, news = (sum(sign in kinds for sign, _ in body) for kinds in (" -", " +"))
    text = f"--- a/x\n+++ b/x\n@@ -1,{olds} +1,{news} @@\n" + "".join(f"{sign}{line}\n" for sign, line in body)
    index = DiffIndex(text)
    heads = len(diff_code.rows_of(index.source(2), width - 2))
    rows = split_of(text, width)
    assert all(clean(row.plain) == row.plain and row.cell_length <= width for row in rows)
    split = Split(width, 3)
    sides = [row.plain.split("│") for row in rows[heads:]]
    for side, signs in ((0, " -"), (1, " +")):
        shown = "".join(both[side][split.gutter :] for both in sides).replace(" ", "")
        expected = "".join(clean(line.removesuffix("\r").expandtabs(4)) for sign, line in body if sign in signs)
        assert shown == expected.replace(" ", "")


@given(BODIES, st.integers(24, 120))
def test_a_row_of_two_lines_leads_to_its_place_and_back(body: list[tuple[str, str]], width: int) -> None:
    """Every row has a place that leads back to it."""
    olds, news = (sum(sign in kinds for sign, _ in body) for kinds in (" -", " +"))
    text = f"--- a/x\n+++ b/x\n@@ -1,{olds} +1,{news} @@\n" + "".join(f"{sign}{line}\n" for sign, line in body)
    index = DiffIndex(text)
    block = SplitBlock(index, index.files[0])
    block.settle(0, 10**6, width)
    for row in range(block.rows(width)):
        assert block.row_of(*block.place(row, width), width) == row


def test_the_note_on_a_missing_newline_is_of_neither_side() -> None:
    """`No newline at end of file` has a row of its own, and lines stay in the order of the diff."""
    note = "\\ No newline at end of file"
    text = f"--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n-a\n{note}\n+b\n+c\n{note}\n"
    plain = [row.plain.rstrip() for row in split_of(text, 41)]
    assert plain[1:] == ["   1 -a             │   1 +b", f" {note}", " ╱╱╱                │   2 +c", f" {note}"]


def test_a_hundred_thousand_pairs_are_read_only_where_they_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a diff that replaces 50,000 lines draws and colours some hundred of them."""
    cleaned: list[str] = []

    def counted(text: str) -> str:
        cleaned.append(text)
        return clean(text)

    monkeypatch.setattr(diff_code, "visible", counted)
    old = "".join(f"-value_{number} = compute({number})\n" for number in range(50_000))
    index = DiffIndex(f"--- a/x.py\n+++ b/x.py\n@@ -1,50000 +1,50000 @@\n{old}{old.replace('-value', '+value')}")
    block = SplitBlock(index, index.files[0])
    for first in (0, 25_000, 49_961):
        block.settle(first, first + 40, 120)
        rows = [block.row(first + row, 120).plain for row in range(40)]
    assert rows[-1].count("value_49999") == 2
    assert len(cleaned) <= 3 * (4 * diff_code.WINDOW_LINES + 400)


def test_below_its_width_a_split_diff_is_unified() -> None:
    """One block below 80 cells, the other from there on, with the same lines to stop at."""
    index = DiffIndex(DIFF)
    block = Either(DiffBlock(index, index.files[0]), SplitBlock(index, index.files[0]), 80)
    assert block.rows(79) == 6
    assert block.rows(80) == 5
    assert list(block.stops()) == [2]
    assert block.row_of(*block.place(4, 80), 79) == 5
