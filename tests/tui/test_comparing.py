"""Comparing outputs by a key."""

from pathlib import Path

from tests.tui.driver import viewing, write_tape
from tui.screens.page import PageScreen

BEFORE = "collected 3\n" + "shop.py .F.\nE   assert 200 == 422\n" + "1 failed, 2 passed in 0.12s\n"
AFTER = "collected 3\n" + "shop.py ...\n" + "3 passed in 0.31s\n"
STEPS = (
    ("pytest -q shop", BEFORE, 1),
    ("sed -i s/200/422/ shop.py", "", 0),
    ("cd /repo && pytest shop -v | tail -5", AFTER, 0),
    ("pytest -q shop", AFTER.replace("0.31s", "0.44s"), 0),
    ("ls", "shop.py\n", 0),
)


async def test_a_check_is_compared_with_its_run_before(tmp_path: Path) -> None:
    """`=` at a rerun shows what the output says now that it did not, and escape leads back."""
    async with viewing(write_tape(tmp_path / "r.tape.jsonl", STEPS)) as viewer:
        await viewer.press("l", "l", "equals_sign")
        await viewer.until(lambda: "step 1 and step 3" in viewer.screen())
        shown = viewer.screen()
        assert "-E   assert 200 == 422" in shown
        assert "+3 passed in 0.31s" in shown
        await viewer.press("escape")
        assert viewer.run.cursor == 2


async def test_noise_is_no_difference_until_it_is_asked_for(tmp_path: Path) -> None:
    """Two outputs that differ in a duration say the same; `r` compares every character."""
    async with viewing(write_tape(tmp_path / "r.tape.jsonl", STEPS)) as viewer:
        await viewer.press("l", "l", "l", "equals_sign")
        await viewer.until(lambda: "The outputs say the same. 1 line differs only in durations" in viewer.screen())
        await viewer.press("r")
        assert "+3 passed in 0.44s" in viewer.screen()
        await viewer.press("r")
        assert "The outputs say the same." in viewer.screen()


async def test_a_marked_step_is_compared_with(tmp_path: Path) -> None:
    """With a step marked by `V`, `=` compares with that one, whatever ran there."""
    async with viewing(write_tape(tmp_path / "r.tape.jsonl", STEPS)) as viewer:
        await viewer.press("V", "G", "equals_sign")
        await viewer.until(lambda: "+shop.py" in viewer.screen())
        assert "step 1 and step 5" in viewer.screen()


async def test_what_cannot_be_compared_says_so(tmp_path: Path) -> None:
    """A step without output, a command that is no check, a check that never ran before: a sentence each."""
    async with viewing(write_tape(tmp_path / "r.tape.jsonl", STEPS)) as viewer:
        await viewer.press("equals_sign")
        await viewer.until(lambda: "This check did not run before" in viewer.screen())
        assert isinstance(viewer.app.screen, PageScreen)
        await viewer.press("escape", "l", "equals_sign")
        assert "This step has no output to compare." in viewer.screen()
        await viewer.press("G", "equals_sign")
        assert "This step runs no check that could have run before" in viewer.screen()
