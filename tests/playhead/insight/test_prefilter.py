"""Bytes are refused only where nothing that a reader shows says what is searched for."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playhead.insight.pattern import Pattern
from playhead.insight.plain import without_colours
from playhead.insight.prefilter import Prefilter, prefilter

PIECES = [
    "\x1b[31m",
    "\x1b[0m",
    "\x1b[1;4m",
    "\n",
    "\\",
    '"',
    " ",
    "\t",
    "a",
    "b",
    "n",
    "k",
    "K",
    "\u212a",
    "ſ",
    "é",
    "n9",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
TYPED = st.text(alphabet="abnkKséx", min_size=2, max_size=3)


def says(pattern: Pattern, text: str) -> bool:
    """Return whether a text shows a pattern, colours left out."""
    flags = re.IGNORECASE if pattern.fold else 0
    return re.search(re.escape(pattern.text), without_colours(text), flags) is not None


def overlapping(line: bytes, size: int, overlap: int) -> list[bytes]:
    """Return a line in pieces of a size that overlap."""
    return [line[at : at + size] for at in range(0, max(1, len(line) - overlap), size - overlap)]


@given(TEXTS, TYPED, st.booleans(), st.booleans())
@settings(max_examples=500, deadline=None)
def test_a_line_that_says_it_is_let_by(text: str, typed: str, spelled: bool, fold: bool) -> None:
    """However a line is written, and whatever colours stand in its words, it is let by where it says the pattern."""
    pattern = Pattern(typed, fold=fold)
    test = prefilter(pattern)
    line = json.dumps({"m": text}, ensure_ascii=spelled).encode()
    if test is not None and says(pattern, text):
        assert test.line(line)
        assert test.line(b'{"m":"other"}\n' + line)
        assert test.pieces(overlapping(line, 240, 120))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("\x1b[31mneedle\x1b[0m", True),
        ("ne\x1b[31m\x1b[1medle", True),
        ("ne\n\x1b[31medle", False),
        ("ne \x1b[31medle", False),
        ("ne\\n\x1b[31medle", False),
        ("\x1b[2Kne\x1b[0m\nedle", False),
        ("ne" * 1_000 + "\x1b[0m\x1b[31mhay" * 50, False),
    ],
)
def test_colours_between_words_let_nothing_by(text: str, held: bool) -> None:
    """A colour that begins or ends a word hides none; only one within a word makes a second look worth it."""
    test = prefilter(Pattern("needle"))
    assert test is not None
    assert test.line(json.dumps({"m": text}).encode()) == held


def test_a_word_may_stand_across_two_pieces() -> None:
    """Of a long line the pieces overlap: what stands at the end of one stands whole in the next."""
    test = prefilter(Pattern("needle hay"))
    assert isinstance(test, Prefilter)
    line = b'{"m":"' + b"x" * 300 + b"needle" + b"y" * 300 + b' hay"}'
    assert test.pieces(overlapping(line, 128, 16))
    assert not test.pieces(overlapping(line.replace(b"hay", b"way"), 128, 16))
    assert test.pieces([b'{"m":"\\u006eeedle']), "spelled letters are let by as soon as they are seen"
