"""The soak's signals and sizes: a few of them, and that its judge can fail."""

from __future__ import annotations

import signal

from tests.soak.signals import moments, storms
from tests.soak.signals.terminal import left_set


def test_a_storm_of_sizes_down_to_one_cell():
    """Two dozen sizes from 1 x 1 to 500 x 200 later the screen takes a label, and leaves in order."""
    assert storms.resizes(24) == (24, [])


def test_a_signal_at_an_odd_moment():
    """A program that is ended while it starts leaves a terminal as it was."""
    assert moments.trial(signal.SIGTERM, 0.6) == []


def test_the_judge_sees_what_is_wrong():
    """A mode that stays, a hidden cursor, a pushed keyboard, a traceback and a lost label are failures."""
    assert left_set(b"\x1b[?1049h\x1b[?25l\x1b[>1u") == [
        "mode 1049 is on",
        "mode 25 is off",
        "the keyboard's mode is left",
    ]
    assert left_set(b"\x1b[?1049;1000h\x1b[?25l\x1b[>1u\x1b[<u\x1b[?1049;1000l\x1b[?25h") == []
    shown = "\x1b[4;30H●\x1b[?1049lTraceback".encode()
    found = moments.judged(shown, 1, signal.SIGTERM, [])
    assert found == ["a traceback", "exit code 1", "1 labels were shown as safe, 0 are"]
    assert moments.judged(b"", 0, signal.SIGTERM, ["harms"]) == ["saved ['harms']"]
