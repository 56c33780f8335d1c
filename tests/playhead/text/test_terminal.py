"""Lines of terminal output: colour obeyed, progress collapsed, everything else visible."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.text import PLAIN, StyledLine, TextStyle, cell_width, clean, terminal_line
from tests.playhead.text.test_clean import ANY_TEXT, may_be_printed

SGR = st.lists(st.integers(0, 300) | st.sampled_from([38, 48, 58, 2, 5]), max_size=6).map(
    lambda codes: f"\x1b[{';'.join(map(str, codes))}m"
)
ERASE = st.sampled_from(["\x1b[K", "\x1b[1K", "\x1b[2K"])
PIECES = st.lists(ANY_TEXT | SGR | ERASE | st.sampled_from(["\r", "\t", "漢"]), max_size=12).map("".join)
LINES = PIECES.map(lambda text: text.replace("\n", ""))


def text_of(raw: str) -> str:
    """Return what is shown of one raw line."""
    return terminal_line(raw)[0].text


@given(LINES)
def test_no_control_of_a_line_passes(raw: str) -> None:
    """Whatever a line holds, only printable characters are left, and the gate would not change them again."""
    text = text_of(raw)
    assert all(may_be_printed(character) for character in text)
    assert clean(text) == text


@given(LINES)
def test_styles_lie_in_order_within_the_text(raw: str) -> None:
    """Style runs are not empty, do not overlap, and end within the text."""
    line, _ = terminal_line(raw)
    edges = [edge for run in line.styles for edge in (run.start, run.end)]
    assert edges == sorted(edges)
    assert all(run.start < run.end <= len(line.text) and run.style != PLAIN for run in line.styles)


@given(st.lists(st.text("ab漢 ", max_size=5) | SGR, max_size=10))
def test_colour_hides_no_text(pieces: list[str]) -> None:
    """With its SGR sequences taken out, the text of a line is all there."""
    raw = "".join(pieces)
    assert text_of(raw) == re.sub(r"\x1b\[[0-9;:]*m", "", raw)


@given(st.lists(st.text("ab", max_size=4) | SGR, max_size=10), st.integers(0, 10))
def test_style_is_carried(pieces: list[str], cut: int) -> None:
    """A line cut in two, its style carried over, is styled as the whole one."""
    whole, end = terminal_line("".join(pieces))
    first, style = terminal_line("".join(pieces[:cut]))
    second, second_end = terminal_line("".join(pieces[cut:]), style)
    assert end == second_end
    assert _by_character(whole) == _by_character(first) + _by_character(second)


def _by_character(line: StyledLine) -> list[tuple[str, TextStyle]]:
    styles = [PLAIN] * len(line.text)
    for run in line.styles:
        styles[run.start : run.end] = [run.style] * (run.end - run.start)
    return list(zip(line.text, styles, strict=True))


@given(st.lists(st.text("ab漢é", max_size=9), min_size=1, max_size=6))
def test_tabs_stop_at_every_eighth_cell(words: list[str]) -> None:
    """Each tab leads to the next multiple of eight cells, at least one further."""
    text = text_of("\t".join(words) + "|")
    at = 0
    for word in words[:-1]:
        width = cell_width(word)
        assert text.startswith(word)
        room = 8 - (at + width) % 8
        assert text[len(word) : len(word) + room] == " " * room
        text = text[len(word) + room :]
        at += width + room
    assert text == words[-1] + "|"


@given(st.lists(st.text("abc", max_size=6), max_size=6))
def test_carriage_return_overwrites_columns(parts: list[str]) -> None:
    """Of a progress line that is left which was written last on each column."""
    wanted: list[str] = []
    for part in parts:
        wanted[: len(part)] = part
    assert text_of("\r".join(parts)) == "".join(wanted)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("10%\r50%\r100%", "100%"),
        ("hello world\rbye", "byelo world"),
        ("windows line\r", "windows line"),
        ("downloading...\r\x1b[Kdone", "done"),
        ("downloading...\x1b[2K\rdone", "done"),
        ("\x1b[01;31m\x1b[Kmatch\x1b[m\x1b[K rest", "match rest"),
        ("漢字\rx", "x 字"),
        ("ab漢\rabc", "abc "),
        ("a漢\rab\x1b[K", "ab"),
        ("\ttab\rx", "x       tab"),
        ("e\u0301x\rab", "ab"),
        ("abc\re\u0301", "e\u0301bc"),
        ("abc\x1b[1Kd", "   d"),
        ("ab\b\bc", "ab␈␈c"),
        ("\x1b[2J\x1b[6n", "␛[2J␛[6n"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "␛]8;;http://x␛\\link␛]8;;␛\\"),
        ("\x1bPq\x1b\\\x1b_Ga\x1b\\", "␛Pq␛\\␛_Ga␛\\"),
        ("\x9b31mx", "⟨9B⟩31mx"),
        ("\x1b[>4;2mx\x1b[?25l", "␛[>4;2mx␛[?25l"),
        ("x\x1b[3", "x␛[3"),
        ("\x1b[" + "1" * 500 + "m", "␛[" + "1" * 500 + "m"),
    ],
)
def test_what_a_line_leaves(raw: str, shown: str) -> None:
    """Progress collapses as a terminal would, and any sequence that is no colour stays visible."""
    assert text_of(raw) == shown


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("31", TextStyle(foreground=1)),
        ("97;104", TextStyle(foreground=15, background=12)),
        ("38;5;208", TextStyle(foreground=208)),
        ("38;5;999", PLAIN),
        ("38;2;1;2;3;1", TextStyle(foreground=(1, 2, 3), bold=True)),
        ("48:2::9:8:7", TextStyle(background=(9, 8, 7))),
        ("38:5:9", TextStyle(foreground=9)),
        ("38;2;300;0;0;4", TextStyle(underline=True)),
        ("58;5;3;3", TextStyle(italic=True)),
        ("1;2;22", PLAIN),
        ("1;3;4;7;9;23;24;27;29", TextStyle(bold=True)),
        ("4:3", TextStyle(underline=True)),
        ("4;4:0", PLAIN),
        ("2;9", TextStyle(dim=True, strike=True)),
        ("31;39;41;49", PLAIN),
        ("1;;3", TextStyle(italic=True)),
        ("38", PLAIN),
        ("38;5", PLAIN),
    ],
)
def test_sgr(codes: str, style: TextStyle) -> None:
    """Sixteen colours, 256 and true colour in both spellings, attributes and their resets are understood."""
    assert terminal_line(f"\x1b[{codes}mx")[1] == style


def test_concealed_text_is_shown() -> None:
    """Neither the conceal attribute nor a text in its background's colour hides anything."""
    line, _ = terminal_line("\x1b[8;30;40mhidden")
    assert line.text == "hidden"
    assert [run.style for run in line.styles] == [TextStyle(foreground=0)]


def test_overwriting_is_told() -> None:
    """A line that was drawn over says so, since some of its text is not shown."""
    assert terminal_line("secret\rpublic")[0].overwritten
    assert not terminal_line("public\r")[0].overwritten


def test_a_long_line_is_cut_and_told() -> None:
    """Characters beyond the limit are counted, and their colour still reaches the next line."""
    line, style = terminal_line("x" * 30 + "\x1b[31m" + "y" * 5, limit=10)
    assert (line.text, line.more) == ("x" * 10, 30)
    assert style == TextStyle(foreground=1)


def test_the_end_of_a_long_progress_line_is_shown() -> None:
    """Of megabytes of progress the last drawing is what is seen."""
    raw = "".join(f"{percent / 1000:7.3f}%\r" for percent in range(100_000))
    assert text_of(raw) == " 99.999%"
    line, _ = terminal_line("progress\r" + "z" * 50, limit=20)
    assert (line.text, line.more) == ("z" * 20, 30)
