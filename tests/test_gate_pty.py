"""The whole program in a terminal: of a hostile record nothing passes but what may be printed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile import CANARY, ESCAPES, MAKERS, VENOM
from tests.soak.text.printed import printed_by
from tests.terminal import Token, forbidden, running, shown, tokens_of

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = (sys.executable, "-m", "tui")
HOME = {"LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}
TYPED = VENOM.replace("\0", "").replace("\ud800", "")  # what the operating system takes as an argument


@pytest.mark.parametrize("escapes", ESCAPES)
def test_the_judge_finds_what_should_not_pass(escapes: str) -> None:
    """Each kind of venom, sent as it is, is forbidden."""
    assert forbidden(escapes.encode("utf-8", "surrogatepass"))


def test_the_judge_knows_sequences_from_text() -> None:
    """A stream is cut into what a terminal would obey and what it would print."""
    stream = "a\x1b[31mb\x1b]0;t\x07\x1bPq\x1b\\\x1bc\x9bé".encode()
    assert list(tokens_of(stream)) == [
        Token("text", "a"),
        Token("csi", "31m"),
        Token("text", "b"),
        Token("osc", "0;t\x07"),
        Token("string", "Pq\x1b\\"),
        Token("escape", "\x1bc"),
        Token("control", "\x9b"),
        Token("text", "é"),
    ]


HELLO = """
from textual.app import App
from textual.widgets import Input, Static
class Hello(App):
    def compose(self):
        yield Static("hello")
        yield Input()
Hello().run()
"""


def test_a_plain_textual_program_is_allowed() -> None:
    """The allow-list holds all that the screen library itself sends, from start to end."""
    with running([sys.executable, "-c", HELLO]) as terminal:
        terminal.wait_for_text("hello")
        terminal.press("ab\x11")
        assert terminal.wait_for_end() == 0
    assert forbidden(bytes(terminal.sent)) == []


@pytest.mark.parametrize("maker", MAKERS)
def test_nothing_of_a_hostile_record_passes(maker: str, tmp_path: Path) -> None:
    """Every pane, step, fold, raw view and question over a poisoned run sends only what is allowed."""
    run = MAKERS[maker](tmp_path)
    label = ["label", str(run), "--run", "second_look=yes", "--note", TYPED, "--by", f"ben{TYPED}"]
    for command in (label, ["labels", str(run)]):
        only_text(command)
    with running([*PROGRAM, "--by", f"ann{TYPED}", str(run)], folder=ROOT, environment=HOME) as terminal:
        terminal.wait_for_text("␛")
        terminal.press("g")
        for keys in ("rr", "lO r", "rTl ", "lr"):  # text and raw, folds, thoughts, page by page
            terminal.press(keys)
        terminal.press("GeE?\x1b\t\t\ra\x1b\x1bq")
        assert terminal.wait_for_end() == 0
    sent = bytes(terminal.sent)
    assert forbidden(sent) == []
    assert f"␛]0;{CANARY}␇" in shown(sent)


def only_text(command: list[str]) -> bytes:
    """Run a command as on a terminal; return what it wrote, which is nothing but text and ends of lines."""
    code, printed = printed_by(command)
    assert code == 0, shown(printed)
    assert {token.kind for token in tokens_of(printed)} <= {"text"}
    assert forbidden(printed) == []
    return printed


@pytest.mark.parametrize("maker", MAKERS)
def test_nothing_passes_the_headless_commands(maker: str, tmp_path: Path) -> None:
    """Tables and JSON on a terminal hold no sequence at all."""
    run = str(MAKERS[maker](tmp_path))
    assert only_text(["info", run])
    assert only_text(["info", run, "--json"])
    assert only_text(["steps", run])
    assert only_text(["steps", run, "--json", "--full"])


def test_a_folder_of_hostile_names(tmp_path: Path) -> None:
    """The list of runs shows hostile names, titles and reasons as glyphs."""
    for make in MAKERS.values():
        make(tmp_path)
    (tmp_path / "no\x1b[2Jrun\x07.json").write_text(VENOM, encoding="utf-8", errors="surrogatepass")
    with running([*PROGRAM, str(tmp_path)], folder=ROOT, environment=HOME) as terminal:
        terminal.wait_for_text("evil␛")
        terminal.press("jjjjjj\rqq")
        terminal.press("q")
        terminal.wait_for_end()
    assert forbidden(bytes(terminal.sent)) == []
