"""Hostile text: a little of the soak's family, and that its judge finds a gate that lets something by."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from playhead.text import clean
from tests.soak.text.acted import PROGRAM, ROOT, copies_in
from tests.soak.text.family import KINDS, promises
from tests.soak.text.fields import Fields
from tests.soak.text.judged import Judged
from tests.soak.text.paged import paged
from tests.soak.text.peers import Viewer, cell_of, strings_of
from tests.soak.text.records import write_folder
from tests.soak.text.rows import named, rows
from tests.soak.text.strings import C0, CLASSES, canaries_in, canary, hostile_strings
from tests.terminal import forbidden, running, tokens_of

_PICTURES = {point: chr(0x2400 + point) for point in range(32)} | {0x7F: "\u2421"}
_BRACKETS = {point: f"<{point:02X}>" for point in range(0x80, 0xA0)}
GATES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "only C0": lambda text: text.translate(_PICTURES),
    "only C0 and C1": lambda text: text.translate(_PICTURES | _BRACKETS),
    "only ESC": lambda text: text.replace("\x1b", "\u241b"),
    "all but what is drawn as nothing": lambda text: "".join(
        one if one in "\u3164\u115f" else clean(one) for one in text
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_that_cleans_too_little_is_found(gate: str) -> None:
    """Of a gate that lets one class of characters by, the judge tells what reached the terminal."""
    judged = rows(1, 0, 400, {"names": lambda text: named(text, GATES[gate])})
    assert judged.broken
    assert judged.leaks


def test_every_class_but_printable_ones_is_found_raw() -> None:
    """Each class of hostile text, printed as it is, holds something that the judge forbids."""
    harmless = {"markup of the screen library", "wide characters"}
    strings = list(islice(hostile_strings(2), 40 * len(CLASSES)))
    for place, name in enumerate(CLASSES):
        sent = "\n".join(strings[place :: len(CLASSES)]).encode("utf-8", "surrogatepass")
        assert name in harmless or forbidden(sent, (400, 400)), name


def test_canaries_tell_which_strings_were_seen() -> None:
    """The number of a string can be read from what was drawn of it, and no two have the same canary."""
    strings = list(islice(hostile_strings(3, 5_000), 2_000))
    assert canaries_in(" ".join(strings)) == set(range(5_000, 7_000))
    assert len({canary(number) for number in range(100_000)}) == 100_000


def test_hostile_strings_hold_every_control() -> None:
    """A few thousand strings have each of the 65 control characters in them, line feeds apart."""
    text = "".join(islice(hostile_strings(4), 5_000))
    assert set(C0 + "".join(map(chr, range(0x80, 0xA0)))) - set(text) == {"\n"}


def test_everything_that_can_be_opened_shows_hostile_text_and_sends_none(tmp_path: Path) -> None:
    """In the real program every place is reached with a string in it, and not a byte leaves but what may."""
    from tests.soak.text.acted import act_through, never_reached

    fields, judged = Fields(hostile_strings(7)), Judged()
    sent = act_through(write_folder(tmp_path / "runs", fields), fields, tmp_path, judged)
    assert judged.leaks == []
    assert never_reached(judged) == []
    assert len(copies_in(sent)) == 1


def test_thousands_of_strings_in_a_terminal() -> None:
    """Page by page through packed outputs the program sends nothing but what may be printed."""
    judged = paged(11, 0, steps=7)
    assert judged.leaks == []
    assert judged.strings > 2_000


def test_a_little_of_the_family_holds() -> None:
    """Panes, gate and commands keep hostile text from the terminal; the ways in a terminal are tried above."""
    lines = promises(0.0)
    assert len(lines) == sum(not kind.in_terminal for kind in KINDS)
    assert [line.failures for line in lines] == [()] * len(lines)
    assert all(line.cases > 100 for line in lines)


def test_a_recorder_s_refusal_of_a_command_is_shown(tmp_path: Path) -> None:
    """The name of a program that is not there passes the gate on its way to the terminal."""
    words = [*PROGRAM, "record", "-o", str(tmp_path / "a.tape.jsonl"), "--", "\x1b[2Jno\x9b"]
    with running([sys.executable, *words[1:]], folder=ROOT, environment={"LANG": "C.UTF-8"}) as terminal:
        assert terminal.wait_for_end() == 127
    assert {token.kind for token in tokens_of(bytes(terminal.sent))} == {"text"}
    assert "␛[2Jno" in bytes(terminal.sent).decode()


def test_what_other_viewers_pass_on_is_counted(tmp_path: Path) -> None:
    """Beside ours, cat sends a terminal every sequence it finds, in words and numbers; an ordinary text counts none."""
    cat = Viewer("cat", ("cat",), "", leave="", shows_text=True)
    assert cell_of(cat, ["ordinary"] * 30, tmp_path / "plain", set()) == "0 of 30 lines seen"
    assert "sequences" in cell_of(cat, strings_of("the clipboard (OSC 52)"), tmp_path / "hostile", set())
