"""How a run begins: at the step that was asked for, as the settings say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driver import viewing, write_tape
from tui.settings import Settings


@pytest.mark.parametrize("at", ["4", "80%"])
async def test_a_run_opens_where_it_was_asked_to(at: str, tmp_path: Path) -> None:
    """`--at` puts timeline and detail on the same step."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), at=at) as viewer:
        here = [row for row in viewer.screen().splitlines() if row.lstrip().startswith(">")]
        assert len(here) == 1
        assert here[0].split()[1] == str(viewer.run.detail.step.n) == str(viewer.run.cursor + 1)


async def test_a_run_begins_as_the_settings_say(tmp_path: Path) -> None:
    """Thoughts and wrapping are as set until a key changes them."""
    path = write_tape(tmp_path / "run.tape.jsonl")
    for settings in (Settings(), Settings(thoughts=True, wrap=False)):
        async with viewing(path, settings=settings) as viewer:
            assert (viewer.run.detail.thoughts, viewer.run.detail.wrap) == (settings.thoughts, settings.wrap)
