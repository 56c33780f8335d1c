"""Small terminals: one pane below fifty columns, and something to see on a postage stamp."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driver import viewing, write_tape


@pytest.mark.parametrize("size", [(20, 5), (10, 2), (1, 1), (49, 1), (300, 3)])
async def test_no_size_is_too_small_to_work_in(size: tuple[int, int], tmp_path: Path) -> None:
    """Every key works on a terminal of any size."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), size=size) as viewer:
        await viewer.press(
            "l", "e", "tab", "tab", "tab", "space", "o", "a", "escape", "enter", "enter", "G", "question_mark"
        )
        await viewer.press("q")
        assert viewer.run.cursor >= 0


async def test_twenty_by_five_says_something(tmp_path: Path) -> None:
    """On 20 x 5 the outcome, the step and a key are in sight."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), size=(20, 5)) as viewer:
        rows = viewer.screen().splitlines()
        assert "resolved" in rows[0]
        assert "1" in rows[2]
        assert "step" in rows[4]


async def test_below_fifty_columns_tab_goes_from_pane_to_pane(tmp_path: Path) -> None:
    """One pane has the screen: tab shows the next, shift+tab the one before."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), size=(45, 20)) as viewer:
        run = viewer.run
        seen = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            seen.append([run.focused_pane, *(bool(one.display) for one in (run.timeline, run.detail, run.shelf))])
            await viewer.press(key)
        assert seen == [
            ["timeline", True, False, False],
            ["detail", False, True, False],
            ["shelf", False, False, True],
            ["timeline", True, False, False],
        ]
        assert run.focused_pane == "shelf"


async def test_what_reads_shows_the_detail(tmp_path: Path) -> None:
    """With one pane a key that reads in the detail brings it up; a step key stays where one is."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), size=(45, 20)) as viewer:
        await viewer.press("l")
        assert viewer.run.focused_pane == "timeline"
        await viewer.press("e")
        assert viewer.run.focused_pane == "detail"
        assert "assert 200 == 422" in viewer.screen()


async def test_growing_brings_all_panes_back(tmp_path: Path) -> None:
    """A terminal made wider shows the panes beside one another again."""
    async with viewing(write_tape(tmp_path / "run.tape.jsonl"), size=(45, 20)) as viewer:
        await viewer.press("tab")
        await viewer.pilot.resize_terminal(120, 40)
        await viewer.pilot.pause()
        assert all(one.display for one in (viewer.run.timeline, viewer.run.detail, viewer.run.shelf))
