"""What finding wrappers may cost on a hostile output."""

from __future__ import annotations

import pytest

from playhead.formats.wrappers import marks_of
from playhead.model import Mark

OPENINGS = ["<system-reminder>", "<persisted-output>", "<response clipped><NOTE>", "<NOTE>This file is too large"]


@pytest.mark.parametrize("part", [*OPENINGS, " ", "\n"])
@pytest.mark.parametrize("format_name", ["atif", "claude-code", "swe-agent"])
def test_openings_that_never_close_enclose_nothing(part, format_name):
    """Output that only opens what it never closes has no mark over it, however often it does."""
    size = 199_000 // len(part)
    assert all(mark.end - mark.start < 20 for mark in marks_of(format_name, "Bash", part * size))


def test_a_reminder_between_blanks_is_one_mark():
    """A reminder is marked with the blanks around it."""
    text = "a \n<system-reminder>be good</system-reminder>\n\nb"
    assert marks_of("atif", "Bash", text) == (Mark(1, len(text) - 1, "wrapper"),)
