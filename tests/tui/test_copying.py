"""Copying: the record's own text, to the terminal one sits at, and a sentence that claims no more than it knows."""

from __future__ import annotations

import base64
import re
import shlex
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.model import Tape
from tests.terminal import Terminal, running, shown
from tests.tui.driver import viewing, write_tape
from tui.clipboard import OSC_52_LIMIT, is_in_screen, send, through_screen
from tui.commands.copying import carried_words
from tui.copying import LETTERS, Copy, copy_beside_steps, copy_of

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "tui", "--by", "ana")
PLAIN = {"LANG": "C.UTF-8", "TMUX": "", "STY": ""}
HIDDEN = "ok\x1b[31m red\u202e\n\x00end\tof it\n"


def run_of(folder: Path, output: str = HIDDEN) -> Path:
    """Write a run of two steps, the first with this output."""
    return write_tape(folder / "run it.tape.jsonl", (("make check", output, 1), ("sed -i s/a/b/ x.py", "", 0)))


def clipboard_of(data: bytes) -> list[str]:
    """Return every text that a stream asks the terminal to put into its clipboard."""
    found = re.findall(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)", data)
    return [base64.b64decode(one).decode() for one in found]


def copied(letter: str, tape: Tape, position: int = 0) -> str:
    """Return the text that a letter copies of a step."""
    found = copy_of(letter, tape, tape.steps[position])
    assert isinstance(found, Copy), found
    return found.text


def test_each_letter_copies_the_record_s_own_text(tmp_path: Path) -> None:
    """Command, output, thought, path and link come out exactly as they are in the record."""
    tape = open_tape(run_of(tmp_path))
    assert copied("c", tape) == "make check"
    assert copied("o", tape) == HIDDEN
    assert copied("t", tape) == "thought 1"
    assert copied("p", tape, 1) == "x.py"
    assert copied("p", tape) == str(tape.path)
    assert shlex.split(copied("l", tape, 1)) == ["playhead", str(tape.path), "--at", "2"]


def test_a_diff_is_copied_as_a_patch() -> None:
    """`d` copies what a step changed as a unified diff."""
    tape = open_tape(ROOT / "sample_runs" / "wrong-place-first.tape.jsonl")
    position = next(place for place in range(len(tape.steps)) if tape.steps[place].kind == "edit")
    assert re.search(r"^@@ .*^[+-]", copied("d", tape, position), re.DOTALL | re.MULTILINE)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """A step without a diff or an output gets a sentence, never an empty clipboard."""
    tape = open_tape(run_of(tmp_path))
    assert copy_of("d", tape, tape.steps[0]) == "This step edits nothing."
    assert copy_of("d", tape, tape.steps[1]) == "The record holds no diff of this step."
    assert copy_of("o", tape, tape.steps[1]) == "This step has no output."


def test_beside_the_steps_the_run_is_copied() -> None:
    """At a bookend there is the final patch, the path of the record and a link to the run; the rest is explained."""
    tape = open_tape(ROOT / "sample_runs" / "wrong-place-first.tape.jsonl")
    texts = [found.text for letter in "dpl" if isinstance(found := copy_beside_steps(letter, tape), Copy)]
    assert [text.split("\n")[0].split(" ")[0] for text in texts] == ["diff", str(tape.path), "playhead"]
    assert "--at" not in texts[2]
    assert "no step here" in str(copy_beside_steps("o", tape))


def test_an_action_of_several_is_copied_alone() -> None:
    """With an action's row under the cursor its own command is copied."""
    tape = open_tape(ROOT / "sample_runs" / "wrong-place-first.tape.jsonl")
    step = next(step for step in (tape.steps[place] for place in range(len(tape.steps))) if len(step.actions) > 1)
    for place, action in enumerate(step.actions):
        found = copy_of("c", tape, step, place)
        assert isinstance(found, Copy)
        assert found.text == action.command


def test_hidden_characters_are_counted_and_can_be_cleaned() -> None:
    """Line feeds and tabs are ordinary; every other control or invisible character counts, cleaned there is none."""
    text = Copy("output", HIDDEN)
    assert text.hidden == 3
    assert text.cleaned().hidden == 0
    assert text.cleaned().text.splitlines()[1].startswith("␀end")
    assert Copy("output", "plain\ttext\n").hidden == 0


@pytest.mark.parametrize(
    ("text", "letter", "told"),
    [
        ("plain\n", "o", ""),
        ("a\u202eb", "o", "; 1 hidden character kept, O copies it visible"),
        ("a\u202e\x1bb", "p", "; 2 hidden characters kept"),
        ("a\ud800b", "c", "; 1 lone surrogate as ?"),
        ("\x00\ud800\ud801", "t", "; 1 hidden character kept, T copies it visible; 2 lone surrogates as ?"),
        ("\x00", "", "; 1 hidden character kept"),
    ],
)
def test_what_is_carried_unseen_is_told(text: str, letter: str, told: str) -> None:
    """Hidden characters are told as kept, with the letter that makes them visible where there is one."""
    assert carried_words(Copy("output", text), letter) == told


def test_what_was_made_visible_is_told() -> None:
    """A cleaned copy says how many hidden characters it shows."""
    assert carried_words(Copy("output", HIDDEN).cleaned(), "O") == "; 3 hidden characters made visible"


def test_more_than_a_terminal_takes_is_refused() -> None:
    """Text beyond the limit of OSC 52 is not cut in silence: it is refused with both sizes."""
    sent: list[str] = []
    assert "OSC 52" in send("x" * OSC_52_LIMIT, sent.append, {})
    with pytest.raises(ValueError, match=r"74,995 bytes .* \(74,994\)"):
        send("x" * OSC_52_LIMIT + "y", sent.append, {})
    assert sent == ["x" * OSC_52_LIMIT]


