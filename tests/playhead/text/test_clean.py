"""The gate: what of a record's text may reach a terminal, and what is shown of the rest."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from playhead.text import cell_width, clean, clean_lines, hidden_in, split_lines, stopped
from playhead.text.glyphs import BASELESS

ANY_CHARACTER = st.characters()  # surrogates too
HOSTILE = st.sampled_from(
    [
        *"\x00\a\b\t\n\v\f\r\x0e\x1b\x7f\x85\x9b\x9d\xad\u200b\u200d\u202e\u2028\u2066\ufeff\ufe0f\u3164\u0301\u20e3",
        "\ud800",
        "\udfff",
        "\U000e0041",
        "\U0001f3fd",
        "\x1b]52;c;UFdO\a",
        "\x1b[2J",
        "\u0301" * 9,
        "⚠\ufe0f",
        "漢",
        "👍",
    ]
)
ANY_TEXT = st.lists(ANY_CHARACTER | HOSTILE | st.text(max_size=5), max_size=40).map("".join)


def may_be_printed(character: str) -> bool:
    """Return what an independent reading of Unicode allows: nothing that controls, reorders or draws nothing."""
    category = unicodedata.category(character)
    return category[0] != "C" and category not in ("Zl", "Zp") and character not in "\u3164\u115f\u1160\uffa0\u034f"


@given(ANY_TEXT)
def test_only_printable_characters_pass(text: str) -> None:
    """Whatever a record holds, no control, format, private, unassigned or surrogate character is left."""
    assert all(may_be_printed(character) for character in clean(text))


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Text that has passed the gate passes it unchanged."""
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u3164\u115f\u1160\uffa0")))
def test_ordinary_text_is_untouched(text: str) -> None:
    """Letters, digits, punctuation and symbols of every script stay as they are."""
    wanted = [one for one in text if not 0x1160 < ord(one) < 0x1200 and not 0xD7B0 <= ord(one) < 0xD7FC]
    plain = "".join(one for one in wanted if not 0x1F3FB <= ord(one) <= 0x1F3FF)
    assert clean(plain) == plain


@given(ANY_TEXT)
def test_nothing_disappears(text: str) -> None:
    """Every character leaves a trace: the shown line is never shorter, save where marks beyond four are counted."""
    shown = clean(text)
    assert bool(shown) == bool(text)
    for character in set(text):
        if unicodedata.category(character)[0] in "LNPSZ" and may_be_printed(character):
            assert character in shown or f"U+{ord(character):04X}" in shown


def test_every_character_of_unicode_is_shown_or_passes() -> None:
    """Each code point by itself takes at least one cell, and only printable ones are left of it."""
    for point in range(sys.maxunicode + 1):
        shown = clean(chr(point))
        assert shown == chr(point) or all(may_be_printed(one) for one in shown)
        assert cell_width(shown) >= 1, hex(point)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x00\x1b\n\t\r", "␀␛␊␉␍"),
        ("\x7f", "␡"),
        ("\x9b2J\x85", "⟨9B⟩2J⟨85⟩"),
        ("a\u202eb\u2066c\u200b\ufeff", "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩⟨U+FEFF⟩"),
        ("\u2028\u2029\xad", "⟨U+2028⟩⟨U+2029⟩⟨U+00AD⟩"),
        ("\u3164\U000e0041", "⟨U+3164⟩⟨U+E0041⟩"),
        ("\ud800\udc00", "\ufffd\ufffd"),
        ("\ue0b0\uffff", "⟨U+E0B0⟩⟨U+FFFF⟩"),
        ("\x1b]52;c;UFdO\a", "␛]52;c;UFdO␇"),
        ("[red]x[/red] [@click=app.quit]", "[red]x[/red] [@click=app.quit]"),
    ],
)
def test_what_is_shown_instead(raw: str, shown: str) -> None:
    """Each hazardous character is replaced by the glyph that names it."""
    assert clean(raw) == shown


@pytest.mark.parametrize("text", ["⚠️ 1️⃣ 👍🏽", "漢字かな 한국어", "é naïve e\u0301", "हिन्दी ภาษาไทย", "עברית العربية"])
def test_ordinary_writing_stays(text: str) -> None:
    """Emoji with one selector or skin tone, wide scripts, accents and right-to-left scripts are shown as they are."""
    assert clean(text) == text


