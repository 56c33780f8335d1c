"""The last stop before the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from playhead.text import clean
from widgets.line_filters import NoColours, OnlyAscii

BLACK = Color(0, 0, 0)


@given(
    st.lists(st.text(st.characters(max_codepoint=0x2FF) | st.sampled_from("漢字✗✓●│─…⟨⟩👍"), max_size=12), max_size=6)
)
def test_ascii_rows_have_the_same_cells(texts: list[str]) -> None:
    """Every segment becomes ASCII of the same width, so that nothing on the row moves."""
    row = [Segment(clean(text), Style(bold=True)) for text in texts]
    for before, after in zip(row, OnlyAscii().apply(row, BLACK), strict=True):
        assert after.text.isascii()
        assert after.style == before.style
        assert len(after.text) == cell_len(before.text)


def test_without_colour_emphasis_stays() -> None:
    """Colours go, bold, dim, reverse and underline stay."""
    style = Style(color="red", bgcolor="#123456", bold=True, reverse=True, underline=True, dim=True)
    (segment,) = NoColours().apply([Segment("text", style)], BLACK)
    assert segment.style is not None
    assert (segment.style.bold, segment.style.reverse, segment.style.underline, segment.style.dim) == (True,) * 4
    assert segment.style.color is not None
    assert segment.style.bgcolor is not None
    assert segment.style.color.is_default
    assert segment.style.bgcolor.is_default