def test_a_tmux_that_is_gone_is_no_way() -> None:
    """Where tmux does not answer, the terminal itself is asked."""
    sent: list[str] = []
    way = send("text", sent.append, {"TMUX": "/nowhere/socket,1,0", "PATH": "/nowhere", "TERM": "tmux-256color"})
    assert sent == ["text"]
    assert "set-clipboard" in way


@pytest.mark.parametrize(
    ("environment", "within"),
    [
        ({"STY": "1.a", "TERM": "screen.xterm-256color"}, True),
        ({"STY": "1.a", "TERM": "xterm-256color"}, False),
        ({"TERM": "screen-256color"}, False),
        ({"STY": "1.a", "TERM": "screen-256color", "TMUX": "/nowhere,1,0"}, False),
    ],
)
def test_gnu_screen_is_known_by_its_session_and_its_terminal(environment: dict[str, str], within: bool) -> None:
    """What only inherited a session of GNU screen, and what is in tmux, is not in it; where it is, that is told."""
    assert is_in_screen(environment) is within
    way = send("text", lambda _: None, {**environment, "PATH": "/nowhere"})
    assert way.endswith("through GNU screen") is within


@pytest.mark.parametrize("size", [1, 763, 764, 765, 100_000])
def test_gnu_screen_gets_pieces_that_it_takes(size: int) -> None:
    """A sequence for the terminal goes through GNU screen whole, in strings of at most 768 bytes."""
    sequence = "\x1b]52;c;"[: size - 1] + "A" * (size - 8) + "\x07"
    parts = re.findall(r"\x1bP(.*?)\x1b\\", wrapped := through_screen(sequence))
    assert "".join(parts) == sequence
    assert wrapped == "".join(f"\x1bP{part}\x1b\\" for part in parts)
    assert max(len(part) + 4 for part in parts) <= 768


def test_text_that_is_no_unicode_can_be_sent() -> None:
    """A lone surrogate is sent as a question mark rather than not at all."""
    sent: list[str] = []
    send("a\ud800b", sent.append, {})
    assert sent == ["a?b"]


async def test_the_strip_names_the_letters_and_the_foot_tells_what_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`Y` shows the letters, a letter copies, escape does not; hidden characters are told."""
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    async with viewing(run_of(tmp_path)) as viewer:
        await viewer.press("Y")
        assert all(name in viewer.screen() for _, name in LETTERS)
        await viewer.press("escape")
        assert viewer.app.clipboard == ""
        await viewer.press("Y", "o")
        await viewer.until(lambda: viewer.app.clipboard == HIDDEN)
        said = f"output: 2 lines, {len(HIDDEN.encode())} bytes to the terminal by OSC 52; "
        said += "3 hidden characters kept, O copies them visible"
        await viewer.until(lambda: said in " ".join(viewer.screen().split()))
        await viewer.press("Y", "O")
        await viewer.until(lambda: "␛[31m red⟨U+202E⟩" in viewer.app.clipboard)
        await viewer.until(lambda: "3 hidden characters made visible" in " ".join(viewer.screen().split()))


def asked(terminal: Terminal) -> Terminal:
    """Open the letters and copy the output."""
    terminal.wait_for_text("check")
    terminal.settle()
    terminal.press("Yo")
    return terminal


def test_copied_text_arrives_at_the_terminal(tmp_path: Path) -> None:
    """Without tmux the exact text goes to the terminal's clipboard by OSC 52."""
    with running([*PROGRAM, str(run_of(tmp_path))], folder=ROOT, environment=PLAIN) as terminal:
        asked(terminal).wait_for(lambda data: bool(clipboard_of(data)))
        terminal.wait_for_text("OSC 52")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert clipboard_of(bytes(terminal.sent)) == [HIDDEN]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_copied_text_passes_a_stock_tmux(tmp_path: Path) -> None:
    """In tmux with default settings the exact text is in its buffer and arrives in the outer terminal's clipboard."""
    tmux = ["tmux", "-L", f"playhead-{uuid.uuid4().hex}", "-f", "/dev/null"]
    program = shlex.join([*PROGRAM, str(run_of(tmp_path, "exact ✓ text\n" * 40))])
    command = [*tmux, "-u", "new-session", f"cd {shlex.quote(str(ROOT))} && {program}"]
    try:
        with running(command, environment={**PLAIN, "TERM": "xterm-256color"}) as terminal:
            asked(terminal).wait_for(lambda data: bool(clipboard_of(data)))
            terminal.wait_for(lambda data: "load-buffer -w" in shown(data))
            held = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, check=True).stdout
            terminal.press("q")
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)
    assert held == "exact ✓ text\n" * 40
    assert clipboard_of(bytes(terminal.sent)) == [held]


@pytest.mark.skipif(shutil.which("screen") is None, reason="there is no GNU screen here")
def test_copied_text_passes_gnu_screen(tmp_path: Path) -> None:
    """In GNU screen with default settings the exact text arrives in the outer terminal's clipboard, and is told so."""
    name = f"playhead-{uuid.uuid4().hex}"
    text = "exact ✓ text\n" * 400
    command = ["screen", "-c", "/dev/null", "-U", "-S", name, *PROGRAM, str(run_of(tmp_path, text))]
    try:
        with running(command, folder=ROOT, environment={**PLAIN, "TERM": "xterm-256color"}) as terminal:
            asked(terminal).wait_for(lambda data: bool(clipboard_of(data)))
            terminal.wait_for(lambda data: "through GNU screen" in shown(data))
            terminal.press("q")
    finally:
        subprocess.run(["screen", "-S", name, "-X", "quit"], capture_output=True, check=False)
    assert clipboard_of(bytes(terminal.sent)) == [text]
