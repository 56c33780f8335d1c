"""Process checks on the screen: their page, the run page's line, the gutter, the filter."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from playhead.settings import rule_settings
from tests.tui.driver import viewing
from tests.tui.test_pages import opened
from tui.settings import Settings

STORIES = Path(__file__).resolve().parents[2] / "sample_runs"
SAID = {
    "careful-diagnosis": ("passed; a check had failed before the first edit", "2 failures: 2 recovered", "none"),
    "wrong-place-first": ("1 failure: 1 recovered", "edits put back", "checkout.js"),
    "lucky-pass": ("evidence of understanding missing: a file that matters was never opened", "shop/schema/order.py"),
    "hard-coded-special-case": ("failed; a special case for a test", "ada@example.org", "4 hidden tests failed"),
    "same-test-again": ("failed; reran without a change", "1 spiralled", "with nothing changed"),
}


@pytest.mark.parametrize(("name", "said"), SAID.items())
async def test_the_page_of_checks_tells_each_story(name: str, said: tuple[str, ...]) -> None:
    """Careful, recovered, lucky, hard-coded and spiral are told apart by `C` alone."""
    async with viewing(STORIES / f"{name}.tape.jsonl", size=(120, 40)) as viewer:
        await opened(viewer, "C")
        shown = " ".join(viewer.screen().split())
        assert [one for one in said if one not in shown] == []


async def test_evidence_of_a_check_leads_to_its_step() -> None:
    """Enter on a row of evidence goes to the step."""
    async with viewing(STORIES / "hard-coded-special-case.tape.jsonl", size=(100, 30)) as viewer:
        await opened(viewer, "C")
        await viewer.press("enter")
        assert viewer.run.steps[viewer.run.cursor].n == 8


async def test_the_run_page_of_a_passing_run_says_what_is_missing() -> None:
    """`i` says passed, and which evidence of understanding is missing with its steps; never a verdict."""
    async with viewing(STORIES / "lucky-pass.tape.jsonl", size=(120, 30)) as viewer:
        await opened(viewer, "i")
        shown = viewer.screen()
        assert "evidence of understanding missing: a file that matters was never opened" in shown
        assert "step 7" in shown
        assert "lucky" not in shown.replace("lucky-pass", "")


async def test_nothing_is_told_in_a_blind_sitting() -> None:
    """A blind sitting shows no check, on no page."""
    async with viewing(STORIES / "lucky-pass.tape.jsonl", blind=True) as viewer:
        await viewer.press("C")
        assert "In a blind sitting" in viewer.screen()


async def test_decision_points_are_marked_and_filtered() -> None:
    """The first edit of a file has a mark before its row, and `decision:edit` shows only such steps."""
    async with viewing(STORIES / "careful-diagnosis.tape.jsonl", size=(120, 40)) as viewer:
        await viewer.until(lambda: viewer.run.insight.found.decisions is not None and not viewer.run.insight.running)
        await viewer.pilot.pause()
        assert "•11 " in viewer.screen()
        await viewer.press("f", *"decision:edit", "enter")
        assert "decision:edit 2/" in viewer.screen()


async def test_a_check_is_muted_where_it_stands_and_speaks_again(tmp_path: Path) -> None:
    """`x` on a fired check puts it among the muted and out of what is missing; the same key there brings it back."""
    run = Path(copy(STORIES / "lucky-pass.tape.jsonl", tmp_path))
    async with viewing(run, size=(120, 40)) as viewer:
        await opened(viewer, "C")
        assert "evidence of understanding missing" in viewer.screen()
        await viewer.press("x")
        assert "0 fired" in viewer.screen()
        assert "1 muted" in viewer.screen()
        assert "evidence of understanding missing" not in viewer.screen()
        page = viewer.app.screen
        place = next(place for place, part in enumerate(page.detail.document.parts) if part.key == "C7 0")
        page.detail.cursor = page.detail.document.first_row_of(place)
        await viewer.press("x")
        assert "1 fired" in viewer.screen()
        assert "C7 speaks again" in viewer.screen()
        assert "evidence of understanding missing" in viewer.screen()
        page.detail.cursor = page.detail.document.count - 1
        await viewer.press("x")
        assert "No check stands in this row" in viewer.screen()


async def test_what_is_muted_by_the_settings_is_muted_in_every_run(tmp_path: Path) -> None:
    """A check named in the settings stands among the muted, and its key says where that was said."""
    settings = Settings(proposals=False, rules=rule_settings({"muted": ["C7"]}))
    async with viewing(copy(STORIES / "lucky-pass.tape.jsonl", tmp_path), size=(120, 40), settings=settings) as viewer:
        await opened(viewer, "C")
        assert "1 muted" in viewer.screen()
        assert "evidence of understanding missing" not in viewer.screen()
        await viewer.press("x")
        assert "muted by the settings" in viewer.screen()
