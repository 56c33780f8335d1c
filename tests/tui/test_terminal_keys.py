"""What is typed and pasted: nothing that a terminal may send ends the program, and the key behind it is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tests.emulator import started_before
from tests.terminal import running, shown
from tests.tui.driver import write_tape
from tui.terminal_keys import TypedEvents

ROOT = Path(__file__).resolve().parents[2]
FATAL = (b"\x1b[1114112u", b"\x1b[999999999999R\x1b[999999999999u", b"\x1b[:u", b"\x1b[97:65;2u", b"\x1b[48;0;0;1;1t")
"""Keys that no Unicode character is, numbers beyond C's, alternate keys of kitty, a window of no size."""


def keys(typed: TypedEvents, data: bytes) -> list[str]:
    return [one.key for one in typed.typed(data) if isinstance(one, events.Key)]


@pytest.mark.parametrize("data", FATAL)
def test_the_key_behind_a_sequence_that_the_parser_fails_at_is_read(data: bytes) -> None:
    """A sequence of absurd numbers is dropped, and the next key is a key."""
    assert keys(TypedEvents(), data + b"j")[-1] == "j"


def test_some_of_them_end_the_library_s_parser() -> None:
    """The parser that is stood in for does fail at a key of no character: else there is nothing to stand in for."""
    with pytest.raises(ValueError, match="chr"):
        list(XTermParser().feed("\x1b[1114112u"))


@pytest.mark.parametrize("data", [b"\xe9", b"\xff\xfe", b"\x80\x81", b"\xf5", b"\xed\xa0\x80"])
def test_bytes_that_are_no_text_are_followed_by_keys(data: bytes) -> None:
    """What a terminal of another locale sends for a letter is no reason to end."""
    assert keys(TypedEvents(), data + b"j")[-1] == "j"


def test_a_character_in_two_reads_is_one_key() -> None:
    """The bytes of a character may come in parts."""
    typed = TypedEvents()
    whole = "é".encode()
    assert [*keys(typed, whole[:1]), *keys(typed, whole[1:])] == ["é"]


def test_a_paste_is_one_event_of_its_text() -> None:
    """Between the brackets of a paste nothing is a key, whatever its bytes are."""
    found = list(TypedEvents().typed(b"\x1b[200~q \xff\x1b[31m\r\x1b[201~j"))
    assert isinstance(found[0], events.Paste)
    assert found[0].text == "q \ufffd\x1b[31m\r"
    assert [one.key for one in found[1:] if isinstance(one, events.Key)] == ["j"]


@given(st.text(), st.integers(1, 7))
def test_a_paste_is_its_text_however_it_comes(text: str, size: int) -> None:
    """Cut anywhere, with escapes in it, a paste is one event, and no key before or after it is lost."""
    pasted = text.replace("\x1b[201~", "").encode("utf-8", "replace")
    data = b"k\x1b[200~" + pasted + b"\x1b[201~j"
    typed = TypedEvents()
    found = [one for at in range(0, len(data), size) for one in typed.typed(data[at : at + size])]
    assert [one.key for one in found if isinstance(one, events.Key)] == ["k", "j"]
    assert [one.text for one in found if isinstance(one, events.Paste)] == [pasted.decode().replace("\0", "")]


def test_what_a_mouse_in_pixels_says_is_still_read_in_cells_afterwards() -> None:
    """A terminal that said it counts the mouse in pixels is believed after a sequence that was dropped, too."""
    typed = TypedEvents()
    move = b"\x1b[<35;101;201M"
    before = [one for one in typed.typed(b"\x1b[48;40;100;800;1000t" + move) if isinstance(one, events.MouseEvent)]
    after = [one for one in typed.typed(b"\x1b[1114112u" + move) if isinstance(one, events.MouseEvent)]
    assert [(one.x, one.y) for one in before] == [(one.x, one.y) for one in after] == [(10.0, 10.0)]


_PIECES = st.sampled_from(
    [b"\x1b[", b"\x1b", b"[", b"<", b";", b":", b"u", b"~", b"R", b"M", b"t", b"48", b"2", b"999999999999", b"\xff"]
)


@given(st.lists(_PIECES | st.binary(max_size=6), max_size=12))
def test_whatever_is_typed_ends_nothing(pieces: list[bytes]) -> None:
    """Any bytes in any order are events or nothing, and a key that comes after escape had its time is read."""
    typed = TypedEvents()
    list(typed.typed(b"".join(pieces)))
    list(typed.waited())
    list(typed.typed(b"\x1b[201~"))
    assert "j" in keys(typed, b"." * 40 + b"j")


def test_a_screen_goes_on_after_bytes_that_are_no_text(tmp_path: Path) -> None:
    """On a terminal of another locale a letter with an accent does nothing, and the keys behind it do what they do."""
    run = write_tape(tmp_path / "a.tape.jsonl")
    command = [sys.executable, "-m", "tui", "--by", "ana", str(run)]
    with running(command, folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for_text("STEP 1")
        terminal.settle()
        os.write(terminal.descriptor, b"\xe9" + FATAL[0] + b"l")
        terminal.wait_for_text("STEP 2")
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == 0
        assert "Error" not in shown(bytes(terminal.sent))
