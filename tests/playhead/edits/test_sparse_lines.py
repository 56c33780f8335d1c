"""Lines by number are those of the text split at its line feeds, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.edits import sparse_lines
from playhead.edits.sparse_lines import EVERY, SparseLines

TEXTS = st.lists(st.text(alphabet="ab+- \r\x0b\x85\u2028é漢", max_size=5), max_size=3 * EVERY).map("\n".join)


def split(text: str) -> list[str]:
    """Return the lines of a text; a line feed at its end opens none."""
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


@given(TEXTS | TEXTS.map(lambda text: text + "\n"), st.integers(1, 200), st.data())
def test_lines_are_those_of_split(text: str, block: int, data: st.DataObject) -> None:
    """Every line, every stretch of lines and every first character are as in the whole list, for any size of block."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sparse_lines, "BLOCK", block)
        lines = SparseLines(text)
    wanted = split(text)
    assert lines.count == len(wanted)
    assert [lines[number] for number in range(len(wanted))] == wanted
    assert [lines[number] for number in reversed(range(len(wanted)))] == wanted[::-1]
    assert lines.signs == "".join(line[:1] or " " for line in wanted)
    start = data.draw(st.integers(0, len(wanted)))
    stop = data.draw(st.integers(start, len(wanted)))
    assert lines.text_of(start, stop) == "".join(f"{line}\n" for line in wanted[start:stop])


@pytest.mark.parametrize("number", [-1, 3, 64])
def test_there_is_no_line_beyond_the_last(number: int) -> None:
    """What is no line is no line."""
    with pytest.raises(IndexError):
        SparseLines("a\nb\nc\n")[number]


def test_few_lines_are_kept() -> None:
    """Of 100,000 lines that were asked for one by one, 512 are kept, and 1,563 places."""
    lines = SparseLines("line\n" * 100_000)
    assert all(lines[number] == "line" for number in range(100_000))
    assert sum(map(len, lines._kept.values())) <= 8 * (EVERY + 1)
    assert len(lines._starts) == 1_563
