"""Documents of blocks."""

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from widgets.blocks.block import Rows, fixed
from widgets.blocks.fold import Fold, count_title
from widgets.blocks.look import Look
from widgets.blocks.text_block import TextBlock
from widgets.document import Document, Part, Position

TEXTS = st.text(st.sampled_from("abc 漢\n"), max_size=300)
KINDS = st.sampled_from(["text", "fold", "open", "head"])


def block_of(kind: str, text: str, key: str) -> Part:
    """Return a part of one kind."""
    block = TextBlock(text, Look())
    if kind == "text":
        return Part(key, block)
    if kind == "head":
        return Part(key, Fold(key, block, count_title(), keep=3))
    return Part(key, Fold(key, block, count_title(), is_open=kind == "open"))


DOCUMENTS = st.lists(st.tuples(KINDS, TEXTS), max_size=8).map(
    lambda parts: [block_of(kind, text, str(place)) for place, (kind, text) in enumerate(parts)]
)


def settled(document: Document, width: int) -> Document:
    """Return a document with every row counted."""
    document.settle(0, 10**6, width)
    return document


@given(DOCUMENTS, st.integers(4, 30))
def test_every_row_has_a_place_that_leads_back_to_it(parts: list[Part], width: int) -> None:
    """Row to (block, line, part) and back is the same row, and every row can be drawn."""
    document = settled(Document(parts), width)
    for row in range(document.count):
        place = document.position(row)
        assert place is not None
        assert document.row_of(place) == row
        assert document.line(row, width).cell_length <= width


LONG_LINES = st.lists(
    st.integers(1, 400).map(lambda cells: Part("text", TextBlock("a" * cells + "\n", Look()))), max_size=4
)


@given(LONG_LINES, st.integers(4, 30), st.booleans())
def test_rows_can_be_drawn_before_they_are_settled(parts: list[Part], width: int, backwards: bool) -> None:
    """A first frame may come before the rows are counted: each can be drawn, and counting afterwards finds them all."""
    document = Document(parts)
    rows = range(sum(part.block.rows(width) for part in parts))
    for row in reversed(rows) if backwards else rows:
        document.line(row, width)
    assert settled(document, width).count == sum(part.block.rows(width) for part in parts)


@given(DOCUMENTS, st.integers(4, 30))
def test_a_document_is_as_long_as_its_blocks(parts: list[Part], width: int) -> None:
    """The number of rows is the sum over the blocks, also after every fold was opened and closed."""
    document = settled(Document(parts), width)
    assert document.count == sum(part.block.rows(width) for part in parts)
    folded = document.count
    states = [(number, fold.is_open) for number, fold in document.folds()]
    for number, is_open in states:
        document.set_fold(number, not is_open)
    settled(document, width)
    assert document.count == sum(part.block.rows(width) for part in parts)
    for number, is_open in states:
        document.set_fold(number, is_open)
    assert document.count == folded


@given(DOCUMENTS, st.integers(4, 30), st.integers(4, 30), st.integers(0, 200))
def test_a_change_of_width_keeps_the_line_at_the_top(parts: list[Part], old: int, new: int, row: int) -> None:
    """After a resize the same line of the same block stands at the top."""
    document = settled(Document(parts), old)
    row = min(row, document.count - 1)
    before = document.position(row) if row >= 0 else None
    first = document.settle(max(row, 0), 10**6, new)
    after = document.position(first)
    assert (before is None) == (after is None)
    if before and after:
        assert after.block == before.block
        assert after.line == before.line or -1 in (after.line, before.line)  # the title of what is folded now or was


def test_counting_above_does_not_move_what_is_on_the_screen() -> None:
    """Where a guess above was wrong the row numbers change, and the row at the top is found again."""
    text = "".join("word " * 60 + "\n" if line % 7 == 0 else "x\n" for line in range(4_000))
    document = Document([Part("text", TextBlock(text, Look(words=True)))])
    document.settle(0, 10, 40)
    guessed = document.count
    first = document.settle(guessed - 40, 20, 40)
    shown = document.position(first)
    for _ in range(300):
        first = document.settle(first, 20, 40)
        assert document.position(first) == shown
        first = max(0, first - 10)
        shown = document.position(first)
    assert document.count != guessed


def test_a_fold_says_how_much_it_hides() -> None:
    """A closed fold is one row with an honest count; open, it keeps that row above what it showed."""
    fold = Fold("f", TextBlock("a\n" * 214, Look()), count_title(lambda: "214 more lines"))
    document = settled(Document([Part("f", fold)]), 40)
    assert [document.line(row, 40).plain for row in range(document.count)] == [" ▸ 214 more lines"]
    document.set_fold(0, is_open=True)
    settled(document, 40)
    assert document.count == 215
    assert document.line(0, 40).plain == " ▾ 214 more lines"


def test_a_fold_that_keeps_rows_counts_only_the_others() -> None:
    """A thought of five rows shows three and says that two more follow."""
    fold = Fold("f", TextBlock("1\n2\n3\n4\n5", Look()), count_title(), keep=3)
    document = settled(Document([Part("f", fold)]), 40)
    assert [document.line(row, 40).plain for row in range(document.count)] == [" 1", " 2", " 3", " ▸ 2 more lines"]


def test_a_fold_without_a_title_takes_no_row_while_closed() -> None:
    """Short wrapping at an end is there when all folds are open, and nowhere else."""
    document = settled(Document([Part("f", Fold("f", TextBlock("wrap", Look()), None))]), 40)
    assert document.count == 0
    assert document.position(0) is None
    document.set_fold(0, is_open=True)
    assert document.count == 1


def test_the_place_of_a_line_is_in_the_block_that_holds_it() -> None:
    """Of several blocks of one name the one is meant that the offset lies in, inside folds too."""
    text = "one\ntwo\nthree\n"
    parts = [
        Part("output 0", TextBlock(text, Look(), 0, 4)),
        Part("output 0", Fold("x", TextBlock(text, Look(), 4, 8), count_title())),
        Part("output 0", TextBlock(text, Look(), 8)),
    ]
    document = settled(Document(parts), 20)
    assert document.place_of("output 0", 5) == Position(1, 5, 0)
    assert document.place_of("output 0", 9) == Position(2, 9, 0)
    assert document.place_of("output 1", 0) is None


def test_rows_are_made_for_the_width_they_are_asked_for() -> None:
    """A head is made again when the pane gets another width, and only then."""
    made: list[int] = []

    def make(width: int) -> list[Content]:
        made.append(width)
        return [Content("x" * width)]

    document = Document([Part("head", Rows(make)), Part("", fixed(Content("")))])
    assert document.line(0, 10).plain == "x" * 10
    document.settle(0, 5, 20)
    assert document.line(0, 20).plain == "x" * 20
    assert made == [10, 20]