@given(ANY_TEXT)
def test_the_last_stop_keeps_what_passed_the_gate(text: str) -> None:
    """What the gate let by passes the last stop unchanged, and of any text only printable characters do."""
    assert stopped(clean(text)) == clean(text)
    assert all(may_be_printed(character) for character in stopped(text))
    assert len(stopped(text)) == len(text)


@given(ANY_TEXT)
def test_what_is_hidden_is_what_the_gate_changes(text: str) -> None:
    """A text hides something exactly where the gate shows it otherwise, line feeds and tabs apart."""
    plain = text.replace("\n", "").replace("\t", "")
    shown = clean(plain)
    assert bool(hidden_in(plain)) == (shown not in (plain, f"{BASELESS}{plain}"))


@pytest.mark.parametrize(
    ("text", "count"),
    [("a\tb\n", 0), ("\x00\r\n", 2), ("e" + "\u0301" * 6, 2), ("⚠\ufe0f\ufe0fa\ufe0f", 2), ("\u3164\u2028\ud800", 3)],
)
def test_hidden_characters_are_counted(text: str, count: int) -> None:
    """Each character that is shown as a sign or left out counts once."""
    assert hidden_in(text) == count


def test_a_joiner_is_shown() -> None:
    """A zero width joiner is visible, so that every terminal gives the line the same columns."""
    assert clean("👨\u200d👩") == "👨⟨U+200D⟩👩"


def test_marks_are_capped() -> None:
    """A base carries at most four marks, and the number of the others is told."""
    assert clean("e" + "\u0301" * 200) == "e" + "\u0301" * 4 + "⟨+196 marks⟩"


def test_a_mark_without_a_base_gets_one() -> None:
    """A mark at the start cannot join what the screen shows to its left."""
    assert clean("\u0301x") == "\u25cc\u0301x"


@pytest.mark.parametrize(
    ("raw", "shown"), [("a\ufe0f", "a⟨U+FE0F⟩"), ("⚠\ufe0f\ufe0f", "⚠\ufe0f⟨U+FE0F⟩"), ("🏽", "⟨U+1F3FD⟩")]
)
def test_a_flood_of_selectors_is_shown(raw: str, shown: str) -> None:
    """Only one selector or skin tone right after a symbol is ordinary."""
    assert clean(raw) == shown


@given(st.text(st.characters(max_codepoint=0x2FF) | st.sampled_from("漢字かな👍⚠e\u0301\u202e\u200d"), max_size=30))
def test_widths_are_those_of_the_screen(text: str) -> None:
    """The cells counted here are the cells the screen library counts."""
    assert cell_width(clean(text)) == cell_len(clean(text))


@given(ANY_TEXT)
def test_lines_end_at_line_feeds_only(text: str) -> None:
    """Splitting loses nothing but line ends, and form feeds or U+2028 end no line."""
    lines = split_lines(text)
    assert len(lines) == text.count("\n") + (not text.endswith("\n") and text != "")
    assert "".join(lines).replace("\r", "") == text.replace("\n", "").replace("\r", "")
    assert clean_lines(text) == [clean(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("\n", [""]),
        ("a\r\nb\n\n", ["a", "b", ""]),
        ("a\x0cb\x85c", ["a\x0cb\x85c"]),
    ],
)
def test_line_ends(text: str, lines: list[str]) -> None:
    """LF and CRLF end a line, and the last one opens none."""
    assert split_lines(text) == lines


@given(st.lists(st.sampled_from("a漢\u0301\u0302\ufe0f"), max_size=40).map("".join))
def test_marks_are_counted_base_by_base(text: str) -> None:
    """At most four marks stand on a letter, and those that are left out are counted: none is lost."""
    shown = clean(text)
    left_out = sum(int(number) for number in re.findall(r"⟨\+(\d+) marks⟩", shown))
    assert left_out + sum(map(shown.count, "\u0301\u0302")) == sum(map(text.count, "\u0301\u0302"))
    assert not re.search("[\u0301\u0302]{5}", shown)
