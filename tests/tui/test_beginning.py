"""How a run begins: at the step that was asked for, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.formats import large_document
from playhead.formats.atif import large
from playhead.storage.line_steps import Progress
from tests.playhead.formats.atif_documents import document, said, written
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


async def test_a_step_that_is_not_read_yet_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--at` of a run that is still read stays at the beginning, says so, and goes there once the step has come."""
    work: list[tuple[Iterator[int], Progress]] = []
    monkeypatch.setattr(large_document, "LARGE", -1)
    monkeypatch.setattr(
        large, "begin", lambda rest, progress, _: ([next(rest) for _ in range(9)], work.append((rest, progress)))
    )
    path = written(tmp_path / "trajectory.json", document(*[said(f"step {place}") for place in range(1, 2000)]))
    async with viewing(path, at="1500") as viewer:
        assert viewer.run.cursor == 0
        assert "There is no step 1500" in viewer.screen()
        rest, progress = work[0]
        for _ in rest:
            pass
        progress.finish()
        await viewer.until(lambda: viewer.run.cursor == 1499)
