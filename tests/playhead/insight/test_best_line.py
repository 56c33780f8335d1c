"""Which line of an output tells best what a rule saw in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead import open_tape
from playhead.insight.best_line import best_line, best_quote
from playhead.insight.run_insight import insight_of
from tests.tui.driver import write_tape

TRACE = 'Traceback (most recent call last):\n  File "a.py", line 3\n    shop()\nshop.OrderError: no express\nbye\n'
BROKEN = "cc -c a.c\nsrc/a.c:3:1: error: unknown type\nsrc/b.c:9:1: error: too few arguments\nmake: *** Error 1\n"
ASSERTED = ".F\n    def test_x():\n\x1b[31mE   assert 490 == 1250\x1b[0m\nFAILED tests/a.py::x\n1 failed in 0.1s\n"


@pytest.mark.parametrize(
    ("command", "output", "told"),
    [
        ("python a.py", TRACE, "shop.OrderError: no express"),
        ("pytest -q", ASSERTED, "assert 490 == 1250"),
        ("make", BROKEN, "src/a.c:3:1: error: unknown type"),
        ("./deploy", "starting\nsending 3 parts\nerror: no space left\ndone\n", "error: no space left"),
        ("cat no.txt", "cat: no.txt: No such file or directory\n", "cat: no.txt: No such file or directory"),
        ("frob --fast x", "frob: illegal option --fast\nusage: frob [-x] file\n", "frob: illegal option --fast"),
    ],
)
def test_the_line_that_tells_more_than_a_heading(tmp_path: Path, command: str, output: str, told: str) -> None:
    """Of a traceback the exception, of tests the assertion, of a build its first error, else what the rule saw."""
    tape = open_tape(write_tape(tmp_path / "run.tape.jsonl", ((command, output, 1),)))
    found = insight_of(tape)
    action = tape.steps[0].actions[0]
    lines = best_line(action, found.feedback[0].feedback)
    assert lines is not None
    assert told in output[lines[0] : lines[1]].replace("\x1b[31m", "")
    assert best_quote(tape.steps, found.moments[0]) == told


def test_no_output_tells_nothing(tmp_path: Path) -> None:
    """A failure without a word has no line, and its quotation is empty."""
    tape = open_tape(write_tape(tmp_path / "run.tape.jsonl", (("make", "", 2),)))
    found = insight_of(tape)
    assert best_line(tape.steps[0].actions[0], found.feedback[0].feedback) is None
    assert best_quote(tape.steps, found.moments[0]) == ""
