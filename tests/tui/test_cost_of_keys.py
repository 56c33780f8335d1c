"""What a key costs: bytes on the wire, details built, layouts made. Counted, not timed."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from playhead.storage.source import Columns
from tests.emulator import rows, started_before
from tests.terminal import Terminal, running
from tests.tui.driver import viewing, write_tape
from tui.screens.run import RunScreen
from widgets.document import Document
from widgets.step_detail import StepDetail

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "tui"]
PROPOSED = re.compile(r"phase +\w+ ?\?")
FRAME_ENDS = b"\x1b[?2026l"
LINES = "".join(f"shop/part_{line}.py:{line}: error: expected {line * 7} and got {line * 3}\n" for line in range(60))
MANY = tuple((f"pytest shop/test_{number}.py -q", f"run {number}\n{LINES}", number % 3 == 0) for number in range(200))


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two hundred steps that say more than a screen holds."""
    steps = tuple((command, output, int(code)) for command, output, code in MANY)
    return write_tape(tmp_path_factory.mktemp("cost") / "run.tape.jsonl", steps)


def ready(terminal: Terminal) -> None:
    """Wait until the program takes keys and has told what rules propose: the first picture stands before that."""
    terminal.wait_for(lambda _: any(PROPOSED.search(row) for row in terminal.rows()))
    terminal.settle()


def frames(terminal: Terminal, keys: str) -> list[bytes]:
    """The frames that keys were answered with."""
    before = len(terminal.sent)
    terminal.press(keys)
    parts = bytes(terminal.sent[before:]).split(FRAME_ENDS)
    assert parts[-1] == b""
    return [part + FRAME_ENDS for part in parts[:-1]]


@pytest.mark.parametrize(("size", "colours"), [((80, 24), ""), ((120, 40), ""), ((120, 40), "truecolor")])
def test_keys_cost_few_bytes(tape: Path, tmp_path: Path, size: tuple[int, int], colours: str) -> None:
    """A step at most 400 bytes at once and 8,000 with its detail, a page 7,000."""
    environment = {**started_before(tmp_path), "COLORTERM": colours}
    with running([*PROGRAM, "--read-only", str(tape)], size=size, folder=ROOT, environment=environment) as terminal:
        ready(terminal)
        frames(terminal, "l")
        for _ in range(2):
            sent = frames(terminal, "l")
            assert len(sent) >= 2
            assert len(sent[0]) <= 400
            assert sum(len(frame) for frame in sent) <= 8_000
        assert sum(len(frame) for frame in frames(terminal, "h")) <= 8_000
        assert 0 < sum(len(frame) for frame in frames(terminal, " ")) <= 7_000
        assert 0 < sum(len(frame) for frame in frames(terminal, "G")) <= 7_000


def test_coming_back_from_another_screen_sends_one_screen(tape: Path, tmp_path: Path) -> None:
    """The run that was covered by the keys is sent once, not as often as Textual draws it."""
    environment = {**started_before(tmp_path), "COLORTERM": ""}
    with running([*PROGRAM, "--read-only", str(tape)], folder=ROOT, environment=environment) as terminal:
        ready(terminal)
        run = terminal.rows()
        os.write(terminal.descriptor, b"?")
        terminal.wait_for(lambda _: terminal.rows()[0] != run[0])
        terminal.settle()
        before = len(terminal.sent)
        os.write(terminal.descriptor, b"q")
        terminal.wait_for(lambda _: terminal.rows()[:-1] == run[:-1])
        terminal.settle()
        assert len(terminal.sent) - before <= 12_000


def test_nothing_is_sent_while_nothing_happens(tape: Path, tmp_path: Path) -> None:
    """A terminal at rest gets no byte, whatever looks at files and journals meanwhile."""
    environment = started_before(tmp_path)
    with running([*PROGRAM, "--read-only", str(tape)], folder=ROOT, environment=environment) as terminal:
        ready(terminal)
        before = len(terminal.sent)
        for _ in range(14):  # two of the looks that are taken every second
            terminal.settle()
        assert len(terminal.sent) == before


def test_keys_typed_ahead_cost_few_frames(tape: Path, tmp_path: Path) -> None:
    """Fifty keys that come at once end at their step, and are not answered with fifty frames."""
    environment = started_before(tmp_path)
    with running([*PROGRAM, "--read-only", str(tape)], folder=ROOT, environment=environment) as terminal:
        ready(terminal)
        before = len(terminal.sent)
        os.write(terminal.descriptor, b"l" * 50)
        terminal.wait_for_text("run 50")
        terminal.settle()
        assert bytes(terminal.sent[before:]).count(FRAME_ENDS) <= 25
        assert len(terminal.sent) - before <= 20_000


async def test_of_fifty_keys_typed_ahead_few_details_are_made(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come first: what they pass is not laid out."""
    made: list[int] = []
    make = StepDetail._made

    def noted(detail: StepDetail) -> Document:
        made.append(detail.step.index if detail.step else -1)
        return make(detail)

    async with viewing(tape) as viewer:
        await viewer.press("l")
        monkeypatch.setattr(StepDetail, "_made", noted)
        for _ in range(50):
            viewer.run.action_command("step.next")
        await viewer.until(lambda: bool(made) and made[-1] == viewer.run.cursor)
        assert viewer.run.cursor == 51
        assert len(made) <= 3


async def test_a_move_lays_nothing_out(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps within the run change rows, not the place of a pane."""
    laid_out: list[object] = []
    layout = RunScreen._refresh_layout

    def noted(screen: RunScreen, size: object = None, scroll: bool = False) -> None:
        laid_out.append(scroll)
        layout(screen, size, scroll)  # type: ignore[arg-type]

    async with viewing(tape) as viewer:
        await viewer.press("l", "l")
        monkeypatch.setattr(RunScreen, "_refresh_layout", noted)
        await viewer.press(*"lllllhhjjk")
        assert laid_out == []


async def test_the_ribbon_looks_at_no_step_for_a_move(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the run is, and whether or not it grows, a move reads no column of it."""
    async with viewing(tape) as viewer:
        await viewer.until(lambda: viewer.run.insight.found.complete and not viewer.run.insight.running)
        await viewer.press("l")
        looked: list[int] = []
        columns = type(viewer.run.steps).columns

        def noted(steps: object, start: int, stop: int) -> Columns:
            looked.append(stop - start)
            return columns(steps, start, stop)  # type: ignore[arg-type]

        monkeypatch.setattr(type(viewer.run.steps), "columns", noted)
        await viewer.press(*"llllhhhj")
        await viewer.pilot.pause(0.1)
        assert sum(looked) <= 8
        viewer.run.ribbon.sync()
        assert sum(looked) <= 8


def test_a_terminal_that_others_wrote_on_is_drawn_again(tape: Path, tmp_path: Path) -> None:
    """ctrl+l sends every cell, for what somebody else wrote is not known."""
    with running([*PROGRAM, "--read-only", str(tape)], folder=ROOT, environment=started_before(tmp_path)) as terminal:
        ready(terminal)
        run = terminal.rows()
        before = len(terminal.sent)
        frames(terminal, "\x0c")
        alone = bytes(terminal.sent[before:])
        assert rows(b"\x1b[?1049h" + alone) == run
