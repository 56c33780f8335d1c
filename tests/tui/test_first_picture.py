"""The first picture, which stands on the terminal before the screen library has been imported."""

from __future__ import annotations

import json
import os
import signal
import sys
import termios
from pathlib import Path

import pyte
import pytest

from playhead.labels.schema import load_schema
from playhead.opening import open_tape
from tests.emulator import _KITTY_KEYS, Screen, started_before
from tests.first_looks import LOOKS, computed
from tests.terminal import forbidden, running
from tui.app import PlayheadApp
from tui.early_terminal import TAKE
from tui.first_layout import panes_at
from tui.session import Session
from widgets.label_shelf import LabelShelf
from widgets.step_detail import StepDetail
from widgets.timeline import Timeline

ROOT = Path(__file__).parents[2]
RUNS = ROOT / "sample_runs"
PROGRAM = (sys.executable, "-m", "tui")
FULL = "read on"
"""A hint of the key bar, which only the library's frame draws."""
SIZES = [
    (50, 24),
    (60, 12),
    (80, 24),
    (80, 25),
    (99, 50),
    (100, 30),
    (113, 25),
    (119, 40),
    (120, 40),
    (209, 50),
    (300, 80),
]
CASES = [
    ("careful-diagnosis.tape.jsonl", (120, 40), (), {}),
    ("careful-diagnosis.trajectory.json", (80, 24), ("--theme", "light"), {}),
    ("hostile-output.tape.jsonl", (200, 50), ("--theme", "ansi"), {}),
    ("careful-diagnosis.traj", (120, 40), (), {"NO_COLOR": "1"}),
    ("hostile-output.tape.jsonl", (100, 30), (), {"PLAYHEAD_ASCII": "1"}),
    ("same-test-again.tape.jsonl", (80, 24), ("--theme", "contrast"), {"COLORTERM": ""}),
]


def _screen(sent: bytes, size: tuple[int, int]) -> Screen:
    screen = Screen(*size)
    pyte.ByteStream(screen).feed(_KITTY_KEYS.sub(b"", sent))
    return screen


def _picture(sent: bytes) -> bytes:
    """Return what was sent before the library has asked for the mouse, which it does first."""
    return sent[: sent.index(b"\x1b[?1000h")]


def test_the_looks_are_those_of_the_screen():
    """The table of looks is what the panes show in each theme; `python -m tests.first_looks` writes it."""
    assert json.loads(LOOKS.read_text()) == computed()


@pytest.mark.parametrize("size", SIZES)
async def test_the_panes_stand_where_the_picture_has_them(size):
    """At each size the timeline and the rules are where the screen lays them out."""
    app = PlayheadApp(
        Session(schema=load_schema(None), read_only=True), tape=open_tape(RUNS / "careful-diagnosis.tape.jsonl")
    )
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        timeline, detail, shelf = (app.screen.query_one(one).region for one in (Timeline, StepDetail, LabelShelf))
    panes = panes_at(*size)
    assert tuple(panes.timeline) == (timeline.x, timeline.y, timeline.width, timeline.height)
    beside = [detail] if size[0] < 100 else [detail, shelf]
    assert [(rule.x, rule.y) for rule in panes.rules] == [(one.x, one.y) for one in beside]


def test_a_pane_alone_has_no_picture():
    """Below 50 columns, and where the panes have no room, nothing is drawn early."""
    assert panes_at(49, 40) is None
    assert panes_at(80, 8) is None
    assert panes_at(120, 3) is None


@pytest.mark.parametrize(("run", "size", "words", "environment"), CASES)
def test_the_first_frame_shows_all_that_the_picture_shows(run, size, words, environment, tmp_path):
    """Each character of the picture stands in the first frame at the same cell, in the same look."""
    told = {**started_before(tmp_path), **environment}
    command = [*PROGRAM, "--read-only", "--labels", str(tmp_path / "labels"), *words, str(RUNS / run)]
    with running(command, size=size, folder=ROOT, environment=told) as terminal:
        terminal.wait_for_text(FULL)
        terminal.settle()
        sent = bytes(terminal.sent)
    assert forbidden(sent, size) == []
    assert sent.count(TAKE.encode()) == 1
    picture, frame = _screen(_picture(sent), size), _screen(sent, size)
    drawn = [(x, y) for y in range(size[1]) for x in range(size[0]) if picture.buffer[y][x].data.strip()]
    assert len({y for _, y in drawn}) > 5
    assert [place for place in drawn if picture.buffer[place[1]][place[0]] != frame.buffer[place[1]][place[0]]] == []


def test_keys_that_are_typed_early_are_not_lost(tmp_path):
    """What is pressed while only the picture stands there is done by the screen when it is there."""
    command = [*PROGRAM, "--read-only", str(RUNS / "careful-diagnosis.tape.jsonl")]
    with running(command, folder=ROOT, environment=started_before(tmp_path)) as terminal:
        terminal.wait_for(lambda sent: TAKE.encode() in sent)
        assert b"\x1b[?1000h" not in terminal.sent
        os.write(terminal.descriptor, b"ll")
        terminal.wait_for(
            lambda sent: any(row[1:].startswith((">  3", "> 3")) for row in _screen(sent, (120, 40)).display)
        )
        os.write(terminal.descriptor, b"q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_meanwhile_gives_the_terminal_back(number):
    """Ended while only the picture stands there, the program leaves the terminal as it was."""
    with running(_early("signal.pause()"), folder=ROOT) as terminal:
        before = termios.tcgetattr(terminal.descriptor)
        terminal.wait_for_text("picture")
        assert termios.tcgetattr(terminal.descriptor) != before
        os.kill(terminal.process, number)
        assert terminal.wait_for_end() == -number
        assert termios.tcgetattr(terminal.descriptor) == before
    assert bytes(terminal.sent).endswith(b"\x1b[?1049l\x1b[?25h")


def test_what_goes_wrong_meanwhile_gives_the_terminal_back():
    """An error after the picture is told on the screen that was there before it."""
    with running(_early("EARLY.give_back(); EARLY.give_back(); print('told')"), folder=ROOT) as terminal:
        before = termios.tcgetattr(terminal.descriptor)
        assert terminal.wait_for_end() == 0
        assert termios.tcgetattr(terminal.descriptor) == before
    assert bytes(terminal.sent).endswith(b"\x1b[?1049l\x1b[?25htold\r\n")


def test_stopped_meanwhile_it_gives_the_terminal_back_and_goes_on():
    """A stop from outside finds the terminal as it was; continued, the program goes on without the picture."""
    with running(
        _early("waits = [None for _ in iter(lambda: EARLY.is_taken, False)]; print('went on')"),
        folder=ROOT,
        under_a_shell=True,
    ) as terminal:
        before = termios.tcgetattr(terminal.descriptor)
        terminal.wait_for_text("picture")
        os.kill(terminal.process, signal.SIGTSTP)
        os.waitpid(terminal.process, os.WUNTRACED)
        assert termios.tcgetattr(terminal.descriptor) == before
        os.kill(terminal.process, signal.SIGCONT)
        assert terminal.wait_for_end() == 0
    assert bytes(terminal.sent).endswith(b"went on\r\n")


def _early(then: str) -> list[str]:
    return [sys.executable, "-c", f"import signal; from tui.early_terminal import EARLY; EARLY.take('picture'); {then}"]
