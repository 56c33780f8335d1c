"""Moving through a run by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driver import viewing, write_tape


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["l"], 1),
        (["right", "right"], 2),
        (["l", "l", "h"], 1),
        (["h"], 0),
        (["j", "j", "k"], 1),
        (["G"], 4),
        (["G", "g"], 0),
        (["colon", "4", "enter"], 3),
        (["colon", "5", "0", "percent_sign", "enter"], 2),
        (["e"], 2),
        (["G", "E"], 2),
        (["tab", "l"], 1),
    ],
)
async def test_keys_move_the_cursor(tmp_path: Path, keys: list[str], cursor: int) -> None:
    """Each key of the map moves to the step it says, from any pane."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press(*keys)
        assert (viewer.run.cursor, viewer.run.timeline.place.step) == (cursor, cursor)


async def test_the_detail_follows_the_cursor(tmp_path: Path) -> None:
    """The detail shows the step where a burst of keys ends."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("l", "l")
        await viewer.until(lambda: viewer.run.detail.step is not None and viewer.run.detail.step.n == 3)
        assert "assert 200 == 422" in viewer.screen()


async def test_space_reads_on_into_the_next_step(tmp_path: Path) -> None:
    """At the end of a step the space bar goes to the next one, backspace to the one before."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("space")
        assert viewer.run.cursor == 1
        await viewer.press("backspace")
        assert viewer.run.cursor == 0


async def test_a_step_that_is_not_there_is_told(tmp_path: Path) -> None:
    """`:99` in a run of five steps says so and stays."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("colon", "9", "9", "enter")
        assert viewer.run.cursor == 0
        assert "There is no step 99" in viewer.screen()


async def test_a_run_opens_at_a_step(tmp_path: Path) -> None:
    """`--at N` opens the run at step N."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl"), at="4") as viewer:
        assert viewer.run.cursor == 3


async def test_enter_gives_a_pane_the_whole_screen_and_back(tmp_path: Path) -> None:
    """Enter makes the focused pane full screen, escape brings the others back."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl")) as viewer:
        await viewer.press("tab", "enter")
        assert not viewer.run.timeline.display
        await viewer.press("escape")
        assert viewer.run.timeline.display


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (40, 12), (20, 6)])
async def test_every_size_shows_the_step(tmp_path: Path, size: tuple[int, int]) -> None:
    """At any size the screen draws and the keys work."""
    async with viewing(write_tape(tmp_path / "a.tape.jsonl"), size=size) as viewer:
        await viewer.press("l", "tab", "j", "tab", "j", "G", "r", "o", "T", "d", "u")
        assert viewer.run.cursor == 4
