"""Masking: as many lines and cells, nothing else changed, the same when it is done again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.secrets import MASK, masked, masked_and_counted, secrets_in
from playhead.text import cell_width, visible
from tests.planted import Maker, harmless, leaked, planted

MADE = [one.text for one in planted(6)] + list(harmless(6))
PIECES = st.one_of(
    st.sampled_from(MADE),
    st.text(max_size=30),
    st.sampled_from(["\n", "\r\n", " ", "\t", "\x1b[31m", "\\n", '\\"', "'", '"', "=", ":", "密", "é", "$ "]),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_masking_changes_nothing_but_values(text: str) -> None:
    """Outside of what was found every character stands where it stood; inside there are dots, blanks and heads."""
    shown = masked(text)
    if cell_width(text) == len(text) and text.isascii():
        assert len(shown) == len(text)
        assert all(new in (old, MASK) for old, new in zip(text, shown, strict=True))
    assert shown.count("\n") == text.count("\n")
    if not secrets_in(text):
        assert shown == text


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_masking_twice_is_masking_once(text: str) -> None:
    """What was masked holds nothing more to mask."""
    once = masked(text)
    assert masked(once) == once


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_a_line_keeps_its_cells(text: str) -> None:
    """A line that is safe to print takes as many cells masked as before."""
    line = visible(text)
    assert cell_width(masked(line)) == cell_width(line)


def test_what_names_the_kind_is_kept() -> None:
    """Of a token its public head is left, and nothing of what follows."""
    body = Maker(3).of(36)
    assert masked(f"token ghp_{body} done") == f"token ghp_{MASK * 36} done"


def test_values_are_counted_not_their_lines() -> None:
    """A key over many lines is one credential; two tokens are two."""
    key = next(one for one in planted(7) if one.kind == "rsa")
    tokens = [one.text for one in planted(7) if one.kind == "github-pat"][:2]
    assert masked_and_counted(key.text)[1] == 1
    assert masked_and_counted("\n".join((*tokens, "end")))[1] == 2
    assert masked_and_counted("nothing")[1] == 0


def test_a_line_of_any_length_is_read_to_its_end() -> None:
    """A token far to the right in one line of 100 kB is masked."""
    one = next(iter(planted(8)))
    text = f"{'word ' * 20_000}{one.text} {'word ' * 100}"
    assert leaked(one.secret, masked(text)) == ""
