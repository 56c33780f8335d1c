"""Where an output tells the failure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.insight.telling_line import SEARCHED, evidence_of
from playhead.model import Mark


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (
            ">   assert a\nE   assert 200 == 422\nE    +  where 200\nFAILED x\n",
            "E   assert 200 == 422\nE    +  where 200",
        ),
        ("\x1b[1m\x1b[31mE       assert 1\x1b[0m\nx\n", "\x1b[1m\x1b[31mE       assert 1\x1b[0m"),
        (
            "Traceback (most recent call last):\n  File 'a'\n    x()\nshop.OrderError: no\nbye\n",
            "shop.OrderError: no",
        ),
        ("Traceback (most recent call last):\n  File 'a'\n", "Traceback (most recent call last):"),
        ("make: *** Error 1\nok\nnpm ERR! code 1\nbye\n", "npm ERR! code 1"),
        ("bash: foo: command not found\n", "bash: foo: command not found"),
        (
            "error: in passing\n--- FAIL: TestA (0.1s)\n    a_test.go:8: 1, want 2\nFAIL\n",
            "--- FAIL: TestA (0.1s)\n    a_test.go:8: 1, want 2",
        ),
        ("--- FAIL: TestA (0.1s)\npanic: no id\n\nFAIL\tx 0.3s\nFAIL\n", "--- FAIL: TestA (0.1s)\npanic: no id"),
        ("    x_test.go:3: no\n--- FAIL: TestA (0.1s)\nFAIL\n", "--- FAIL: TestA (0.1s)"),
        ("# x\na.go:4:1: no\nb.go:5:2: nor this\nFAIL\tx [build failed]\nFAIL\n", "a.go:4:1: no\nb.go:5:2: nor this"),
        ("src/a.ts(3,5): not assignable\nb.c:9: warning: unused\nbye\n", "src/a.ts(3,5): not assignable"),
        ("ok  \tx\nFAIL\ty\t5.3s\nok  \tz\nFAIL\n", "FAIL\ty\t5.3s"),
        ("all\nwas\nlost\n\n", "lost"),
        ("one", "one"),
    ],
)
def test_the_line_that_tells_the_failure(output: str, told: str) -> None:
    """An assertion of pytest, an exception, a failed Go test, an error, places, a package, else the last words."""
    found = evidence_of(output)
    assert found is not None
    assert output[found[0] : found[1]] == told


def test_wrapping_is_no_evidence() -> None:
    """The closing tag of a harness is not the last line that says something."""
    output = "broken pipe\n</output>"
    found = evidence_of(output, [Mark(12, len(output), "wrapper")])
    assert found is not None
    assert output[found[0] : found[1]] == "broken pipe"


def test_a_tool_that_refuses_says_so_first() -> None:
    """Claude Code's refusals stand before what the tool was given, which may read like an error itself."""
    output = "<tool_use_error>String to replace not found in file.\nString: Traceback (most recent call last):\n  x"
    found = evidence_of(output, [Mark(0, 16, "wrapper")])
    assert found is not None
    assert output[found[0] : found[1]] == "String to replace not found in file."


@pytest.mark.parametrize("output", ["", "\n \n"])
def test_an_output_without_a_word_tells_nothing(output: str) -> None:
    """Nothing is marked where nothing was printed."""
    assert evidence_of(output) is None


def test_only_the_end_of_a_huge_output_is_read() -> None:
    """An error 100 MB before the end is not looked for."""
    output = "fatal: early\n" + "x\n" * SEARCHED
    found = evidence_of(output)
    assert found is not None
    assert found[0] > len(output) - SEARCHED


@given(st.text(max_size=300), st.lists(st.builds(Mark, st.integers(0, 99), st.integers(0, 300), st.just("wrapper"))))
def test_evidence_lies_within_the_output(output: str, marks: list[Mark]) -> None:
    """Whatever was printed and marked, the stretch found is a stretch of the output."""
    found = evidence_of(output, marks)
    assert found is None or 0 <= found[0] < found[1] <= len(output)
