"""The timeline's row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.model import Kind, Step
from playhead.text import clean
from tests.widgets.making import FOREIGN, action, shop_steps, step
from widgets.present.palette import CHANGE, FAILURE_STRONG, FAINT, MUTED
from widgets.present.row import RowPlace, bracket, row_content


def text(one: Step, width: int = 44, place: RowPlace | None = None) -> str:
    """Return the text of a row."""
    return row_content(one, width, place or RowPlace()).plain


def styles(one: Step) -> dict[str, str]:
    """Return the style of each piece of a row."""
    content = row_content(one, 44, RowPlace())
    return {content.plain[span.start : span.end].strip(): str(span.style) for span in content.spans}


def test_a_row_tells_number_kind_title_and_result() -> None:
    """Number right-aligned, the kind's sign, the title, the result at the right with room for a dot."""
    assert text(shop_steps()[2]) == "   3 ? rg express shop/             9 hits  "


def test_a_dot_stands_in_the_last_column() -> None:
    """A label's dot is the last cell of the row, behind the result."""
    assert text(shop_steps()[5], place=RowPlace(dot="●")).endswith(" 1✗ 5✓ ●")
    assert text(shop_steps()[5], place=RowPlace(dot="○")).endswith(" 1✗ 5✓ ○")


def test_the_cursor_shows_without_colour() -> None:
    """The row under the cursor has a mark of its own, whatever the terminal's colours."""
    assert text(shop_steps()[2], place=RowPlace(cursor=True)).startswith(" > 3 ?")


def test_the_title_gives_way_and_never_the_result() -> None:
    """In a narrow pane the title is cut, the result stands whole."""
    narrow = text(shop_steps()[6], 30)
    assert "…" in narrow
    assert narrow.rstrip().endswith("exit 2")


def test_a_long_path_keeps_its_end() -> None:
    """The path of a read loses its first folders before anything else."""
    one = step(3, action(Kind.READ, None, tool="view", path="shop/api/v2/checkout.py", arguments={"offset": 1}))
    assert "…/v2/checkout.py 1-" in text(one, 28)


@pytest.mark.parametrize(
    ("one", "sign"),
    [
        (step(0, source="user", text="do it"), "“"),
        (step(0, damaged=True), "!"),
        (step(0, thought="hm"), "·"),
        (step(0, action(Kind.EDIT, "patch")), "±"),
    ],
)
def test_kinds_differ_without_colour(one: Step, sign: str) -> None:
    """A person, a damaged record, a thought and a command have signs of their own."""
    assert text(one)[5] == sign


def test_failures_thoughts_and_people_differ_by_style() -> None:
    """A failed result is in the error style, a thought muted, a person's step in the accent."""
    assert styles(shop_steps()[5])["1✗ 5✓"] == FAILURE_STRONG
    assert MUTED in styles(shop_steps()[1]).values()
    assert styles(shop_steps()[0])["“ user: Express checkout breaks for …"] == CHANGE


def test_copied_context_has_no_number() -> None:
    """A step copied from an earlier run is shown dim and not numbered."""
    one = step(4, action(), copied=True, n=None)
    assert text(one).startswith("     $ make")
    assert FAINT in styles(one).values()


def test_a_span_is_bracketed() -> None:
    """A span's rows are held together by a bracket, in whichever direction it was selected."""
    assert [bracket(at, (5, 3)) for at in range(2, 7)] == ["", "╭", "│", "╰", ""]
    assert bracket(3, (3, 3)) == "["
    assert bracket(3, None) == ""


@given(FOREIGN, FOREIGN, FOREIGN, st.integers(0, 90), st.booleans())
def test_a_row_is_exactly_as_wide_as_asked_and_printable(
    command: str, path: str, said: str, width: int, copied: bool
) -> None:
    """Whatever the record holds, a row has its width and nothing in it that the gate would not pass."""
    for one in (
        step(9, action(Kind.RUN, command, exit_code=1, output=said)),
        step(9, action(Kind.READ, None, path=path), copied=copied),
        step(9, text=said, source="user"),
        step(9, thought=said),
    ):
        content = row_content(one, width, RowPlace(digits=3, dot="●"))
        assert content.cell_length == width
        assert clean(content.plain) == content.plain
