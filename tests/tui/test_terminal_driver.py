"""The driver of a terminal: every byte of a frame is sent, and a terminal that is gone is seen."""

from __future__ import annotations

import io
import os
import pty
import threading

import pytest
from textual.events import Resize
from textual.geometry import Size

from tui.terminal_driver import TerminalDriver, _Screen


@pytest.mark.parametrize("blocking", [True, False])
def test_a_frame_is_sent_whole_by_a_file_without_a_buffer(blocking: bool) -> None:
    """What takes a part of a frame at a time, as a slow terminal under PYTHONUNBUFFERED, gets the rest too."""
    reads, writes = os.pipe()
    os.set_blocking(writes, blocking)
    screen = _Screen(io.TextIOWrapper(io.FileIO(writes, "w"), "utf-8", write_through=True))
    frame = "─" * 400_000
    taken = bytearray()

    def slowly() -> None:
        while data := os.read(reads, 4096):
            taken.extend(data)

    reader = threading.Thread(target=slowly)
    reader.start()
    screen.write(frame)
    screen._file.close()
    reader.join()
    os.close(reads)
    assert taken.decode() == frame


def test_what_nobody_can_be_shown_is_no_error() -> None:
    """A frame for a terminal that is gone is lost, and the program goes on to its end."""
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as file:
        _Screen(file).write("x" * 100)


def test_a_terminal_that_hung_up_is_gone_though_it_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a terminal gives nothing as often as it is read: the driver takes that for a dropped line."""
    ours, theirs = pty.openpty()
    driver = TerminalDriver.__new__(TerminalDriver)
    monkeypatch.setattr(driver, "fileno", theirs, raising=False)
    os.write(ours, b"j\n")
    assert driver._read() == b"j\n"
    os.close(ours)
    with pytest.raises(OSError):
        driver._read()
    os.close(theirs)


def test_a_terminal_that_has_nothing_now_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An end of input on a terminal that is still one (ctrl+d where others left it reading lines) ends nothing."""
    ours, theirs = pty.openpty()
    driver = TerminalDriver.__new__(TerminalDriver)
    monkeypatch.setattr(driver, "fileno", theirs, raising=False)
    os.write(ours, b"\x04")
    assert driver._read() == b""
    os.close(ours)
    os.close(theirs)


def test_a_size_that_was_told_late_is_the_size_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two changes of size were told in the wrong order, what is drawn is as large as the terminal."""
    driver = TerminalDriver.__new__(TerminalDriver)
    monkeypatch.setattr(driver, "_in_band_window_resize", False, raising=False)
    monkeypatch.setattr(driver, "_get_terminal_size", lambda: (120, 40))
    late, right = Resize(Size(300, 90), Size(300, 90)), Resize(Size(120, 40), Size(120, 40))
    assert driver.as_it_is(late).size == Size(120, 40)
    assert driver.as_it_is(right) is right
    monkeypatch.setattr(driver, "_in_band_window_resize", True)
    assert driver.as_it_is(late) is late
