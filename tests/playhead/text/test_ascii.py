"""The gate for a terminal that shows ASCII only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.text import cell_width, clean, drawn_in_ascii, is_only_ascii, only_ascii, terminal_line
from playhead.text.ascii import DRAWN, ENCODING_ERRORS, shown_in_ascii
from tests.playhead.text.test_clean import ANY_TEXT


@pytest.fixture(autouse=True)
def ascii_terminal() -> Iterator[None]:
    """Say that the terminal shows ASCII only, and take it back."""
    only_ascii()
    yield
    only_ascii(on=False)


@given(ANY_TEXT)
def test_only_printable_ascii_passes(text: str) -> None:
    """Whatever a record holds, names and outputs come out as printable ASCII."""
    assert is_only_ascii()
    for shown in (clean(text), terminal_line(text)[0].text):
        assert all(" " <= one <= "~" for one in shown)


@given(ANY_TEXT)
def test_nothing_disappears_and_twice_is_once(text: str) -> None:
    """Every character leaves at least one cell, and what has passed passes unchanged."""
    assert len(clean(text)) >= len(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x00\x1b\n\x7f", "^@^[^J^?"),
        ("a\u202eb", "a<U+202E>b"),
        ("naïve \x9b漢", "na<U+00EF>ve <U+009B><U+6F22>"),
        ("\ud800\U000e0041", "<U+D800><U+E0041>"),
        ("1✗ 5✓ … ─┼│", "1x 5v ~ -+|"),
        ("\x1b]52;c;UFdO\a", "^[]52;c;UFdO^G"),
    ],
)
def test_what_is_shown_instead(raw: str, shown: str) -> None:
    """Controls are written with a caret, decoration as what it looks like, all else by its code point."""
    assert clean(raw) == shown


def test_the_table_keeps_columns() -> None:
    """Every glyph of the program has an ASCII form of one cell."""
    for glyph, plain in DRAWN.items():
        assert cell_width(glyph) == len(plain) == 1, glyph
        assert " " < plain <= "~"


def drawn_texts(floor: str) -> Iterator[str]:
    """Yield every text in the code of a floor that is no docstring."""
    for path in (Path(__file__).resolve().parents[3] / floor).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
                yield node.value


@pytest.mark.parametrize("floor", ["widgets", "tui"])
def test_every_glyph_of_the_program_is_in_the_table(floor: str) -> None:
    """No pane draws a character that has no ASCII form of its own."""
    unknown = {one for text in drawn_texts(floor) for one in text if not one.isascii() and drawn_in_ascii(one) == "?"}
    assert unknown == set()


@given(ANY_TEXT)
def test_a_drawn_row_keeps_its_cells(text: str) -> None:
    """The last stop puts ASCII for every glyph, cell for cell."""
    only_ascii(on=False)
    row = clean(text)
    only_ascii()
    assert drawn_in_ascii(row).isascii()
    assert len(drawn_in_ascii(row)) == cell_width(row.replace("\ufe0f", ""))


@given(st.text())
def test_a_stream_in_ascii_prints_everything(text: str) -> None:
    """What is printed on such a terminal is encoded without an error."""
    printed = text.encode("ascii", ENCODING_ERRORS).decode("ascii")
    assert printed == "".join(one if one.isascii() else shown_in_ascii(one) for one in text)
