"""Sessions that are recorded, in terminals of their own."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from playhead import open_tape
from playhead.errors import CannotSaveError
from playhead.model import Tape
from playhead.recording.recorder import record
from playhead.recording.surroundings import environment_of, patch_of, snapshot_of
from playhead.storage.source import iterate
from tests.obeyed_signals import obeyed
from tests.terminal import running

ROOT = Path(__file__).parents[3]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with one commit, in which one stands."""
    monkeypatch.chdir(tmp_path)
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q", "-b", "work"], ["add", "."], [*identity, "commit", "-q", "-m", "first"]):
        (tmp_path / "file").write_text("one\n")
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def recorded(path: Path) -> tuple[Tape, list[tuple[str | None, str | None, int | None]]]:
    """Return a tape, and command, output and exit code of each action."""
    tape = open_tape(path)
    steps = list(iterate(tape.steps))
    return tape, [(one.command, one.output, one.exit_code) for step in steps for one in step.actions]


def test_one_command_is_one_step(repository: Path) -> None:
    """The command, what it printed, its exit code, the commit, the tools and the patch are in the tape."""
    script = "open('file', 'w').write('two\\n'); print('done'); raise SystemExit(3)"
    nowhere = os.open(os.devnull, os.O_RDWR)
    code = record(Path("a.tape.jsonl"), [sys.executable, "-c", script], task="try", stdin=nowhere, stdout=nowhere)
    os.close(nowhere)
    tape, actions = recorded(repository / "a.tape.jsonl")
    assert code == 3
    assert [(output, status) for _, output, status in actions] == [("done\n", 3)]
    assert (tape.task, tape.snapshot.branch) == ("try", "work")
    assert tape.environment["tools"]["git"].startswith("git version")
    assert [layer.name for layer in tape.layers] == ["patch"]
    assert "+two" in tape.layers[0].text


def test_a_program_that_is_not_there(repository: Path) -> None:
    """It ends with 127 and a sentence in the tape."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    assert record(Path("a.tape.jsonl"), ["no-such-program"], stdin=nowhere, stdout=nowhere) == 127
    os.close(nowhere)
    _, actions = recorded(repository / "a.tape.jsonl")
    assert "cannot be run" in (actions[0][1] or "")


def test_each_command_of_a_shell_is_a_step(repository: Path) -> None:
    """Typed into a recorded bash, each command is a step with its output, exit code and text, marks never shown."""
    environment = {**os.environ, "HOME": str(repository), "TERM": "xterm", "PS1": "ready> ", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "tui", "record", "-o", "a.tape.jsonl"]
    with running(words, folder=repository, environment=environment) as terminal:
        terminal.wait_for_text("recording into")
        for typed, seen in (("echo o''ne", "one"), ("(exit 4)", None), ("echo 'two\nlines'", "lines"), ("exit", None)):
            terminal.settle()
            os.write(terminal.descriptor, typed.encode() + b"\n")
            if seen:
                terminal.wait_for_text(seen)
        assert terminal.wait_for_end() == 0
        assert b"7710" not in bytes(terminal.sent)
    _, actions = recorded(repository / "a.tape.jsonl")
    assert [(command, code) for command, _, code in actions] == [
        ("echo o''ne", 0),
        ("(exit 4)", 4),
        ("echo 'two\nlines'", 0),
        ("exit", 0),
    ]
    assert [output for _, output, _ in actions[:3]] == ["one\n", "", "two\nlines\n"]


def test_the_surroundings_hold_no_password(repository: Path) -> None:
    """A remote's address is kept without who may use it; variables that may hold keys are left out."""
    url = "https://me:secret@example.com/r.git"
    subprocess.run(["git", "remote", "add", "origin", url], cwd=repository, check=True)
    os.environ["SOME_API_KEY"] = "secret"
    try:
        text = str((snapshot_of(repository), environment_of(repository)))
    finally:
        del os.environ["SOME_API_KEY"]
    assert "https://example.com/r.git" in text
    assert "secret" not in text
    assert patch_of(repository, None) is None


def test_outside_of_git_nothing_is_said_of_it(tmp_path: Path) -> None:
    """A folder that is no repository has no snapshot."""
    assert snapshot_of(tmp_path) == {}


def test_a_terminal_is_given_back_as_it_was(repository: Path) -> None:
    """After a recording the person's terminal is in the mode it had."""
    import termios

    outer, inner = pty.openpty()
    before = termios.tcgetattr(inner)
    record(Path("a.tape.jsonl"), ["true"], stdin=inner, stdout=inner)
    assert termios.tcgetattr(inner) == before
    os.close(outer)
    os.close(inner)


WAITS = "echo hi; read forever; echo never"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_was_heard_before_a_signal_is_in_the_tape(number: signal.Signals, repository: Path) -> None:
    """A recording that a signal ends holds what the command had printed, and says how it ended."""
    words = [sys.executable, "-m", "tui", "record", "-o", "a.tape.jsonl", "--", "sh", "-c", WAITS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        obeyed(number),
        subprocess.Popen(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True
        ) as recording,
    ):
        assert recording.stdout is not None
        assert recording.stdout.readline().strip() == b"hi"
        recording.send_signal(number)
        assert recording.wait() == 128 + number
    tape, actions = recorded(repository / "a.tape.jsonl")
    assert [(output, code) for _, output, code in actions] == [("hi\n", None)]
    assert "ended before the program" in (tape.outcome.reason or "")


def test_a_recording_that_nobody_reads_is_kept(repository: Path) -> None:
    """Where what a program prints is no longer read the recording ends, and holds what was heard."""
    reading, writing = os.pipe()
    os.close(reading)
    nowhere = os.open(os.devnull, os.O_RDWR)
    with pytest.raises(BrokenPipeError):
        record(Path("a.tape.jsonl"), ["sh", "-c", WAITS], stdin=nowhere, stdout=writing)
    os.close(nowhere)
    os.close(writing)
    assert [output for _, output, _ in recorded(repository / "a.tape.jsonl")[1]] == ["hi\n"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full device")  # noqa: PTH110
def test_where_nothing_can_be_passed_on_a_sentence_says_so(repository: Path) -> None:
    """A full disk behind what is printed ends the recording with a sentence, and the tape holds what was heard."""
    full = os.open("/dev/full", os.O_RDWR)
    with pytest.raises(CannotSaveError, match="the disk is full"):
        record(Path("a.tape.jsonl"), ["sh", "-c", WAITS], stdin=full, stdout=full)
    os.close(full)
    assert [output for _, output, _ in recorded(repository / "a.tape.jsonl")[1]] == ["hi\n"]
