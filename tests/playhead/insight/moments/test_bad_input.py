"""Outputs that would cost too much, or that say things no rule was written for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.playhead.insight.moments.played import edits, moments, passes, told

FAILED = "FAILED tests/test_a.py::test_x - assert 1 == 2\n=== 1 failed, 1 passed in 0.10s ==="
TWO = "=== 2 passed in 0.1s ===\nTests:       1 failed, 3 passed, 4 total"
HALF = "F.\nFAILED tests/test_a.py::test_x - as"
GERMAN = "Fehler: Datei nicht gefunden"
MANY = f"=== {'9' * 400} failed in 0.1s ==="


def check(output: str, code: int | None = None) -> dict[str, Any]:
    """Return a test run with an output."""
    return {"tool": "bash", "command": "pytest -q", "output": output, "exit_code": code}


FILLERS = {"a word": "x", "names": "a.b", "empty lines": "\n", "letters": "é.", "slashes": "/", "spaces": " "}


@pytest.mark.parametrize("filler", FILLERS)
def test_a_huge_wordless_output_hides_nothing_at_its_end(filler: str) -> None:
    """What stands after megabytes without a word is found, and the pass over them ends."""
    assert told(moments([check(f"{FILLERS[filler] * 1_000_000}\n{FAILED}", 1), edits(), passes()])) == [
        (1, 3, "recovered")
    ]


def test_fifty_megabytes_are_read_at_their_ends() -> None:
    """An output of 50 MB is looked at where runners sum up."""
    huge = "ok line of a log\n" * (50_000_000 // 17)
    assert told(moments([check(huge + FAILED), edits(), passes()])) == [(1, 3, "recovered")]


@pytest.mark.parametrize("output", [TWO, HALF, GERMAN, MANY])
def test_what_fails_by_its_exit_code_is_negative_whatever_it_prints(output: str) -> None:
    """Two runners in one output, half a report, another language, numbers that overflow: the code tells."""
    assert told(moments([check(output, 1), edits(), passes()])) == [(1, 3, "recovered")]


def test_nothing_is_guessed_from_a_language_no_rule_knows() -> None:
    """Without a flag and a code, words that no rule knows are no feedback."""
    assert moments([check(GERMAN), check("テストに失敗しました")]) == ()
