"""Streams that were closed, are full, or take a part: what is printed is printed whole, or told."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playhead.errors import CannotSaveError
from tests.tui.driver import journal_events, write_tape
from tui import streams
from tui.cli import main

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = f"{sys.executable} -m tui"


class Device(io.RawIOBase):
    """An output that does what it is told at each write: takes so many bytes, or fails."""

    def __init__(self, *answers: int | OSError) -> None:
        self.answers = list(answers)
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        answer = self.answers.pop(0) if self.answers else 1 << 30
        if isinstance(answer, OSError):
            raise answer
        part = bytes(data)[:answer]  # type: ignore[call-overload]
        self.taken += part
        return len(part)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_tape(tmp_path / "a.tape.jsonl")


def printing_to(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a device the output, without a buffer as under PYTHONUNBUFFERED."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(device, encoding="utf-8", write_through=True))  # type: ignore[type-var]


def test_an_output_that_takes_parts_gets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system takes a few bytes at a time, the rest is offered until all is written."""
    device = Device(3, 1, 2)
    printing_to(device, monkeypatch)
    streams.write(b"0123456789\n")
    assert device.taken == b"0123456789\n"


@pytest.mark.parametrize("answers", [(OSError(28, "no"),), (5, OSError(28, "no"))])
def test_a_full_output_is_told(
    run: Path, answers: tuple[int | OSError, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk that is full, at once or after a part, is a sentence and exit code 4, and no defect."""
    printing_to(Device(*answers), monkeypatch)
    assert main(["info", str(run)]) == CannotSaveError.exit_code
    told = capsys.readouterr().err
    assert told == "playhead: What was to be printed could not be written: the disk is full. What was saved is safe.\n"


def test_nobody_who_reads_is_no_error(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that has seen enough, as `head` has, ends a command in silence."""
    printing_to(Device(20, BrokenPipeError(32, "no")), monkeypatch)
    assert main(["steps", str(run)]) == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("label {run} --run --by ana outcome=resolved <&- >&- 2>&-", 0, ""),
        (
            "info {run} <&- >&-",
            4,
            "playhead: What was to be printed could not be written: Bad file descriptor. What was saved is safe.\n",
        ),
        ("{run} <&- >&-", 2, "playhead: the screen needs a terminal; `playhead info`"),
    ],
)
def test_closed_streams(run: Path, words: str, code: int, told: str) -> None:
    """A command that was started without streams does its work; what it cannot print is told where it can be."""
    done = subprocess.run(
        f"{PROGRAM} {words.format(run=run)}", shell=True, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == code
    assert done.stderr.startswith(told)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(journal_events(run)) == words.startswith("label")


def test_a_journal_never_gets_the_number_of_a_stream(run: Path) -> None:
    """Numbers of closed streams are taken before a file is opened: what is meant for them reaches no file."""
    kept = [os.dup(number) for number in range(3)]
    try:
        for number in range(3):
            os.close(number)
        streams.make_sure()
        opened = os.open(run, os.O_RDONLY)
        os.close(opened)
    finally:
        for number, one in enumerate(kept):
            os.dup2(one, number)
            os.close(one)
    assert opened > 2
