"""The family `files`: a few trials of its rows hold, and its judge sees what would be wrong."""

from __future__ import annotations

import pytest

from tests.soak.files.family import run
from tests.soak.files.trial import Told, Trial, wrong

ROWS = ("5 literals that are none", "13 pipes, devices, sockets, loops, links", "24 paths outside that a record names")
FINE = Told(0, 0.1, 1 << 20, b"message 1\n", b"")


def test_some_trials_of_some_rows_hold():
    """Odd literals, places that are no files and references that lead out are refused or shown, within limits."""
    lines = run(0.004, ROWS)
    assert [one.promise.removeprefix("bad input: ") for one in lines] == list(ROWS)
    assert not [failure for one in lines for failure in one.failures]
    assert all(one.cases for one in lines)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (Told(70, 0.1, 0, b"", b"x"), "exit code 70"),
        (Told(-9, 0.1, 0, b"", b"x"), "exit code -9"),
        (Told(3, 0.1, 0, b"", b""), "no sentence"),
        (Told(0, 0.1, 0, b"message 1", b"Traceback (most recent call last)"), "a traceback"),
        (Told(0, 0.1, 0, b"message 1 \x1b]0;t\x07", b""), "a terminal would obey"),
        (Told(0, 0.1, 0, b"message 1", b"\xc2\x9b2J"), "a terminal would obey"),
        (Told(0, 0.1, 1 << 30, b"message 1", b""), "MB above an idle command"),
        (Told(0, 0.1, 0, b"", b""), "it does not say"),
        (Told(0, 0.1, 0, b"message 1 CANARY", b""), "it says"),
    ],
)
def test_the_judge_sees_what_is_wrong(told, sentence):
    """A traceback, a signal, a control sequence, too much memory, a word that is missing or leaked fails."""
    trial = Trial("t", ("steps", "x"), expects=("message 1",), hides=("CANARY",))
    assert wrong(trial, FINE, 0) is None
    assert sentence in (wrong(trial, told, 0) or "")
