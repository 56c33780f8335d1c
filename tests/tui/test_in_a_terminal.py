"""The installed program in a real terminal: killed, hung up, told off, and given things that are no runs."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from playhead.errors import DEFECT, INTERRUPTED
from tests.soak.signals.terminal import left_set, line_settings
from tests.terminal import forbidden, running, shown
from tests.tui.driver import journal_events, write_tape

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "tui")
LABEL = "ad1"
LEFT_SCREEN = b"\x1b[?1049l"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return a fresh home."""
    home = tmp_path / "home"
    home.mkdir()
    return {"HOME": str(home), "LANG": "C.UTF-8", "XDG_STATE_HOME": str(home / "state")}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Return a small run."""
    return write_tape(tmp_path / "a.tape.jsonl")


def test_a_kill_right_after_the_dot_loses_nothing(run: Path, environment: dict[str, str]) -> None:
    """When the dot was solid the label is in the journal, even if the program is killed that instant."""
    with running([*PROGRAM, "--by", "ana", str(run)], folder=ROOT, environment=environment) as terminal:
        terminal.wait_for_text("rg express")
        os.write(terminal.descriptor, LABEL.encode())
        terminal.wait_for_text("●")
        os.kill(terminal.process, signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
    assert [event["value"] for event in journal_events(run)] == ["file_by_evidence"]
    with running([*PROGRAM, "labels", str(run)], folder=ROOT, environment=environment) as terminal:
        assert terminal.wait_for_end() == 0
    assert "file_by_evidence" in shown(bytes(terminal.sent))


@pytest.mark.parametrize("errors", ["2>errors", "2>&-", "2</dev/tty"])
def test_errors_that_go_elsewhere_do_not_take_the_screen_with_them(
    run: Path, environment: dict[str, str], errors: str
) -> None:
    """Where errors go to a file, nowhere, or cannot be written, the run is drawn on the terminal and nowhere else."""
    line = f'cd "$1"; exec "$2" -m tui --read-only "$3" {errors}'
    command = ("/bin/sh", "-c", line, "sh", str(run.parent), sys.executable, str(run))
    with running(command, folder=ROOT, environment={**environment, "PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for_text("rg express")
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == 0
    assert terminal.sent.rfind(LEFT_SCREEN) > 0
    assert all(not file.read_bytes() for file in run.parent.glob("errors"))


@pytest.mark.parametrize(("how", "code"), [(signal.SIGHUP, 0), (signal.SIGINT, INTERRUPTED)])
def test_a_dropped_line_restores_the_terminal_and_keeps_all(
    run: Path, environment: dict[str, str], how: signal.Signals, code: int
) -> None:
    """A hang-up or a request to end comes right behind the keys: the terminal is as it was, every label is there."""
    with running([*PROGRAM, "--by", "ana", "--label", str(run)], folder=ROOT, environment=environment) as terminal:
        before = line_settings(terminal.descriptor)
        terminal.wait_for_text("rg express")
        os.write(terminal.descriptor, b"+-0+")
        terminal.wait_for_text("> 5")
        os.kill(terminal.process, how)
        assert terminal.wait_for_end() == code
        assert line_settings(terminal.descriptor) == before
    sent = bytes(terminal.sent)
    assert sent.count(LEFT_SCREEN) == 1
    assert left_set(sent) == []
    assert "Traceback" not in shown(sent)
    assert [event["value"] for event in journal_events(run)] == ["helps", "harms", "neutral", "helps"]


@pytest.mark.parametrize("where", ["handler", "widget", "worker", "keys"])
def test_a_defect_shows_no_byte_of_a_record(run: Path, environment: dict[str, str], where: str) -> None:
    """An error that quotes a record is told through the gate, the terminal is restored, the exit code is not 0."""
    poison = "raise RuntimeError('\\x1b]0;owned\\x07')"
    broken = {
        "handler": "import tui.commands.moving as m; m.thread_and_place = lambda *a: exec(P)",
        "widget": "import widgets.run_header as m; m.header_content = lambda *a, **k: exec(P)",
        "worker": "import tui.following as m; m.FILE_EVERY = 0.01; m.open_tape = lambda *a: exec(P)",
        "keys": "from tui.terminal_keys import TypedEvents as m; m.waited = lambda *a: exec(P)",
    }[where]
    program = f"P = {poison!r}\n{broken}\nimport sys\nfrom tui.cli import main\nsys.exit(main([{str(run)!r}]))"
    with running([sys.executable, "-c", program], folder=ROOT, environment=environment) as terminal:
        if where != "widget":
            terminal.wait_for_text("rg express")
        if where == "handler":
            os.write(terminal.descriptor, b":3\r")
        if where == "worker":
            os.utime(run, (0, 0))
        assert terminal.wait_for_end() == DEFECT
    sent = bytes(terminal.sent)
    assert b"\x1b]0;owned" not in sent  # Python 3.13 quotes the source of `-c` too, in which the escape is spelled out
    assert b"owned\x07" not in sent
    assert "␛]0;owned␇" in shown(sent).replace("\r\n", "")
    assert "defect" in shown(sent)
    assert sent.count(LEFT_SCREEN) == 1


def test_absurd_sizes_in_the_environment_change_nothing(run: Path, environment: dict[str, str]) -> None:
    """The screen is as large as the terminal, whatever COLUMNS, LINES and names of drivers say."""
    absurd = ("env", "COLUMNS=²", "LINES=1000000", "TEXTUAL_DRIVER=os:system", "TEXTUAL_COLOR_SYSTEM=zz")
    with running([*absurd, *PROGRAM, str(run)], folder=ROOT, environment=environment) as terminal:
        terminal.wait_for_text("rg express")
        terminal.settle()
        assert len(terminal.rows()) == 40
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == 0
    assert forbidden(bytes(terminal.sent)) == []


def test_a_defect_of_a_thread_shows_no_byte_of_a_record(run: Path, environment: dict[str, str]) -> None:
    """What reads in the background and stops is told in a sentence, then through the gate; labels go on meanwhile."""
    program = (
        "import sys, threading\nimport tui.app as m\n"
        "def fails(): raise RuntimeError('\x1b]0;owned\x07')\n"
        "m.PlayheadApp._show_first_keys = lambda self: threading.Thread(target=fails).start()\n"
        f"from tui.cli import main\nsys.exit(main(['--by', 'ana', '--label', {str(run)!r}]))"
    )
    with running([sys.executable, "-c", program], folder=ROOT, environment=environment) as terminal:
        terminal.wait_for_text("A part of playhead stopped on a defect")
        os.write(terminal.descriptor, b"+")
        terminal.wait_for_text("> 2")
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == DEFECT
    sent = bytes(terminal.sent)
    assert b"\x1b]0;owned" not in sent
    assert "␛]0;owned␇" in shown(sent[sent.index(LEFT_SCREEN) :])
    assert [event["value"] for event in journal_events(run)] == ["helps"]


def test_a_defect_of_a_command_s_thread_shows_no_byte_of_a_record(run: Path, environment: dict[str, str]) -> None:
    """The same holds without a screen."""
    program = (
        "import sys, threading\nimport tui.headless.info as m\n"
        "def fails(): raise RuntimeError('\x1b]0;owned\x07')\n"
        "def run(*a):\n one = threading.Thread(target=fails); one.start(); one.join(); return 0\n"
        "m.run = run\n"
        f"from tui.cli import main\nsys.exit(main(['info', {str(run)!r}]))"
    )
    with running([sys.executable, "-c", program], folder=ROOT, environment=environment) as terminal:
        terminal.wait_for_end()
    assert b"\x1b]0;" not in terminal.sent
    assert "␛]0;owned␇" in shown(bytes(terminal.sent))


def test_a_defect_of_a_command_shows_no_byte_of_a_record(run: Path, environment: dict[str, str]) -> None:
    """The same holds without a screen."""
    program = (
        "import tui.headless.info as m\ndef run(*a): raise RuntimeError('\\x1b]0;owned\\x07')\nm.run = run\n"
        f"import sys\nfrom tui.cli import main\nsys.exit(main(['info', {str(run)!r}]))"
    )
    with running([sys.executable, "-c", program], folder=ROOT, environment=environment) as terminal:
        assert terminal.wait_for_end() == DEFECT
    assert b"\x1b]0;" not in terminal.sent
    assert "␛]0;owned␇" in shown(bytes(terminal.sent))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing"], 3, "missing cannot be read: No such file or directory."),
        (["page.md"], 3, "page.md is of no kind that playhead knows."),
        (["/dev/zero"], 3, "/dev/zero is a device, not a regular file."),
        (["pipe"], 3, "pipe is a pipe, not a regular file."),
        (["empty"], 3, "There are no runs in"),
        ([], 3, "There are no runs in"),
        (["run.tape.jsonl", "missing"], 3, "missing cannot be read"),
        (["run.tape.jsonl", "--theme", "loud"], 2, "There is no theme 'loud'"),
        (["run.tape.jsonl", "--schema", "none.toml"], 3, "none.toml"),
    ],
)
def test_what_cannot_be_shown_is_told_before_the_screen_is_taken(
    tmp_path: Path, environment: dict[str, str], arguments: list[str], code: int, said: str
) -> None:
    """What is no run, missing or nonsense is one sentence on a screen that was never left, and an exit code."""
    folder = tmp_path / "here"
    (folder / "empty").mkdir(parents=True)
    if arguments:
        write_tape(folder / "run.tape.jsonl")
    (folder / "page.md").write_text('# A tape\n\nlooks like this:\n{"tape": {"version": 1}}\nand so on.\n')
    os.mkfifo(folder / "pipe")
    environment["PYTHONPATH"] = str(ROOT)
    with running([*PROGRAM, *arguments], folder=folder, environment=environment) as terminal:
        assert terminal.wait_for_end() == code
    sent = bytes(terminal.sent)
    assert said in shown(sent).replace("\r\n", " ")
    assert b"\x1b" not in sent


def test_a_terminal_that_cannot_place_text_gets_a_sentence(run: Path, environment: dict[str, str]) -> None:
    """On a dumb terminal no screen is taken: what works without one is named, the exit code is 2."""
    environment["TERM"] = "dumb"
    with running([*PROGRAM, str(run)], folder=ROOT, environment=environment) as terminal:
        assert terminal.wait_for_end() == 2
    assert "(TERM=dumb); `playhead info`, `steps` and `labels` work without a screen." in shown(bytes(terminal.sent))
    assert b"\x1b" not in terminal.sent
