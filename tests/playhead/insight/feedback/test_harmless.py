"""Negative feedback: failed, less what only answered "no"."""

from __future__ import annotations

import pytest

from playhead.formats.build import make_action
from playhead.insight.feedback import is_negative


@pytest.mark.parametrize(
    ("command", "exit_code", "negative"),
    [
        ("grep foo a.py", 1, False),
        ("cd x && rg foo", 1, False),
        ("diff a b", 1, False),
        ("grep foo missing.py", 2, True),
        ("grep -c x a && pytest -q", 1, True),
        ("pytest -q", 1, True),
        ("pytest -q", 0, False),
        ("pytest -q", None, False),
    ],
)
def test_a_failure_is_negative_unless_it_only_answers_no(
    command: str, exit_code: int | None, *, negative: bool
) -> None:
    """A search that found nothing is no negative feedback, a failing check is."""
    assert is_negative(make_action(n=1, tool="bash", command=command, exit_code=exit_code)) is negative


def test_an_error_flag_is_negative() -> None:
    """A tool that says it failed is believed."""
    assert is_negative(make_action(n=1, tool="Edit", arguments={"file_path": "a"}, is_error=True))
